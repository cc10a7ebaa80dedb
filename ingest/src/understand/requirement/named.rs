//! Certificates, events and sectors by their names.

use super::claim::{Claim, Words, pattern};
use crate::date;
use polidex_corpus::{
    model::{Days, Level, SizeClass, Test},
    numeral,
    vocabulary::{self, Vocabulary, narrow},
};
use std::{collections::HashMap, ops::Range, sync::LazyLock};

/// Names of a vocabulary by their first character, longest first.
type Names = HashMap<char, Vec<(String, String)>>;

fn names(list: &Vocabulary) -> Names {
    let mut names: Names = HashMap::new();
    for term in list.terms() {
        for name in term.names() {
            let folded: String = name.chars().map(|c| narrow(c).to_ascii_lowercase()).collect();
            if let Some(first) = folded.chars().next() {
                names.entry(first).or_default().push((folded, term.id.clone()));
            }
        }
    }
    for list in names.values_mut() {
        list.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
    }
    names
}

static CERTIFICATES: LazyLock<Names> = LazyLock::new(|| names(vocabulary::certificates()));
static EVENTS: LazyLock<Names> = LazyLock::new(|| names(vocabulary::events()));
static SECTORS: LazyLock<Names> = LazyLock::new(|| names(vocabulary::sectors()));

/// The longest name at every place, without overlaps. English names count as whole words.
fn spot<'n>(text: &str, names: &'n Names) -> Vec<(Range<usize>, &'n str)> {
    let mut found = Vec::new();
    let mut behind = 0;
    for (at, c) in text.char_indices() {
        if at < behind {
            continue;
        }
        // CMMI3 is a name and a grade; between two letters, or two digits, no word ends.
        let inside_word = |at: usize| {
            let same = |is: fn(&char) -> bool| {
                text[..at].chars().next_back().is_some_and(|c| is(&c))
                    && text[at..].chars().next().is_some_and(|c| is(&c))
            };
            same(char::is_ascii_alphabetic) || same(char::is_ascii_digit)
        };
        let here = names.get(&c).into_iter().flatten().find_map(|(name, id)| {
            let end = at + name.len();
            if !text[at..].starts_with(name.as_str()) || inside_word(at) {
                return None;
            }
            // An English plural is the same name.
            let plural = text[end..].starts_with('s') && name.ends_with(|c: char| c.is_ascii_lowercase());
            let end = end + usize::from(plural);
            (!inside_word(end)).then_some((end, id.as_str()))
        });
        if let Some((end, id)) = here {
            found.push((at..end, id));
            behind = end;
        }
    }
    found
}

/// What stands around a name and belongs to it: 首次获评国家级…企业, …三级、四级评估.
struct Around {
    range: Range<usize>,
    levels: Vec<Level>,
    grades: Vec<u8>,
    new: bool,
    days: Days,
}

/// Claims certificates with their level, grade, novelty and day.
pub(super) fn certificates(text: &str, found: &mut Vec<Claim>) {
    for (range, id) in spot(text, &CERTIFICATES) {
        let around = around(text, range);
        let test = Test::Certificate {
            any_of: vec![id.to_owned()],
            levels: around.levels,
            grades: around.grades,
            new: around.new,
            days: around.days,
        };
        found.push(Claim::new(around.range, test));
    }
}

