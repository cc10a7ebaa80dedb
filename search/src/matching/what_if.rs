//! What would be, if the company were otherwise.

use super::{
    amount::Sum,
    catalogue::Catalogue,
    check::Gap,
    profile::{Change, Profile, ProfileError, apply, parse_scalar},
    report::{Match, Report},
    verdict::{Verdict, gaps, matching},
};
use jiff::civil::Date;
use polidex_corpus::{
    locale::{Locale, Localized},
    model::{Figure, FigureUnit},
    region::Region,
    vocabulary,
};
use serde::Serialize;
use serde_json::json;
use std::borrow::Cow;

/// One supposition: `revenue +20%`, `certified 高新技术企业`, `registered 渝北区`, `above designated size`.
#[derive(Debug, Clone, PartialEq)]
pub enum Supposition {
    /// A figure is this much.
    Is(Figure, f64),
    /// A figure is more, or less, by this much.
    By(Figure, f64),
    /// A figure is more, or less, by this share.
    ByShare(Figure, f64),
    /// A certificate is held, given on the day.
    Certified(String),
    /// Something has happened, on the day.
    Happened(String),
    /// It is registered and pays taxes at a place.
    Registered(String),
}

/// Why a supposition cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SuppositionError {
    /// Its form is unknown.
    #[error(
        "`{0}` is not understood; write `revenue +20%`, `headcount = 120`, `certified NAME`, `event NAME` or `registered PLACE`"
    )]
    Form(String),
    /// It names what is not known.
    #[error("`{name}` is not known; `polidex match --names` lists the names")]
    Name {
        /// The name.
        name: String,
    },
    /// It changes a figure that the profile does not have.
    #[error("the profile has no `{0}` that could change; say `{0} = …`")]
    NoFigure(&'static str),
    /// What comes of it is impossible.
    #[error("{0}")]
    Impossible(ProfileError),
}

impl Localized for SuppositionError {
    fn localized(&self, locale: Locale) -> Cow<'_, str> {
        match (locale, self) {
            (Locale::En, _) => self.to_string().into(),
            (Locale::Zh, Self::Form(text)) => format!(
                "“{text}”无法理解；可写 `营收 +20%`、`headcount = 120`、`认定 名称`、`事项 名称` 或 `注册 地区`"
            )
            .into(),
            (Locale::Zh, Self::Name { name }) => {
                format!("“{name}”无法识别；`polidex match --names` 列出可用名称").into()
            }
            (Locale::Zh, Self::NoFigure(name)) => {
                format!("画像中没有可以变动的 `{name}`；请写 `{name} = …`").into()
            }
            (Locale::Zh, Self::Impossible(error)) => error.localized(locale).into_owned().into(),
        }
    }
}

/// Chinese names of figures, as people type them.
const FIGURES: [(&str, Figure); 22] = [
    ("营业收入", Figure::Revenue),
    ("营收", Figure::Revenue),
    ("收入", Figure::Revenue),
    ("软件业务收入", Figure::SoftwareRevenue),
    ("软件收入", Figure::SoftwareRevenue),
    ("收入增长率", Figure::RevenueGrowth),
    ("产值", Figure::OutputValue),
    ("研发投入", Figure::RdSpend),
    ("研发费用", Figure::RdSpend),
    ("研发占比", Figure::RdRatio),
    ("研发投入占比", Figure::RdRatio),
    ("人数", Figure::Headcount),
    ("员工", Figure::Headcount),
    ("职工人数", Figure::Headcount),
    ("研发人员", Figure::RdHeadcount),
    ("项目投资", Figure::ProjectInvestment),
    ("设备投资", Figure::EquipmentInvestment),
    ("注册资本", Figure::RegisteredCapital),
    ("纳税", Figure::TaxPaid),
    ("利润", Figure::Profit),
    ("出口", Figure::Exports),
    ("专利", Figure::Patents),
];

impl Supposition {
    /// Reads one, in English or Chinese.
    pub fn parse(text: &str) -> Result<Self, SuppositionError> {
        let text = text.trim();
        let form = || SuppositionError::Form(text.to_owned());
        let named = |cues: &[&str]| {
            cues.iter().find_map(|cue| {
                let head = text.get(..cue.len())?;
                let rest = text[cue.len()..].trim_start_matches([' ', ':', '：', '为']).trim();
                (head.eq_ignore_ascii_case(cue) && !rest.is_empty()).then_some(rest)
            })
        };
        if let Some(name) = named(&["certified as", "certified", "获得认定", "获得", "认定为", "认定"])
        {
            let term = vocabulary::certificates().find(name);
            return term.map(|term| Self::Certified(term.id.clone())).ok_or_else(|| unknown(name));
        }
        if let Some(name) = named(&["event", "happened", "事项", "发生"]) {
            let term = vocabulary::events().find(name);
            return term.map(|term| Self::Happened(term.id.clone())).ok_or_else(|| unknown(name));
        }
        if let Some(name) = named(&["registered in", "registered", "region", "迁至", "注册地", "注册"])
        {
            return match Region::parse(name) {
                Some(_) => Ok(Self::Registered(name.to_owned())),
                None => Err(unknown(name)),
            };
        }
        let at = text.find(['+', '-', '=', '＋', '＝', '−']).ok_or_else(form)?;
        let (name, rest) = text.split_at(at);
        let figure = figure(name.trim()).ok_or_else(|| unknown(name.trim()))?;
        let sign = rest.chars().next().unwrap_or('=');
        let scalar = parse_scalar(rest[sign.len_utf8()..].trim()).ok_or_else(form)?;
        let share = scalar.percent && figure.unit() != FigureUnit::Fraction;
        let factor = if matches!(sign, '-' | '−') { -1.0 } else { 1.0 };
        Ok(match sign {
            '=' | '＝' => Self::Is(figure, scalar.value),
            _ if share => Self::ByShare(figure, factor * scalar.value),
            _ => Self::By(figure, factor * scalar.value),
        })
    }

