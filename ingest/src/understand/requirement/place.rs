//! Places of registration, of taxes and of business.

use super::claim::{Claim, pattern};
use crate::wordlist::Words;
use polidex_corpus::{
    model::{Level, PlaceName, PlaceRole, Test},
    region::Region,
};

/// Claims words that ask for a place.
pub(super) fn find(text: &str, found: &mut Vec<Claim>) {
    if Region::parse(text).is_some() {
        // A place that stands alone says where, not what is there.
        let place = PlaceName::Named(text.to_owned());
        found.push(Claim::new(0..text.len(), Test::Place { role: PlaceRole::Active, place }));
    }
    chinese(text, found);
    english(text, found);
}

const OWN: &str = r"(?:[本我全](?P<own>省|市|区|县|地|州)|(?P<bare>省|市|区|县|辖区|境|国)内|当地|(?P<country>中国境内|中华人民共和国境内|我国境内)|(?P<name>[\p{Han}]{2,14}?(?:省|自治区|市|区|县|自治县)))";
const INSIDE: &str = "(?:行政区域|行政区|辖区|区域|范围)?(?:之内|境内|内|以内)?";

/// Words of which one stands in every mention of a place that the patterns know.
static PLACES: Words = Words::new(&["省", "市", "区", "县", "州", "地", "境", "国"]);

fn chinese(text: &str, found: &mut Vec<Claim>) {
    if !PLACES.any(text) {
        return;
    }
    // 在本市登记注册、依法纳税: what is done there decides the role.
    let done = pattern!(&format!(
        r"(?:在|于|注册地(?:址)?(?:在|为|位于)?|位于)?{OWN}{INSIDE}(?:依法|合法|工商|税务|已|进行)*(?P<what>登记注册|注册登记|注册成立|注册|登记|设立|成立|纳税|缴纳税收|缴税|落户|入驻|投资|建设|新建|开工|经营|生产|运营|开展业务|实施|落地|转化)(?:、?(?:经营|纳税|生产|登记))*(?:并纳税)?"
    ));
    for hit in done.captures_iter(text) {
        let role = match &hit["what"] {
            "登记注册" | "注册登记" | "注册成立" | "注册" | "登记" | "设立" | "成立" => {
                PlaceRole::Registered
            }
            "纳税" | "缴纳税收" | "缴税" => PlaceRole::Tax,
            _ => PlaceRole::Active,
        };
        push(text, &hit, role, found);
    }
    let registered = pattern!(&format!(
        r"(?:工商)?(?:注册地|注册地址|登记地|工商注册地|注册所在地)(?:址)?(?:和(?:税务|纳税)[^，、；]{{0,6}})?(?:均)?(?:在|为|位于){OWN}{INSIDE}"
    ));
    for hit in registered.captures_iter(text) {
        push(text, &hit, PlaceRole::Registered, found);
    }
    let taxed = pattern!(&format!(
        r"(?:税务(?:登记|征管)?(?:关系|地)?|纳税(?:地|关系)|税收关系)(?:均)?(?:在|为|位于){OWN}{INSIDE}"
    ));
    for hit in taxed.captures_iter(text) {
        push(text, &hit, PlaceRole::Tax, found);
    }
    // 我市企业, 本地企业, 市内企业: whose place the adjective names.
    let belonging = pattern!(&format!(
        r"^{OWN}(?:行政区域|辖区)?(?:范围)?内?(?:的|各类?)?(?P<who>[\p{{Han}}]{{0,8}}(?:企业|单位|公司|市场主体))"
    ));
    if let Some(hit) = belonging.captures(text) {
        let who = hit.name("who").map_or(text.len(), |who| who.start());
        if let Some(place) = place_name(&hit) {
            found.push(Claim::new(0..who, Test::Place { role: PlaceRole::Registered, place }));
        }
    }
}

fn push(text: &str, hit: &regex::Captures<'_>, role: PlaceRole, found: &mut Vec<Claim>) {
    let (Some(whole), Some(place)) = (hit.get(0), place_name(hit)) else { return };
    let mut range = whole.range();
    // A name is taken as far back as it is a place: 对渝中区 has a word before it.
    if let (PlaceName::Named(name), Some(printed)) = (&place, hit.name("name")) {
        let skipped = printed.as_str().len() - name.len();
        if skipped > 0 && !text[..printed.start() + skipped].ends_with(['在', '于', '为']) {
            range.start = printed.start() + skipped;
        }
    }
    found.push(Claim::new(range, Test::Place { role, place }));
}

fn place_name(hit: &regex::Captures<'_>) -> Option<PlaceName> {
    if hit.name("country").is_some() {
        return Some(PlaceName::Country);
    }
    if let Some(name) = hit.name("name") {
        return known_suffix(name.as_str()).map(PlaceName::Named);
    }
    let own = hit.name("own").or_else(|| hit.name("bare")).map_or("地", |own| own.as_str());
    Some(match own {
        "省" => PlaceName::Own(Some(Level::Provincial)),
        "市" | "州" => PlaceName::Own(Some(Level::Municipal)),
        "区" | "县" => PlaceName::Own(Some(Level::District)),
        "国" | "境" => PlaceName::Country,
        _ => PlaceName::Own(None),
    })
}

/// The longest end of some words that names a place of the tables; words without one name no place that
/// could be checked, and the condition stays open.
fn known_suffix(words: &str) -> Option<String> {
    let starts = words.char_indices().map(|(at, _)| at);
    starts.map(|at| &words[at..]).find(|name| Region::parse(name).is_some()).map(str::to_owned)
}

fn english(text: &str, found: &mut Vec<Claim>) {
    let done = pattern!(
        r"(?:that (?:is|are) )?(?P<what>registered|pay(?:s|ing)? tax(?:es)?|located|settled|establish(?:ed|es)?) (?:and (?:operating|taxed) )?(?:with)?in (?:the )?(?P<where>city|province|district|county|country|municipality|china|[a-z]+ (?:district|city|province|county))\b"
    );
    for hit in done.captures_iter(text) {
        let role = match &hit["what"] {
            "registered" => PlaceRole::Registered,
            what if what.starts_with("pay") => PlaceRole::Tax,
            _ => PlaceRole::Active,
        };
        let place = match &hit["where"] {
            "city" | "municipality" => PlaceName::Own(Some(Level::Municipal)),
            "province" => PlaceName::Own(Some(Level::Provincial)),
            "district" | "county" => PlaceName::Own(Some(Level::District)),
            "country" | "china" => PlaceName::Country,
            name if Region::parse(name).is_some() => PlaceName::Named(name.to_owned()),
            _ => continue,
        };
        if let Some(whole) = hit.get(0) {
            found.push(Claim::new(whole.range(), Test::Place { role, place }));
        }
    }
}
