//! Where a place stands: country, province, city, district, and which lies in which.
//!
//! The tables `regions.toml` hold every province and prefecture-level city, and the districts of
//! Chongqing. A district elsewhere is known by its name within its city.

pub(crate) mod english;
mod table;

use crate::{
    locale::Locale,
    model::{Level, Policy},
};
use serde::{Deserialize, Serialize};
pub(crate) use table::Entry;
use table::{longest, regions};

/// A place in China.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Region {
    /// `CN`, an ISO 3166-2 code such as `CN-CQ`, or `CN-` with the six digits of GB/T 2260.
    pub code: String,
    /// The name of a district or zone that has no code of its own here; `code` is then the one of what
    /// it lies in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub district: Option<String>,
}

/// How names of zones end, which lie across districts.
const ZONES: [&str; 8] = ["新区", "开发区", "高新区", "经开区", "保税区", "保税港区", "试验区", "产业园区"];

impl Region {
    /// The whole country.
    pub fn country() -> Self {
        Self { code: "CN".to_owned(), district: None }
    }

    /// The region of a code or of a name in Chinese or English: `CN-500112`, `500112`, 重庆市渝北区,
    /// `Yubei District, Chongqing`. `None` when the tables do not know it.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let code = text.to_ascii_uppercase();
        let code = if code.len() == 6 && code.bytes().all(|b| b.is_ascii_digit()) {
            format!("CN-{code}")
        } else {
            code
        };
        if code == "CN" || ["中国", "全国", "CHINA"].contains(&code.as_str()) {
            return Some(Self::country());
        }
        if regions().names.contains_key(&code) {
            return Some(Self { code, district: None });
        }
        let place = text.strip_prefix("中国（").or_else(|| text.strip_prefix("中国(")).unwrap_or(text);
        if let Some(entry) = place_of(place) {
            return Some(Self::of_entry(entry, place));
        }
        english::find(text).map(|entry| Self { code: entry.code, district: None })
    }

    /// The region that a policy is made for: its first issuer's, else the one that the store names.
    pub fn of_policy(policy: &Policy) -> Option<Self> {
        Self::made_for(policy.region.as_deref(), policy.issuer.first().map(String::as_str), &policy.title)
    }

    /// The same from the stored region, the first issuer and the title of a policy.
    pub fn made_for(region: Option<&str>, issuer: Option<&str>, title: &str) -> Option<Self> {
        let known = region.filter(|code| code.starts_with("CN"))?;
        // A branch of a central organ speaks for its place, also where it was stored as the centre.
        let branch = issuer.and_then(|issuer| crate::issuer::locate(issuer).1);
        let known = branch.as_deref().filter(|_| known == "CN").unwrap_or(known);
        let named = issuer.into_iter().chain([title]);
        let exact = named.filter_map(Self::parse).find(|region| region.code == known);
        Some(exact.unwrap_or_else(|| Self { code: known.to_owned(), district: None }))
    }

    fn of_entry(entry: Entry, text: &str) -> Self {
        let district = district_name(&entry, text);
        Self { code: entry.code, district }
    }

    /// Its level of government. The four municipalities under the centre are provincial.
    pub fn level(&self) -> Level {
        match self.code.strip_prefix("CN-") {
            _ if self.district.is_some() => Level::District,
            None => Level::National,
            Some(code) if code.len() < 6 => Level::Provincial,
            Some(code) if code.ends_with("00") => Level::Municipal,
            Some(_) => Level::District,
        }
    }

    /// The code of its province.
    fn province(&self) -> Option<&str> {
        let code = self.code.strip_prefix("CN-")?;
        match code.get(..2).filter(|_| code.len() == 6) {
            Some(digits) => regions().province_codes.get(digits).map(String::as_str),
            None => Some(&self.code),
        }
    }

    /// The region of a level that it lies in, or is: the city of a district. The city of a district of a
    /// municipality under the centre is the municipality. `None` when it is larger than that.
    pub fn around(&self, level: Level) -> Option<Self> {
        let plain = |code: &str| Some(Self { code: code.to_owned(), district: None });
        match level {
            Level::National => Some(Self::country()),
            Level::Provincial => self.province().and_then(plain),
            Level::Municipal => {
                let code = self.code.get(..7).filter(|_| self.code.len() == 9);
                let city = code.map(|code| format!("{code}00"));
                match city.filter(|city| regions().names.contains_key(city)) {
                    Some(city) => plain(&city),
                    None => self.province().filter(|code| is_municipality(code)).and_then(plain),
                }
            }
            Level::District => (self.level() == Level::District).then(|| self.clone()),
        }
    }

    /// Whether another region lies in this one. `None` when that cannot be known, since the other one is
    /// named less exactly, or a zone lies across districts.
    pub fn holds(&self, other: &Self) -> Option<bool> {
        if self.code == "CN" {
            return Some(true);
        }
        if other.code == "CN" {
            return None;
        }
        if self.province() != other.province() {
            return Some(false);
        }
        if self.level() == Level::Provincial {
            return Some(true);
        }
        if other.level() == Level::Provincial {
            return None;
        }
        let city = |region: &Self| region.around(Level::Municipal);
        if city(self) != city(other) {
            return Some(false);
        }
        if self.level() == Level::Municipal {
            return Some(true);
        }
        self.holds_district(other)
    }

    /// The same for a district, within its city.
    fn holds_district(&self, other: &Self) -> Option<bool> {
        let zone = |region: &Self| region.district.as_deref().is_some_and(is_zone);
        match () {
            () if self == other => Some(true),
            () if other.level() != Level::District || zone(self) || zone(other) => None,
            () => Some(false),
        }
    }

    /// Its name in Chinese, as far down as it is known: 重庆市渝北区.
    pub fn name(&self) -> String {
        let names = &regions().names;
        let mut name = String::new();
        for level in [Level::Provincial, Level::Municipal] {
            let part = self.around(level).and_then(|region| names.get(&region.code));
            if let Some(part) = part.filter(|part| !name.ends_with(part.as_str())) {
                name.push_str(part);
            }
        }
        match (&self.district, self.level()) {
            (Some(district), _) => name.push_str(district),
            (None, Level::District) => name.push_str(names.get(&self.code).map_or("", String::as_str)),
            (None, _) => {}
        }
        name
    }

    /// Its name for a reader: the country's has one in every language.
    pub fn label(&self, locale: Locale) -> String {
        if self.code == "CN" { locale.pick("China", "全国").to_owned() } else { self.name() }
    }
}