    /// The changes to a profile that it means.
    fn changes(&self, profile: &Profile, day: Date) -> Result<Vec<Change>, SuppositionError> {
        let (figure, by): (Figure, Box<dyn Fn(f64) -> f64>) = match self {
            Self::Certified(id) => {
                let entry = json!({"name": id, "date": day.to_string()});
                return Ok(vec![Change::Push("certificates".into(), entry)]);
            }
            Self::Happened(id) => {
                let entry = json!({"name": id, "date": day.to_string()});
                return Ok(vec![Change::Push("events".into(), entry)]);
            }
            Self::Registered(place) => {
                return Ok(vec![
                    Change::set("registered", place.as_str()),
                    Change::set("tax_place", place.as_str()),
                ]);
            }
            Self::Is(figure, value) => {
                let value = *value;
                (*figure, Box::new(move |_| value))
            }
            Self::By(figure, more) => {
                let more = *more;
                (*figure, Box::new(move |value| value + more))
            }
            Self::ByShare(figure, share) => {
                let share = *share;
                (*figure, Box::new(move |value: f64| (value * (1.0 + share) * 100.0).round() / 100.0))
            }
        };
        let now = profile.figure(figure, day);
        if now.is_none() && !matches!(self, Self::Is(..)) {
            return Err(SuppositionError::NoFigure(figure.name()));
        }
        let (value, year) = now.unwrap_or((0.0, None));
        let value = json!(by(value));
        Ok(vec![match year {
            Some(year) => Change::Set(vec![figure.name().into(), year.to_string()], value),
            None => Change::set(figure.name(), value),
        }])
    }
}

fn unknown(name: &str) -> SuppositionError {
    SuppositionError::Name { name: name.to_owned() }
}

fn figure(name: &str) -> Option<Figure> {
    let wanted = name.to_lowercase().replace(['-', ' '], "_");
    let english = Figure::ALL.into_iter().find(|figure| figure.name() == wanted && *figure != Figure::Age);
    english.or_else(|| FIGURES.iter().find(|(zh, _)| *zh == name).map(|(_, figure)| *figure))
}

/// What changes for one measure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Effect {
    /// The measure.
    #[serde(rename = "ref")]
    pub reference: String,
    /// Its sentence.
    pub sentence: String,
    /// The verdict as things are.
    pub before: Verdict,
    /// The verdict as supposed.
    pub after: Verdict,
    /// What it gives as things are.
    pub sum_before: Option<Sum>,
    /// What it gives as supposed.
    pub sum_after: Option<Sum>,
    /// What is still missing, where all of it can be had.
    pub missing: Vec<Gap>,
}

/// The report as supposed, and what changes. Fails when the profile, so changed, is impossible.
pub fn what_if(
    catalogue: &Catalogue,
    raw: &serde_json::Value,
    before: &Report,
    suppositions: &[Supposition],
    day: Date,
) -> Result<(Report, Vec<Effect>), SuppositionError> {
    let mut raw = raw.clone();
    for supposition in suppositions {
        let profile = Profile::from_value(&raw).map_err(SuppositionError::Impossible)?;
        for change in supposition.changes(&profile, day)? {
            apply(&mut raw, &change);
        }
    }
    let profile = Profile::from_value(&raw).map_err(SuppositionError::Impossible)?;
    let after = matching(catalogue, &profile, day);
    let effects = effects(before, &after);
    Ok((after, effects))
}

/// Measures whose verdict or amount differs, better ones first.
fn effects(before: &Report, after: &Report) -> Vec<Effect> {
    let key = |found: &Match| (found.reference.clone(), found.sentence.span.start, found.kind);
    let known: std::collections::HashMap<_, &Match> =
        before.matches.iter().map(|found| (key(found), found)).collect();
    let mut effects: Vec<Effect> = after
        .matches
        .iter()
        .filter_map(|found| {
            let was = known.get(&key(found))?;
            let same = was.verdict == found.verdict && was.amount.sum == found.amount.sum;
            let over = matches!(found.verdict, Verdict::Expired);
            (!same && !over).then(|| Effect {
                reference: found.reference.clone(),
                sentence: found.sentence.text.clone(),
                before: was.verdict,
                after: found.verdict,
                sum_before: was.amount.sum,
                sum_after: found.amount.sum,
                missing: gaps(found).unwrap_or_default().into_iter().cloned().collect(),
            })
        })
        .collect();
    effects.sort_by_key(|effect| (effect.after, effect.before));
    effects
}