fn around(text: &str, name: Range<usize>) -> Around {
    let before = pattern!(
        r#"(?:(?:(?:被|经|通过|获得|取得|获评|首次|新|当年|申报年度|已|成功|入选|列入|纳入|评为|认定(?:为|的)?|获批|评定为|授予|创建为?|推荐为|符合|属于|一般|“|"|\s)*)(?:(?:国家级?|全国|省级?|省部级|市级?|区级?|县级|national|provincial|municipal|district)(?:、|和|或|,\s?|\s|-level)*)*(?:“|"|\s|level )*)$|(?:(?:recognized|recognised|certified|rated|assessed|obtains?|passe?s?|holds?|for the first time|newly|as|an?|the|is|are|been|have|has|by|national|provincial|municipal|under)[\s"“]*)+$"#
    );
    let behind = pattern!(
        r#"^["”]?(?:企业|产品|资格|资质|称号|项目|证书|名单|示范企业)*(?:[（(]?(?P<grade>(?:(?:[一二三四五1-5]|[a]{1,5}|[1-5]a)级?(?:及以上|以上)?(?:、|和|或|及)?)+)[）)]?)?(?:级)?(?:贯标|评估|评审|评定|认定|认证|考核|验收|证书|资格|资质|称号)*(?:证书|通过|合格|的)*|^ (?:assessment |certification )?(?:at )?(?:levels? )(?P<level>\d(?:(?:, | or |, or | and )(?:level )?\d)*)"#
    );
    let start = before.find(&text[..name.start]).map_or(name.start, |hit| hit.start());
    let hit = behind.captures(&text[name.end..]);
    let end = name.end + hit.as_ref().and_then(|hit| hit.get(0)).map_or(0, |hit| hit.end());
    let grade = hit.as_ref().and_then(|hit| hit.name("grade").or_else(|| hit.name("level")));
    let mut around = Around {
        range: start..end,
        levels: levels(&text[start..name.start]),
        grades: grade.map(|grade| grades(grade.as_str())).unwrap_or_default(),
        new: is_new(&text[start..name.start]) || is_new(&text[name.end..end]),
        days: Days::default(),
    };
    dated(text, &mut around);
    // A wider claim must not swallow the stop that parts conditions.
    let trimmed = text[around.range.clone()].trim_start_matches(['，', ',', ' ', '、']);
    around.range.start = around.range.end - trimmed.len();
    around.range.start = around.range.start.min(name.start);
    around
}

fn is_new(words: &str) -> bool {
    ["新", "首次", "当年", "申报年度", "newly", "for the first time"].iter().any(|cue| words.contains(cue))
}

/// 2019年1月1日后认定的…: the day that stands before.
fn dated(text: &str, around: &mut Around) {
    let since = pattern!(r"^(?:之?后|以后|起|以来|（含）以后)?$");
    for (range, day) in date::find(&text[..around.range.start]) {
        if since.is_match(text[range.end..around.range.start].trim()) {
            around.days.from = Some(day);
            around.range.start = range.start;
        }
    }
}

fn levels(words: &str) -> Vec<Level> {
    let list = [
        ("国家", Level::National),
        ("全国", Level::National),
        ("national", Level::National),
        ("省", Level::Provincial),
        ("provincial", Level::Provincial),
        ("市级", Level::Municipal),
        ("municipal", Level::Municipal),
        ("区级", Level::District),
        ("县级", Level::District),
        ("district", Level::District),
    ];
    let mut levels: Vec<Level> = Vec::new();
    for (_, level) in list.iter().filter(|(word, _)| words.contains(word)) {
        if !levels.contains(level) {
            levels.push(*level);
        }
    }
    levels
}

/// Grades of a list: 三级、四级、五级; 3A、4A. 以上 means every one from there.
fn grades(words: &str) -> Vec<u8> {
    let mut grades: Vec<u8> = Vec::new();
    let a_run = words.split(|c: char| c != 'a').filter(|run| run.len() > 1).map(|run| run.len() as u8);
    grades.extend(a_run);
    grades.extend(
        words
            .chars()
            .filter_map(numeral::digit)
            .map(|digit| digit as u8)
            .filter(|digit| (1..=5).contains(digit)),
    );
    grades.sort_unstable();
    grades.dedup();
    if words.contains("以上")
        && let Some(&least) = grades.first()
    {
        grades = (least..=5).collect();
    }
    grades
}

