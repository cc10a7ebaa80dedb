//! Reading and validating a profile.

use super::{
    Answer, Happened, Held, Problem, Profile, ProfileError, Project, Series,
    error::nearest,
    value::{parse_date, parse_scalar},
};
use jiff::civil::Date;
use polidex_corpus::{
    model::{ApplicantKind, Figure, FigureUnit, Level, Ownership, SizeClass, Standing},
    region::Region,
    vocabulary::{self, Vocabulary},
};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Keys of a profile beside the names of figures.
pub const KEYS: [&str; 17] = [
    "name",
    "region",
    "registered",
    "tax_place",
    "active_in",
    "sectors",
    "legal_form",
    "ownership",
    "size",
    "above_designated",
    "founded",
    "certificates",
    "events",
    "without",
    "projects",
    "standing",
    "answers",
];

/// The first and the last year that a figure can be of.
const YEARS: std::ops::RangeInclusive<i16> = 1949..=2199;

const LEGAL_FORMS: [(&str, ApplicantKind); 14] = [
    ("company", ApplicantKind::Enterprise),
    ("企业", ApplicantKind::Enterprise),
    ("公司", ApplicantKind::Enterprise),
    ("sole_trader", ApplicantKind::SoleTrader),
    ("个体工商户", ApplicantKind::SoleTrader),
    ("cooperative", ApplicantKind::Cooperative),
    ("合作社", ApplicantKind::Cooperative),
    ("association", ApplicantKind::Association),
    ("社会组织", ApplicantKind::Association),
    ("public_institution", ApplicantKind::PublicInstitution),
    ("事业单位", ApplicantKind::PublicInstitution),
    ("financial_institution", ApplicantKind::FinancialInstitution),
    ("金融机构", ApplicantKind::FinancialInstitution),
    ("operator", ApplicantKind::Operator),
];

const OWNERSHIPS: [(&str, Ownership); 9] = [
    ("private", Ownership::Private),
    ("民营", Ownership::Private),
    ("state_owned", Ownership::StateOwned),
    ("国有", Ownership::StateOwned),
    ("collective", Ownership::Collective),
    ("集体", Ownership::Collective),
    ("foreign_invested", Ownership::ForeignInvested),
    ("外商投资", Ownership::ForeignInvested),
    ("外资", Ownership::ForeignInvested),
];

const SIZES: [(&str, SizeClass); 8] = [
    ("micro", SizeClass::Micro),
    ("微型", SizeClass::Micro),
    ("small", SizeClass::Small),
    ("小型", SizeClass::Small),
    ("medium", SizeClass::Medium),
    ("中型", SizeClass::Medium),
    ("large", SizeClass::Large),
    ("大型", SizeClass::Large),
];

const LEVELS: [(&str, Level); 8] = [
    ("national", Level::National),
    ("国家级", Level::National),
    ("provincial", Level::Provincial),
    ("省级", Level::Provincial),
    ("municipal", Level::Municipal),
    ("市级", Level::Municipal),
    ("district", Level::District),
    ("区级", Level::District),
];

/// Validates a profile; names everything that is wrong with it.
pub(super) fn read(value: &Value) -> Result<Profile, ProfileError> {
    let mut reader = Reader { problems: Vec::new() };
    let profile = reader.profile(value);
    if reader.problems.is_empty() { Ok(profile) } else { Err(ProfileError::Invalid(reader.problems)) }
}

struct Reader {
    problems: Vec<Problem>,
}

