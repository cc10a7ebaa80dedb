//! One requirement against one profile.

mod certificate;
mod figure;
mod place;

use super::{fact::Fact, profile::Profile};
use jiff::civil::Date;
use polidex_corpus::{
    model::{ApplicantKind, Days, Figure, Level, SizeClass, Standing, Test},
    region::Region,
    vocabulary,
};
use serde::Serialize;

/// Whether something holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Truth {
    /// It does.
    Met,
    /// It does not.
    Failed,
    /// It cannot be said from what is known.
    Unknown,
}

/// What the profile says.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Have {
    /// A place.
    Place {
        /// The place.
        region: Region,
    },
    /// A figure, of a year where it has one.
    Figure {
        /// Which.
        figure: Figure,
        /// In its unit.
        value: f64,
        /// Of the year.
        year: Option<i16>,
    },
    /// A certificate that is held.
    Certificate {
        /// Its id.
        id: String,
        /// When it was given.
        date: Option<Date>,
    },
    /// Something that happened.
    Event {
        /// Its id.
        id: String,
        /// When.
        date: Option<Date>,
    },
    /// Sectors, by id.
    Sectors {
        /// The profile's list.
        ids: Vec<String>,
    },
    /// A class of size.
    Size {
        /// Which.
        size: SizeClass,
    },
    /// A day of foundation.
    Founded {
        /// The day.
        date: Date,
    },
    /// The company's own statement.
    Stated {
        /// Yes or no.
        holds: bool,
    },
}

/// What is missing for a requirement that fails.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Gap {
    /// So much more, or less where it is negative, in the figure's unit.
    Figure {
        /// Which.
        figure: Figure,
        /// What is needed.
        needed: f64,
        /// The difference to what is there.
        missing: f64,
    },
    /// One of these certificates, by id.
    Certificate {
        /// The ids.
        any_of: Vec<String>,
    },
    /// One of these events, by id.
    Event {
        /// The ids.
        any_of: Vec<String>,
    },
    /// To be above designated size.
    AboveDesignated,
}

/// What came of checking one requirement.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Outcome {
    /// Whether it holds.
    pub truth: Truth,
    /// What the profile says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub have: Option<Have>,
    /// What is missing, where it fails for want of something that can be had.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gap: Option<Gap>,
    /// What would have to be known, where it is unknown.
    #[serde(skip)]
    pub needs: Option<Fact>,
    /// Whether it is usual to leave it to a declaration or to the authority, so that a measure with nothing
    /// else unknown is likely.
    #[serde(skip)]
    pub soft: bool,
}

impl Outcome {
    pub(super) fn known(holds: bool, have: impl Into<Option<Have>>) -> Self {
        let truth = if holds { Truth::Met } else { Truth::Failed };
        Self { truth, have: have.into(), gap: None, needs: None, soft: false }
    }

    pub(super) fn unknown(fact: impl Into<Option<Fact>>) -> Self {
        Self { truth: Truth::Unknown, have: None, gap: None, needs: fact.into(), soft: false }
    }

    fn with_gap(mut self, gap: Gap) -> Self {
        if self.truth == Truth::Failed {
            self.gap = Some(gap);
        }
        self
    }

    fn with_have(mut self, have: impl Into<Option<Have>>) -> Self {
        self.have = have.into();
        self
    }

    fn softly(mut self) -> Self {
        self.soft = true;
        self
    }

    /// The same for the opposite requirement.
    pub(super) fn negated(mut self) -> Self {
        self.truth = match self.truth {
            Truth::Met => Truth::Failed,
            Truth::Failed => Truth::Met,
            Truth::Unknown => Truth::Unknown,
        };
        self.gap = None;
        self
    }
}

/// What a requirement is checked against.
#[derive(Clone, Copy)]
pub(super) struct Case<'a> {
    /// The company.
    pub profile: &'a Profile,
    /// The day.
    pub day: Date,
    /// The region that the document is made for.
    pub region: Option<&'a Region>,
    /// From when on the document supports: what happened before is not new.
    pub begins: Option<Date>,
}

