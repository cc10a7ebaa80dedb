//! A company's profile: what it knows of itself, as far as it wants to say.
//!
//! A profile is a TOML or JSON object, documented by [`EXAMPLE`]. Everything may be missing; what is
//! missing is unknown, and what is unknown is asked rather than assumed. It is validated as a whole:
//! every unknown key and every impossible value is named, with what is allowed.

mod change;
mod error;
mod read;
mod value;

pub use change::{Change, apply, write_toml};
pub use error::{Problem, ProfileError};
pub use read::KEYS;
pub use value::{Scalar, parse_scalar};

use jiff::civil::Date;
use polidex_corpus::{
    model::{ApplicantKind, Figure, Level, Ownership, SizeClass, Standing},
    region::Region,
};
use std::collections::BTreeMap;

/// A documented profile, to begin with.
pub const EXAMPLE: &str = include_str!("example.toml");

/// What is known of a company. `None` is always "not known".
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Profile {
    /// Its name.
    pub name: Option<String>,
    /// Where it is registered.
    pub registered: Option<Region>,
    /// Where it pays taxes.
    pub tax_place: Option<Region>,
    /// Where else it works: sites, plants, projects. With a list, there are no others.
    pub active_in: Option<Vec<Region>>,
    /// Ids of the sectors that it works in. With a list, there are no others, but those that lie across.
    pub sectors: Option<Vec<String>>,
    /// What sort of body it is.
    pub legal_form: Option<ApplicantKind>,
    /// Who owns it.
    pub ownership: Option<Vec<Ownership>>,
    /// Its class of size.
    pub size: Option<SizeClass>,
    /// Whether it is above the threshold of the statistical bureau (规上).
    pub above_designated: Option<bool>,
    /// When it was founded.
    pub founded: Option<Date>,
    /// Its figures.
    pub figures: BTreeMap<Figure, Series>,
    /// Certificates that it holds. With a list, it holds no others.
    pub certificates: Option<Vec<Held>>,
    /// What happened to it. Other things may have happened too.
    pub events: Vec<Happened>,
    /// Ids of certificates and events that it says it has not.
    pub without: Vec<String>,
    /// Its projects.
    pub projects: Vec<Project>,
    /// Its conduct.
    pub standing: BTreeMap<Standing, bool>,
    /// Answers to questions about single conditions.
    pub answers: Vec<Answer>,
}

/// A figure: one value, or one a year.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Series {
    /// A value without a year.
    pub now: Option<f64>,
    /// Values by year.
    pub years: BTreeMap<i16, f64>,
}

impl Series {
    /// The latest value and its year, if it has one. Years behind `last` do not count.
    pub fn latest(&self, last: i16) -> Option<(f64, Option<i16>)> {
        let year = self.years.range(..=last).next_back();
        year.map(|(&year, &value)| (value, Some(year))).or_else(|| self.now.map(|value| (value, None)))
    }
}

/// A certificate that is held.
#[derive(Debug, Clone, PartialEq)]
pub struct Held {
    /// Its id in the vocabulary.
    pub id: String,
    /// When it was given.
    pub date: Option<Date>,
    /// The last day of its validity.
    pub expires: Option<Date>,
    /// The level of government that gave it.
    pub level: Option<Level>,
    /// Its grade.
    pub grade: Option<u8>,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq)]
pub struct Happened {
    /// Its id in the vocabulary.
    pub id: String,
    /// When.
    pub date: Option<Date>,
}

/// A project.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Project {
    /// Its name.
    pub name: Option<String>,
    /// Total investment, yuan.
    pub investment: Option<f64>,
    /// Equipment bought, yuan.
    pub equipment: Option<f64>,
    /// Where it is.
    pub place: Option<Region>,
    /// When it began.
    pub started: Option<Date>,
}

/// What the company says about one condition or base, in its own responsibility.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The condition's words, or the name of a fact.
    pub about: String,
    /// Whether it holds.
    pub holds: Option<bool>,
    /// A sum in yuan.
    pub value: Option<f64>,
    /// A day.
    pub date: Option<Date>,
}

impl Profile {
    /// Reads a profile in TOML, or in JSON when the text begins with `{`.
    pub fn parse(text: &str) -> Result<Self, ProfileError> {
        Self::from_value(&Self::raw(text)?)
    }

    /// The text as a value, before it is validated.
    pub fn raw(text: &str) -> Result<serde_json::Value, ProfileError> {
        value::raw(text)
    }