impl Reader {
    fn profile(&mut self, value: &Value) -> Profile {
        let mut profile = Profile::default();
        let figures: Vec<&str> =
            Figure::ALL.iter().map(|figure| figure.name()).filter(|n| *n != "age").collect();
        let allowed: Vec<&str> = KEYS.into_iter().chain(figures).collect();
        let Some(table) = self.table("profile", value, None) else { return profile };
        // `region` speaks of both places, and each of them can be said more exactly.
        for (key, value) in table.iter().filter(|(key, _)| *key == "region").chain(table) {
            match key.as_str() {
                "name" => profile.name = self.text(key, value),
                "region" => {
                    profile.registered = self.region(key, value);
                    profile.tax_place.clone_from(&profile.registered);
                }
                "registered" => profile.registered = self.region(key, value).or(profile.registered),
                "tax_place" => profile.tax_place = self.region(key, value).or(profile.tax_place),
                "active_in" => profile.active_in = Some(self.list(key, value, Self::region)),
                "sectors" => {
                    let sector = |reader: &mut Self, path: &str, value: &Value| {
                        reader.term(path, value, vocabulary::sectors())
                    };
                    profile.sectors = Some(self.list(key, value, sector));
                }
                "legal_form" => profile.legal_form = self.choice(key, value, &LEGAL_FORMS),
                "ownership" => {
                    let choice = |reader: &mut Self, path: &str, value: &Value| {
                        reader.choice(path, value, &OWNERSHIPS)
                    };
                    profile.ownership = Some(self.list(key, value, choice));
                }
                "size" => profile.size = self.choice(key, value, &SIZES),
                "above_designated" => profile.above_designated = self.flag(key, value),
                "founded" => profile.founded = self.date(key, value),
                "certificates" => profile.certificates = Some(self.list(key, value, Self::certificate)),
                "events" => profile.events = self.list(key, value, Self::event),
                "without" => profile.without = self.list(key, value, Self::without),
                "projects" => profile.projects = self.list(key, value, Self::project),
                "standing" => profile.standing = self.standing(key, value),
                "answers" => profile.answers = self.list(key, value, Self::answer),
                _ => match Figure::ALL.into_iter().find(|figure| figure.name() == key && key != "age") {
                    Some(figure) => {
                        if let Some(series) = self.series(key, value, figure) {
                            profile.figures.insert(figure, series);
                        }
                    }
                    None => self.problems.push(Problem::unknown_key(key, key, &allowed)),
                },
            }
        }
        self.contradictions(&profile);
        profile
    }

    /// What cannot both be true.
    fn contradictions(&mut self, profile: &Profile) {
        let now =
            |figure: Figure| profile.figures.get(&figure).and_then(|series| series.latest(*YEARS.end()));
        if let (Some((research, _)), Some((all, _))) = (now(Figure::RdHeadcount), now(Figure::Headcount))
            && research > all
        {
            self.problems.push(Problem::new(
                "rd_headcount",
                format!("{research} researchers are more than the {all} of the whole staff"),
                format!("研发人员 {research} 人多于职工总数 {all} 人"),
            ));
        }
        for held in profile.certificates.iter().flatten() {
            if held.expires < held.date && held.expires.is_some() {
                self.problems.push(Problem::new(
                    &format!("certificates: {}", held.id),
                    "it expires before it was given",
                    "有效期早于取得日期",
                ));
            }
            if profile.without.contains(&held.id) {
                self.problems.push(Problem::new(
                    "without",
                    format!("`{}` is among the certificates too", held.id),
                    format!("“{}”同时列在 certificates 中", held.id),
                ));
            }
        }
    }

