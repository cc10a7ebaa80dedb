//! The table of regions inside the program.

use crate::model::Level;
use serde::Deserialize;
use std::{collections::HashMap, sync::OnceLock};

/// A province as `regions.toml` lists it.
#[derive(Debug, Deserialize)]
struct Province {
    name: String,
    short: String,
    code: String,
    digits: String,
    #[serde(default)]
    cities: String,
    #[serde(default)]
    districts: String,
    /// English names that pinyin does not give, each behind the Chinese one: 陕西=Shaanxi.
    #[serde(default)]
    english: String,
}

#[derive(Debug, Deserialize)]
struct RegionFile {
    province: Vec<Province>,
}

/// What one name stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub level: Level,
    pub code: String,
}

/// Names of provinces, of cities and of districts, each with what they stand for.
pub(super) struct Regions {
    pub provinces: HashMap<String, Entry>,
    pub cities: HashMap<String, Entry>,
    pub districts: HashMap<String, Entry>,
    /// Codes of provinces by their two digits in GB/T 2260.
    pub province_codes: HashMap<String, String>,
    /// The full name of every code.
    pub names: HashMap<String, String>,
    /// English names that are not the pinyin of the Chinese ones.
    pub english: HashMap<String, String>,
}

/// Longest name of a region, in characters.
const LONGEST: usize = 11;

/// The real regions, and the fictional ones of the sample corpus, which nothing else is named like.
const FILES: [&str; 2] = [include_str!("../../regions.toml"), include_str!("../../regions-sample.toml")];

pub(super) fn regions() -> &'static Regions {
    static REGIONS: OnceLock<Regions> = OnceLock::new();
    REGIONS.get_or_init(|| {
        let mut all = Regions {
            provinces: HashMap::new(),
            cities: HashMap::new(),
            districts: HashMap::new(),
            province_codes: HashMap::new(),
            names: HashMap::new(),
            english: HashMap::new(),
        };
        for text in FILES {
            let file: RegionFile =
                toml::from_str(text).expect("the region table inside the program is valid TOML");
            file.province.into_iter().for_each(|province| all.add(province));
        }
        all
    })
}

impl Regions {
    fn add(&mut self, province: Province) {
        let entry = |level, code| Entry { level, code };
        for (digits, city) in listed(&province.cities, 2) {
            let code = format!("CN-{}{digits}00", province.digits);
            self.names.insert(code.clone(), format!("{city}市"));
            self.cities.insert(city.to_owned(), entry(Level::Municipal, code));
        }
        for (digits, district) in listed(&province.districts, 4) {
            let code = format!("CN-{}{digits}", province.digits);
            self.names.insert(code.clone(), district.to_owned());
            self.districts.insert(district.to_owned(), entry(Level::District, code));
        }
        let english = province.english.split([',', '，']).filter_map(|pair| pair.trim().split_once('='));
        self.english.extend(english.map(|(zh, en)| (zh.to_owned(), en.to_owned())));
        self.names.insert(province.code.clone(), province.name.clone());
        self.province_codes.insert(province.digits, province.code.clone());
        self.provinces.insert(province.short, entry(Level::Provincial, province.code.clone()));
        self.provinces.insert(province.name, entry(Level::Provincial, province.code));
    }
}

/// The entries of a list such as `01济南 02青岛`: digits and name.
fn listed(list: &str, digits: usize) -> impl Iterator<Item = (&str, &str)> {
    list.split_whitespace().filter_map(move |entry| entry.split_at_checked(digits))
}

/// The longest entry of `names` that `text` begins with, and what follows it.
pub(super) fn longest<'t>(names: &HashMap<String, Entry>, text: &'t str) -> Option<(Entry, &'t str)> {
    let ends: Vec<usize> = text.char_indices().map(|(at, c)| at + c.len_utf8()).take(LONGEST).collect();
    ends.iter().rev().find_map(|&end| names.get(&text[..end]).map(|entry| (entry.clone(), &text[end..])))
}
