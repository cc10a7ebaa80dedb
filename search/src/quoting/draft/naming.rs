//! Titles and numbers: whether what a draft names exists.

use super::{
    attribution::Reading,
    checker::{Checker, Said, finding, whole},
    mentions::{Mention, Naming},
    names::Found,
    report::{ClaimKind, Finding, Outcome},
};
use crate::{quoting::verify::Options, searcher::SearchError};
use jiff::civil::Date;
use polidex_corpus::{
    model::{CharIndex, PolicyId},
    number::DocumentNumber,
};

impl Checker<'_> {
    /// Judges a title or a number. English titles are found because they exist.
    pub(super) fn naming(
        &self,
        reading: &Reading<'_>,
        mention: &Mention,
        as_of: Date,
        index: &CharIndex<'_>,
    ) -> Result<Option<Finding>, SearchError> {
        let (kind, said) = match &mention.naming {
            Naming::Title(found) => (ClaimKind::Title, self.title(found)),
            Naming::Alias | Naming::English => (ClaimKind::Title, self.known(&mention.policies, "found")),
            Naming::Number(number) => (ClaimKind::Number, self.number(reading, mention, number, as_of)?),
        };
        let reference = mention.policies.first().map(whole);
        Ok(Some(finding(kind, reading.draft, index, mention.range.clone(), said, reference)))
    }

    fn title(&self, found: &Found) -> Said {
        match found {
            Found::Policies(policies) => self.known(policies, "found"),
            Found::Misnamed { title, .. } => Said::new(
                Outcome::Wrong,
                "misnamed",
                format!("no document of this title is stored; meant is probably 《{title}》"),
                format!("库中没有这一标题的文件，疑为《{title}》"),
            ),
            Found::Unknown => unknown("no document of this title is stored", "库中没有这一标题的文件"),
        }
    }

    fn known(&self, policies: &[PolicyId], code: &'static str) -> Said {
        let titles: Vec<&str> = policies.iter().map(|policy| self.names.title_of(policy)).collect();
        let titles = titles.join("; ");
        Said::new(Outcome::Right, code, titles.clone(), titles)
    }

    fn number(
        &self,
        reading: &Reading<'_>,
        mention: &Mention,
        number: &DocumentNumber,
        as_of: Date,
    ) -> Result<Said, SearchError> {
        let bearers = &mention.policies;
        if let Some(named) = beside(reading, mention) {
            let own: Vec<&str> = named.iter().flat_map(|policy| self.names.numbers_of(policy)).collect();
            if own.contains(&number.key.as_str()) {
                return Ok(self.known(bearers, "found"));
            }
            if let Some(right) = own.first() {
                return Ok(Said::new(
                    Outcome::Wrong,
                    "other_number",
                    format!("the document named beside it bears {right}"),
                    format!("旁边所称文件的文号是{right}"),
                ));
            }
        }
        if !bearers.is_empty() {
            return Ok(self.known(bearers, "found"));
        }
        if let Some(near) = self.names.near_number(&number.key) {
            return Ok(Said::new(
                Outcome::Wrong,
                "no_such_number",
                format!("no document of this number is stored; meant is probably {near}"),
                format!("库中没有这一文号，疑为{near}"),
            ));
        }
        // A number that stored texts cite exists, although its document is not here.
        let cited = self.verifier.verify(&number.printed, &Options { places: 1, ..Options::new(as_of) })?;
        Ok(match cited.places.first().filter(|_| cited.matched.is_right()) {
            Some(place) => Said::new(
                Outcome::Right,
                "cited",
                format!("cited by {}", place.policy.title),
                format!("见于《{}》", place.policy.title),
            ),
            None => unknown("no document of this number is stored", "库中没有这一文号的文件"),
        })
    }
}

fn unknown(en: &str, zh: &str) -> Said {
    Said::new(Outcome::Unknown, "not_stored", en, zh)
}

/// The policies of the title that a number stands beside: 《…》（…号）.
fn beside<'r>(reading: &'r Reading<'_>, number: &Mention) -> Option<&'r [PolicyId]> {
    let title = reading.mention_before(0, number.range.start).filter(|_| number.beside_title)?;
    (!title.policies.is_empty()).then_some(title.policies.as_slice())
}