/// 新认定, 首次获批, 2019年１月１日后认定, standing alone beside a beneficiary that bears the certificate.
pub(super) fn renewed(words: &Words, held: &Test) -> Option<Test> {
    let text = words.folded.as_str();
    if let Test::Size { any_of } = held {
        // 新增 of 规模以上企业 is the first time above the threshold.
        let first = any_of.contains(&SizeClass::AboveDesignated)
            && ["新增", "首次", "新认定", "新入库"].contains(&text);
        let event =
            || Test::Event { any_of: vec!["above_designated_first".to_owned()], days: Days::default() };
        return first.then(event);
    }
    let Test::Certificate { any_of, levels: own, grades, .. } = held else { return None };
    let alone = pattern!(
        r"^(?P<when>.{0,40}?)(?P<cue>新|首次|当年|经|成功)?(?P<by>(?:经|由)?(?:国家级?|省级?|市级?|区级?|县级|各级|、|和|或|政府|有关|相关|主管|部门)*)(?P<new>新)?(?:被)?(?:认定|获批认定|获批|获评|评定|评为|入选|创建|认证|授牌|通过)(?:为)?(?:的)?$"
    );
    let hit = alone.captures(text)?;
    let cue = hit.name("cue").map_or("", |cue| cue.as_str());
    let mut days = Days::default();
    let when = hit.name("when").map_or("", |when| when.as_str());
    match date::find(when).first() {
        Some((range, day))
            if ["后", "以后", "起", "之后", ""].contains(&when[range.end..].trim()) && range.start == 0 =>
        {
            days.from = Some(*day);
        }
        Some(_) => return None,
        None if !when.is_empty() => return None,
        None => {}
    }
    let by = levels(hit.name("by").map_or("", |by| by.as_str()));
    let new = ["新", "首次", "当年"].contains(&cue) || hit.name("new").is_some();
    Some(Test::Certificate {
        any_of: any_of.clone(),
        levels: if by.is_empty() { own.clone() } else { by },
        grades: grades.clone(),
        new,
        days,
    })
}

/// Claims events with their day.
pub(super) fn events(text: &str, found: &mut Vec<Claim>) {
    for (range, id) in spot(text, &EVENTS) {
        let before = pattern!(r"(?:首次|新|当年|已|成功|that |which |for the first time )+$");
        let start = before.find(&text[..range.start]).map_or(range.start, |hit| hit.start());
        // 迁入我市, 落户本区: into the place of the document.
        let here = pattern!(r"^(?:到|至|来|在)?(?:[本我](?:省|市|区|县|地)|当地)");
        let end = range.end + here.find(&text[range.end..]).map_or(0, |hit| hit.end());
        let mut around = Around {
            range: start..end,
            levels: Vec::new(),
            grades: Vec::new(),
            new: false,
            days: Days::default(),
        };
        dated(text, &mut around);
        let test = Test::Event { any_of: vec![id.to_owned()], days: around.days };
        found.push(Claim::new(around.range, test));
    }
}

/// Claims sectors where words say that somebody works in them.
pub(super) fn sectors(text: &str, names_who: bool, found: &mut Vec<Claim>) {
    let spots = spot(text, &SECTORS);
    for (at, (range, id)) in spots.iter().enumerate() {
        // Of a list, what follows the last one speaks for all.
        let mut end = range.end;
        for (next, _) in &spots[at + 1..] {
            if !["、", "和", "或", "或者", "与", "及", "以及", ",", ", ", " or ", " and ", ", or ", ", and "]
                .contains(&&text[end..next.start])
            {
                break;
            }
            end = next.end;
        }
        let behind = pattern!(
            r"^\s*(?:类|等|相关|开发|服务|生产|制造|领域|行业|产业|业)*(?:中小微|小微|中小|大中型)?(?:企业|公司|行业|产业|领域|业务|单位|机构|为主营|为主|市场主体|法人|厂商|生产经营|enterprises?|companies|company|sector|industry|manufacturers?|firms?|as (?:its|their) main business)"
        );
        let before = pattern!(
            r"(?:从事|主营|属于|专业从事|经营|深耕|主要从事|以|works? in|engaged? in|engaging in|have|has)\s*[^，；]{0,24}$"
        );
        let worked_in = behind.is_match(&text[end..]) || before.is_match(&text[..range.start]);
        // 旅行社 alone names those who are one.
        let is_head = names_who && range.start == 0 && end == text.len();
        if worked_in || is_head {
            found.push(Claim::new(range.clone(), Test::Sector { any_of: vec![(*id).to_owned()] }));
        }
    }
}