fn is_municipality(province: &str) -> bool {
    ["CN-BJ", "CN-TJ", "CN-SH", "CN-CQ"].contains(&province)
}

fn is_zone(name: &str) -> bool {
    ZONES.iter().any(|ending| name.ends_with(ending))
}

/// The regions around a region, from the whole country down: `CN` and `CN-CQ` for `CN-500112`.
pub fn around(code: &str) -> Vec<&str> {
    let province = code
        .strip_prefix("CN-")
        .filter(|digits| digits.len() == 6)
        .and_then(|digits| regions().province_codes.get(digits.get(..2)?));
    let mut around: Vec<&str> = Vec::new();
    around.extend((code != "CN" && code.starts_with("CN")).then_some("CN"));
    around.extend(province.map(String::as_str));
    around
}

/// The region that a Chinese text begins with.
pub(crate) fn place_of(text: &str) -> Option<Entry> {
    let regions = regions();
    if let Some((region, rest)) = longest(&regions.districts, text) {
        // 江北区 without its city is Ningbo's as well as Chongqing's.
        let unsure = text.len() - rest.len() == "江北区".len() && text.starts_with("江北区");
        return (!unsure).then_some(region);
    }
    if let Some((city, rest)) = longest(&regions.cities, text)
        && (rest.starts_with('市')
            || rest.starts_with("经济特区")
            || rest.starts_with("国家")
            || rest.is_empty() && !regions.provinces.contains_key(text))
    {
        return Some(within_city(city, rest));
    }
    let (province, rest) = longest(&regions.provinces, text)?;
    if let Some((city, rest)) = longest(&regions.cities, rest)
        && rest.starts_with('市')
    {
        return Some(within_city(city, rest));
    }
    let district = longest(&regions.districts, rest).filter(|(district, _)| in_province(district, &province));
    Some(district.map_or(province, |(district, _)| district))
}

/// Whether a district is one of a province's.
fn in_province(district: &Entry, province: &Entry) -> bool {
    let digits = district.code.strip_prefix("CN-").and_then(|digits| digits.get(..2));
    digits.and_then(|digits| regions().province_codes.get(digits)) == Some(&province.code)
}

/// A city, or a district of it where one follows: 济南市历下区人民政府.
fn within_city(city: Entry, rest: &str) -> Entry {
    let rest = rest.strip_prefix('市').unwrap_or(rest);
    if let Some((district, _)) = longest(&regions().districts, rest)
        && district.code.get(..7) == city.code.get(..7)
    {
        return district;
    }
    let is_district = district_part(rest).is_some();
    if is_district { Entry { level: Level::District, ..city } } else { city }
}

/// The name of the district that follows a city: 历下区.
fn district_part(rest: &str) -> Option<&str> {
    let name: String = rest.chars().take(6).collect();
    let end = name.find(['区', '县'])?;
    let is_district = end >= "一".len() * 2
        && !name[..end].ends_with("特")
        && !name.contains("新区")
        && !name.contains("开发区");
    is_district.then(|| &rest[..end + "区".len()])
}

/// The name of a district or zone behind the region that the tables know.
fn district_name(entry: &Entry, text: &str) -> Option<String> {
    let known = regions().names.get(&entry.code)?;
    if regions().districts.values().any(|district| district.code == entry.code) {
        return None;
    }
    let short = known.trim_end_matches(['省', '市']);
    let behind = text.find(short).map(|at| &text[at + short.len()..])?;
    let behind = behind.strip_prefix(['市', '省']).unwrap_or(behind);
    let zone = ZONES.iter().filter_map(|zone| behind.find(zone).map(|at| at + zone.len())).min();
    let zone = zone.map(|end| &behind[..end]).filter(|zone| (3..=10).contains(&zone.chars().count()));
    zone.or_else(|| (entry.level == Level::District).then(|| district_part(behind)).flatten())
        .map(str::to_owned)
}

#[cfg(test)]
mod tests;
