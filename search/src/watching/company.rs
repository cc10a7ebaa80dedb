//! The support that a company can get, as something that is watched.

use super::observe::{Item, Seen};
use crate::matching::{Catalogue, Match, Profile, Verdict, matching};
use jiff::civil::Date;
use polidex_corpus::{
    store::{Store, StoreError},
    text::sha256_hex,
};

/// So much of a sentence tells one measure of a clause from another, in characters.
const SHOWN: usize = 40;

/// Writes down what a company can get, or could get if something were known or the time had come. What it
/// cannot get, and what is over, is not there.
pub(super) fn within_reach(store: &Store, profile: &Profile, as_of: Date) -> Result<Seen, StoreError> {
    let report = matching(&Catalogue::load(store, as_of)?, profile, as_of);
    let mut seen = Seen::default();
    for found in report.matches.iter().filter(|found| open(found.verdict)) {
        // Several measures of one clause are told apart by their order in the text.
        let mut reference = found.reference.clone();
        let mut number = 1;
        while seen.items.contains_key(&reference) {
            number += 1;
            reference = format!("{} ({number})", found.reference);
        }
        seen.items.insert(reference, item(found));
    }
    Ok(seen)
}

fn open(verdict: Verdict) -> bool {
    !matches!(verdict, Verdict::NotEligible | Verdict::Expired)
}

fn item(found: &Match) -> Item {
    let words: String = found.sentence.text.chars().take(SHOWN).collect();
    let cut = found.sentence.text.chars().count() > SHOWN;
    let deadline = found.deadline.as_ref().and_then(|deadline| deadline.closes);
    Item {
        title: found.policy.title.clone(),
        label: format!("{words}{}", if cut { "…" } else { "" }),
        edition: found.policy.edition.clone(),
        sha256: sha256_hex(found.sentence.text.as_bytes()),
        status: found.verdict.name().to_owned(),
        expires: deadline.map(|day| day.to_string()),
        url: found.policy.url.clone(),
    }
}