    /// Validates a profile.
    pub fn from_value(value: &serde_json::Value) -> Result<Self, ProfileError> {
        read::read(value)
    }

    /// What cannot be true on a day: foundations and events that lie ahead.
    pub fn check_on(&self, day: Date) -> Result<(), ProfileError> {
        let founded = self.founded.map(|date| ("founded".to_owned(), date));
        let held = self.certificates.iter().flatten();
        let dated = held.filter_map(|held| Some((format!("certificates: {}", held.id), held.date?))).chain(
            self.events.iter().filter_map(|event| Some((format!("events: {}", event.id), event.date?))),
        );
        let ahead = founded.into_iter().chain(dated).filter(|(_, date)| *date > day);
        let problems: Vec<Problem> = ahead.map(|(path, date)| Problem::ahead(&path, date, day)).collect();
        if problems.is_empty() { Ok(()) } else { Err(ProfileError::Invalid(problems)) }
    }

    /// The latest value of a figure on a day, its year if it has one; figures that follow from others are
    /// computed.
    pub fn figure(&self, figure: Figure, day: Date) -> Option<(f64, Option<i16>)> {
        let given = self.figures.get(&figure).and_then(|series| series.latest(day.year()));
        given.or_else(|| self.derived(figure, day))
    }

    /// The values of a figure by year, computed ones included.
    pub fn by_year(&self, figure: Figure, year: i16) -> Option<f64> {
        let of = |figure: Figure, year: i16| self.figures.get(&figure)?.years.get(&year).copied();
        of(figure, year).or_else(|| match figure {
            Figure::RdRatio => ratio(of(Figure::RdSpend, year)?, of(Figure::Revenue, year)?),
            Figure::RevenueGrowth => {
                let before = of(Figure::Revenue, year - 1)?;
                ratio(of(Figure::Revenue, year)? - before, before)
            }
            _ => None,
        })
    }

    fn derived(&self, figure: Figure, day: Date) -> Option<(f64, Option<i16>)> {
        let now = |figure: Figure| self.figures.get(&figure)?.now;
        let last_year = |figure: Figure| self.figures.get(&figure)?.years.range(..=day.year()).next_back();
        match figure {
            Figure::Age => Some((years_between(self.founded?, day), None)),
            Figure::RdRatio => match last_year(Figure::RdSpend) {
                Some((&year, _)) => self.by_year(Figure::RdRatio, year).map(|value| (value, Some(year))),
                None => ratio(now(Figure::RdSpend)?, now(Figure::Revenue)?).map(|value| (value, None)),
            },
            Figure::RevenueGrowth => {
                let (&year, _) = last_year(Figure::Revenue)?;
                self.by_year(Figure::RevenueGrowth, year).map(|value| (value, Some(year)))
            }
            Figure::RdHeadcountRatio => {
                let of = |figure| self.figure(figure, day).map(|(value, _)| value);
                ratio(of(Figure::RdHeadcount)?, of(Figure::Headcount)?).map(|value| (value, None))
            }
            Figure::ProjectInvestment => largest(self.projects.iter().map(|project| project.investment)),
            Figure::EquipmentInvestment => largest(self.projects.iter().map(|project| project.equipment)),
            _ => None,
        }
    }

    /// The answer about a condition or a fact.
    pub fn answer(&self, about: &str) -> Option<&Answer> {
        let wanted = about_key(about);
        self.answers.iter().rev().find(|answer| about_key(&answer.about) == wanted)
    }
}

/// Conditions are compared without white space, so that a wrapped line is the same condition.
fn about_key(about: &str) -> String {
    about.chars().filter(|c| !c.is_whitespace()).collect()
}

fn largest(values: impl Iterator<Item = Option<f64>>) -> Option<(f64, Option<i16>)> {
    values.flatten().max_by(f64::total_cmp).map(|value| (value, None))
}

fn ratio(part: f64, whole: f64) -> Option<f64> {
    (whole > 0.0).then(|| part / whole)
}

/// Whole years and the share of the one that is running.
fn years_between(from: Date, to: Date) -> f64 {
    let years = f64::from(to.year() - from.year());
    let day = |date: Date| f64::from(date.month()) + f64::from(date.day()) / 32.0;
    years + (day(to) - day(from)) / 12.0
}

#[cfg(test)]
mod tests;