impl Case<'_> {
    /// Checks a test.
    pub fn check(&self, test: &Test) -> Outcome {
        match test {
            Test::Place { role, place } => self.place(*role, place),
            Test::Sector { any_of } => self.sector(any_of),
            Test::Size { any_of } => self.size(any_of),
            Test::Figure { figure, range, years, first } => self.figure(*figure, range, *years, *first),
            Test::Certificate { any_of, levels, grades, new, days } => {
                self.certificate(any_of, levels, grades, *new, days)
            }
            Test::Event { any_of, days } => self.event(any_of, days),
            Test::Founded { days } => self.founded(days),
            Test::Ownership { any_of } => match &self.profile.ownership {
                Some(have) => Outcome::known(have.iter().any(|one| any_of.contains(one)), None),
                None => Outcome::unknown(Fact::Ownership),
            },
            Test::Applicant { any_of } => self.applicant(any_of),
            Test::Standing { standing } => self.standing(*standing),
            Test::Procedure => Outcome::unknown(None).softly(),
            Test::Any { tests } => self.any(tests),
        }
    }

    fn any(&self, tests: &[Test]) -> Outcome {
        let outcomes: Vec<Outcome> = tests.iter().map(|test| self.check(test)).collect();
        let first = |truth| outcomes.iter().find(|outcome| outcome.truth == truth).cloned();
        let found = first(Truth::Met).or_else(|| first(Truth::Unknown)).or_else(|| first(Truth::Failed));
        found.unwrap_or_else(|| Outcome::unknown(None))
    }

    fn sector(&self, any_of: &[String]) -> Outcome {
        let list = vocabulary::sectors();
        let stated =
            any_of.iter().filter_map(|id| self.profile.answer(&Fact::Sector(id.clone()).key())?.holds);
        let (yes, no): (Vec<bool>, Vec<bool>) = stated.partition(|holds| *holds);
        let Some(have) = &self.profile.sectors else {
            return match any_of.first() {
                _ if !yes.is_empty() => Outcome::known(true, Have::Stated { holds: true }),
                _ if no.len() == any_of.len() => Outcome::known(false, Have::Stated { holds: false }),
                first => Outcome::unknown(first.map(|id| Fact::Sector(id.clone()))),
            };
        };
        let shown = Have::Sectors { ids: have.clone() };
        if !yes.is_empty() || have.iter().any(|mine| any_of.iter().any(|asked| list.lies_in(mine, asked))) {
            return Outcome::known(true, shown);
        }
        // A company of a wider sector, or any company for one that lies across, may be in it.
        let asked = any_of.iter().filter(|id| {
            self.profile
                .answer(&Fact::Sector((*id).clone()).key())
                .is_none_or(|answer| answer.holds.is_none())
        });
        let open = asked.clone().find(|asked| {
            have.iter().any(|mine| list.lies_in(asked, mine))
                || list.term(asked).is_none_or(|term| term.across)
        });
        match open {
            Some(id) => Outcome::unknown(Fact::Sector(id.clone())).with_have(shown),
            None => Outcome::known(false, shown),
        }
    }

    fn size(&self, any_of: &[SizeClass]) -> Outcome {
        if any_of.contains(&SizeClass::AboveDesignated) {
            let known = self.profile.above_designated.or_else(|| {
                self.profile.events.iter().any(|event| event.id == "above_designated_first").then_some(true)
            });
            return match known {
                Some(above) => {
                    Outcome::known(above, Have::Stated { holds: above }).with_gap(Gap::AboveDesignated)
                }
                None => Outcome::unknown(Fact::AboveDesignated),
            };
        }
        match self.profile.size {
            Some(size) => Outcome::known(any_of.contains(&size), Have::Size { size }),
            None => Outcome::unknown(Fact::Size),
        }
    }

    fn founded(&self, days: &Days) -> Outcome {
        match self.profile.founded {
            Some(date) => Outcome::known(days.holds(date), Have::Founded { date }),
            None => Outcome::unknown(Fact::Founded),
        }
    }

    fn applicant(&self, any_of: &[ApplicantKind]) -> Outcome {
        let Some(form) = self.profile.legal_form else {
            // Everything that has a profile of this sort runs a business, if nothing else is said.
            let only_others = !any_of.contains(&ApplicantKind::Enterprise);
            let persons =
                any_of.iter().all(|kind| matches!(kind, ApplicantKind::Person | ApplicantKind::Government));
            return match () {
                () if persons => Outcome::known(false, None),
                () if only_others => Outcome::unknown(Fact::LegalForm),
                () => Outcome::known(true, None),
            };
        };
        let market =
            [ApplicantKind::SoleTrader, ApplicantKind::Cooperative, ApplicantKind::FinancialInstitution];
        let counts = any_of.contains(&form)
            || any_of.contains(&ApplicantKind::Enterprise)
                && (form == ApplicantKind::FinancialInstitution || form == ApplicantKind::Operator);
        // Whether a sole trader or a cooperative counts as an enterprise, the document decides.
        if !counts && any_of.contains(&ApplicantKind::Enterprise) && market.contains(&form) {
            return Outcome::unknown(None);
        }
        Outcome::known(counts, None)
    }

    fn standing(&self, standing: Standing) -> Outcome {
        let company = self.profile.legal_form.is_some_and(|form| form == ApplicantKind::Enterprise);
        match self.profile.standing.get(&standing) {
            Some(&holds) => Outcome::known(holds, Have::Stated { holds }),
            // A company is a legal person by definition.
            None if standing == Standing::LegalPerson && company => Outcome::known(true, None),
            None => Outcome::unknown(Fact::Standing(standing)).softly(),
        }
    }

    /// Whether something of a day is new under the document: not before it began, and not so long ago that
    /// its round is over. `None` when that cannot be said.
    fn is_new(&self, date: Date) -> Option<bool> {
        match self.begins {
            Some(begins) if date < begins => Some(false),
            Some(_) if date.year() + 1 >= self.day.year() => Some(true),
            _ => None,
        }
    }

    /// The region of a level around the document's.
    fn own_region(&self, level: Option<Level>) -> Option<Region> {
        let region = self.region?;
        match level {
            Some(level) => region.around(level),
            None => Some(region.clone()),
        }
    }
}
