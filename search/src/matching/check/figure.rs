//! Figures.

use super::{Case, Gap, Have, Outcome, Truth};
use crate::matching::fact::Fact;
use polidex_corpus::model::{Figure, Range};

impl Case<'_> {
    pub(super) fn figure(&self, figure: Figure, range: &Range, years: u8, first: bool) -> Outcome {
        if figure == Figure::ProjectInvestment || figure == Figure::EquipmentInvestment {
            return self.project_figure(figure, range);
        }
        let Some((value, year)) = self.profile.figure(figure, self.day) else {
            return Outcome::unknown(self.missing(figure));
        };
        let now = judged(figure, value, year, range);
        match now.truth {
            Truth::Met if years > 1 => self.consecutive(figure, range, years, year, now),
            Truth::Met if first => self.first_reached(figure, range, year, now),
            _ => now,
        }
    }

    /// What has to be asked to know a figure.
    fn missing(&self, figure: Figure) -> Fact {
        match figure {
            Figure::Age => Fact::Founded,
            Figure::RevenueGrowth => match self.profile.figure(Figure::Revenue, self.day) {
                Some((_, Some(year))) => Fact::Figure(Figure::Revenue, Some(year - 1)),
                _ => Fact::Figure(figure, None),
            },
            Figure::RdRatio => match self.profile.figure(Figure::Revenue, self.day) {
                Some((_, year)) => Fact::Figure(Figure::RdSpend, year),
                None => Fact::Figure(figure, None),
            },
            // The year that has ended is the one that texts mean by 上年度.
            Figure::Revenue | Figure::SoftwareRevenue | Figure::RdSpend => {
                Fact::Figure(figure, Some(self.day.year() - 1))
            }
            _ => Fact::Figure(figure, None),
        }
    }

    fn consecutive(
        &self,
        figure: Figure,
        range: &Range,
        years: u8,
        year: Option<i16>,
        now: Outcome,
    ) -> Outcome {
        let Some(last) = year else { return Outcome::unknown(self.missing(figure)) };
        for before in 1..i16::from(years) {
            let asked = match figure {
                Figure::RdRatio => Figure::RdSpend,
                Figure::RevenueGrowth => Figure::Revenue,
                figure => figure,
            };
            match self.profile.by_year(figure, last - before) {
                None => return Outcome::unknown(Fact::Figure(asked, Some(last - before))),
                Some(value) if !range.holds(value) => {
                    return judged(figure, value, Some(last - before), range);
                }
                Some(_) => {}
            }
        }
        now
    }

    /// Whether the latest year is the first that reaches the range: every year since the foundation must be
    /// known, since one that is not may have reached it.
    fn first_reached(&self, figure: Figure, range: &Range, year: Option<i16>, now: Outcome) -> Outcome {
        let Some(last) = year else {
            return Outcome::unknown(Fact::Figure(figure, Some(self.day.year() - 1)));
        };
        let series = self.profile.figures.get(&figure);
        let earlier = series.into_iter().flat_map(|series| series.years.range(..last));
        if earlier.clone().any(|(_, &value)| range.reaches(value)) {
            return Outcome::known(false, now.have);
        }
        let Some(founded) = self.profile.founded else { return Outcome::unknown(Fact::Founded) };
        let known: Vec<i16> = earlier.map(|(&year, _)| year).collect();
        match (founded.year()..last).rev().find(|year| !known.contains(year)) {
            Some(year) => Outcome::unknown(Fact::Figure(figure, Some(year))).with_have(now.have),
            None => now,
        }
    }

    /// Any one project is enough.
    fn project_figure(&self, figure: Figure, range: &Range) -> Outcome {
        let of_projects = self.profile.projects.iter().filter_map(|project| match figure {
            Figure::EquipmentInvestment => project.equipment,
            _ => project.investment,
        });
        let given = self.profile.figure(figure, self.day).map(|(value, _)| value);
        let values: Vec<f64> = of_projects.chain(given).collect();
        let fits = values.iter().copied().find(|value| range.holds(*value));
        match fits.or_else(|| values.iter().copied().max_by(f64::total_cmp)) {
            Some(value) => judged(figure, value, None, range),
            None => Outcome::unknown(Fact::Figure(figure, None)),
        }
    }
}

/// A value against a range, with what is missing.
fn judged(figure: Figure, value: f64, year: Option<i16>, range: &Range) -> Outcome {
    let needed = match range.min {
        Some(min) if !range.reaches(value) => Some(min),
        _ => range.max,
    };
    let outcome = Outcome::known(range.holds(value), Have::Figure { figure, value, year });
    match needed {
        Some(needed) => outcome.with_gap(Gap::Figure { figure, needed, missing: needed - value }),
        None => outcome,
    }
}