    fn table<'v>(
        &mut self,
        path: &str,
        value: &'v Value,
        keys: Option<&[&str]>,
    ) -> Option<&'v Map<String, Value>> {
        let Some(table) = value.as_object() else {
            self.problems.push(Problem::kind(path, value, "a table", "表"));
            return None;
        };
        if let Some(keys) = keys {
            for key in table.keys().filter(|key| !keys.contains(&key.as_str())) {
                self.problems.push(Problem::unknown_key(&format!("{path}.{key}"), key, keys));
            }
        }
        Some(table)
    }

    /// A list, or one entry alone.
    fn list<T>(
        &mut self,
        path: &str,
        value: &Value,
        read: impl Fn(&mut Self, &str, &Value) -> Option<T>,
    ) -> Vec<T> {
        match value {
            Value::Array(list) => {
                let entries = list.iter().enumerate();
                entries.filter_map(|(at, entry)| read(self, &format!("{path}[{at}]"), entry)).collect()
            }
            entry => read(self, path, entry).into_iter().collect(),
        }
    }

    fn text(&mut self, path: &str, value: &Value) -> Option<String> {
        match value.as_str() {
            Some(text) => Some(text.to_owned()),
            None => self.refuse(Problem::kind(path, value, "a text", "文本")),
        }
    }

    fn flag(&mut self, path: &str, value: &Value) -> Option<bool> {
        match value.as_bool() {
            Some(flag) => Some(flag),
            None => self.refuse(Problem::kind(path, value, "true or false", "true 或 false")),
        }
    }

    fn refuse<T>(&mut self, problem: Problem) -> Option<T> {
        self.problems.push(problem);
        None
    }

    fn date(&mut self, path: &str, value: &Value) -> Option<Date> {
        let date = value.as_str().and_then(parse_date);
        if date.is_none() {
            return self.refuse(Problem::kind(
                path,
                value,
                "a day such as 2025-03-01",
                "日期，如 2025-03-01",
            ));
        }
        date
    }

    fn region(&mut self, path: &str, value: &Value) -> Option<Region> {
        let text = self.text(path, value)?;
        match Region::parse(&text) {
            Some(region) => Some(region),
            None => self.refuse(Problem::new(
                path,
                format!("`{text}` is no place that is known; write 重庆市渝北区, `Yubei District, Chongqing`, 500112 or CN-500112"),
                format!("“{text}”不是已知的地区；可写 重庆市渝北区、500112 或 CN-500112"),
            )),
        }
    }

    fn choice<T: Copy>(&mut self, path: &str, value: &Value, choices: &[(&str, T)]) -> Option<T> {
        let text = self.text(path, value)?;
        let wanted = text.trim().to_lowercase().replace(['-', ' '], "_");
        if let Some((_, choice)) = choices.iter().find(|(name, _)| *name == wanted) {
            return Some(*choice);
        }
        let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
        self.refuse(Problem::not_one_of(path, &text, &names))
    }

    /// An id of a vocabulary, from an id or a name.
    fn term(&mut self, path: &str, value: &Value, list: &Vocabulary) -> Option<String> {
        let text = self.text(path, value)?;
        if let Some(term) = list.find(&text) {
            return Some(term.id.clone());
        }
        let near = nearest(&text, list.terms().iter().flat_map(polidex_corpus::vocabulary::Term::names));
        let mut names: Vec<&str> = list.terms().iter().map(|term| term.id.as_str()).collect();
        if let Some(near) = near {
            // The nearest name leads the list, so that it is seen where the list is cut.
            names.insert(0, near);
        }
        self.refuse(Problem::not_one_of(path, &text, &names))
    }

    fn series(&mut self, path: &str, value: &Value, figure: Figure) -> Option<Series> {
        let mut series = Series::default();
        let Some(table) = value.as_object() else {
            series.now = Some(self.amount(path, value, figure)?);
            return Some(series);
        };
        for (key, value) in table {
            let path = format!("{path}.{key}");
            match key.parse::<i16>().ok().filter(|year| YEARS.contains(year)) {
                Some(year) => {
                    if let Some(value) = self.amount(&path, value, figure) {
                        series.years.insert(year, value);
                    }
                }
                None => self.problems.push(Problem::new(
                    &path,
                    format!("`{key}` is not a year from {} to {}", YEARS.start(), YEARS.end()),
                    format!("“{key}”不是 {} 至 {} 之间的年份", YEARS.start(), YEARS.end()),
                )),
            }
        }
        Some(series)
    }

    fn amount(&mut self, path: &str, value: &Value, figure: Figure) -> Option<f64> {
        let scalar = match value {
            Value::Number(number) => number.as_f64().map(|value| (value, false)),
            Value::String(text) => parse_scalar(text).map(|scalar| (scalar.value, scalar.percent)),
            _ => None,
        };
        let unit = figure.unit();
        let (en, zh) = match unit {
            FigureUnit::Yuan => {
                ("a sum such as 26000000 or \"2600万元\"", "金额，如 26000000 或 \"2600万元\"")
            }
            FigureUnit::Fraction => ("a share such as 0.12 or \"12%\"", "比例，如 0.12 或 \"12%\""),
            _ => ("a number such as 86", "数字，如 86"),
        };
        let Some((amount, percent)) = scalar else { return self.refuse(Problem::kind(path, value, en, zh)) };
        let signed = matches!(figure, Figure::RevenueGrowth | Figure::Profit);
        let whole = matches!(unit, FigureUnit::Persons | FigureUnit::Count);
        let possible = amount.is_finite()
            && (signed || amount >= 0.0)
            && percent == (percent && unit == FigureUnit::Fraction)
            && (unit != FigureUnit::Fraction || signed || amount <= 1.0)
            && (!whole || amount.fract() == 0.0)
            && amount.abs() < 1e15;
        if possible {
            return Some(amount);
        }
        self.refuse(Problem::new(
            path,
            format!("{value} is impossible here; it must be {en}"),
            format!("{value} 不可能成立；应为{zh}"),
        ))
    }

    fn money(&mut self, path: &str, value: Option<&Value>) -> Option<f64> {
        value.and_then(|value| self.amount(path, value, Figure::ProjectInvestment))
    }

    fn certificate(&mut self, path: &str, value: &Value) -> Option<Held> {
        let list = vocabulary::certificates();
        if value.is_string() {
            let id = self.term(path, value, list)?;
            return Some(Held { id, date: None, expires: None, level: None, grade: None });
        }
        let table = self.table(path, value, Some(&["name", "date", "expires", "level", "grade"]))?;
        let id = self.named(path, table, list)?;
        let date = |reader: &mut Self, key: &str| {
            table.get(key).and_then(|value| reader.date(&format!("{path}.{key}"), value))
        };
        let grade = table.get("grade").and_then(|value| match value.as_u64() {
            Some(grade @ 1..=10) => Some(grade as u8),
            _ => self.refuse(Problem::kind(
                &format!("{path}.grade"),
                value,
                "a grade from 1 to 10",
                "1 至 10 的等级",
            )),
        });
        Some(Held {
            id,
            date: date(self, "date"),
            expires: date(self, "expires"),
            level: table.get("level").and_then(|value| self.choice(&format!("{path}.level"), value, &LEVELS)),
            grade,
        })
    }

    fn event(&mut self, path: &str, value: &Value) -> Option<Happened> {
        let list = vocabulary::events();
        if value.is_string() {
            return Some(Happened { id: self.term(path, value, list)?, date: None });
        }
        let table = self.table(path, value, Some(&["name", "date"]))?;
        let id = self.named(path, table, list)?;
        let date = table.get("date").and_then(|value| self.date(&format!("{path}.date"), value));
        Some(Happened { id, date })
    }

    fn named(&mut self, path: &str, table: &Map<String, Value>, list: &Vocabulary) -> Option<String> {
        match table.get("name") {
            Some(name) => self.term(&format!("{path}.name"), name, list),
            None => self.refuse(Problem::new(path, "`name` is missing", "缺少 name")),
        }
    }

    /// A certificate or an event.
    fn without(&mut self, path: &str, value: &Value) -> Option<String> {
        let text = self.text(path, value)?;
        if let Some(term) = vocabulary::events().find(&text) {
            return Some(term.id.clone());
        }
        self.term(path, value, vocabulary::certificates())
    }

    fn project(&mut self, path: &str, value: &Value) -> Option<Project> {
        let table =
            self.table(path, value, Some(&["name", "investment", "equipment", "place", "started"]))?;
        let at = |key: &str| format!("{path}.{key}");
        Some(Project {
            name: table.get("name").and_then(|value| self.text(&at("name"), value)),
            investment: self.money(&at("investment"), table.get("investment")),
            equipment: self.money(&at("equipment"), table.get("equipment")),
            place: table.get("place").and_then(|value| self.region(&at("place"), value)),
            started: table.get("started").and_then(|value| self.date(&at("started"), value)),
        })
    }

    fn standing(&mut self, path: &str, value: &Value) -> BTreeMap<Standing, bool> {
        let names: Vec<&str> = Standing::ALL.iter().map(|standing| standing.name()).collect();
        let Some(table) = self.table(path, value, Some(&names)) else { return BTreeMap::new() };
        let known = |name: &str| Standing::ALL.into_iter().find(|standing| standing.name() == name);
        table
            .iter()
            .filter_map(|(key, value)| Some((known(key)?, self.flag(&format!("{path}.{key}"), value)?)))
            .collect()
    }

    fn answer(&mut self, path: &str, value: &Value) -> Option<Answer> {
        let table = self.table(path, value, Some(&["about", "holds", "value", "date"]))?;
        let Some(about) = table.get("about") else {
            return self.refuse(Problem::new(path, "`about` is missing", "缺少 about"));
        };
        Some(Answer {
            about: self.text(&format!("{path}.about"), about)?,
            holds: table.get("holds").and_then(|value| self.flag(&format!("{path}.holds"), value)),
            value: self.money(&format!("{path}.value"), table.get("value")),
            date: table.get("date").and_then(|value| self.date(&format!("{path}.date"), value)),
        })
    }
}
