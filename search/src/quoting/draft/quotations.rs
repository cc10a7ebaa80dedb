//! Quotations: whether the words are right, and stand where the draft says.

use super::{
    attribution::{Attribution, Reading},
    checker::{Checker, Said, finding, whole},
    layout::Quoted,
    mentions::Mention,
    report::{ClaimKind, Finding, Outcome},
};
use crate::{
    quoting::verify::{CautionKind, Difference, Match, Options, Place, Standing, Verdict},
    searcher::SearchError,
};
use jiff::civil::Date;
use polidex_corpus::model::{CharIndex, ClausePath, ClauseRef};

/// A passage that a draft does not say where it is taken from counts as altered only when it is this
/// like, and so many units differ at most.
const PLAINLY_ALIKE: f64 = 0.85;
const FEW: usize = 8;

/// Words by which a draft says that it speaks of a former state of the law.
const FORMER: &[&str] = &[
    "原办法",
    "原条例",
    "原规定",
    "原政策",
    "原文件",
    "修订前",
    "修正前",
    "修改前",
    "当时",
    "曾经",
    "曾规定",
    "曾要求",
    "曾明确",
    "曾提出",
    "一度",
    "原先",
    "旧版",
    "失效",
    "到期",
    "废止",
    "届满",
    "former",
    "previous",
    "earlier",
    "expired",
    "repealed",
    "at the time",
    "old ",
];

impl Checker<'_> {
    /// Judges what stands in quotation marks. A term, too short to be told from chance, is no claim.
    pub(super) fn quotation(
        &self,
        reading: &Reading<'_>,
        quoted: &Quoted,
        as_of: Date,
        index: &CharIndex<'_>,
    ) -> Result<Option<Finding>, SearchError> {
        let words = reading.words(quoted.inside.clone());
        let options = Options { places: 20, ..Options::new(as_of) };
        let anywhere = self.verifier.verify(words, &options)?;
        if anywhere.matched == Match::TooShort {
            return Ok(None);
        }
        let attribution = reading.of_quotation(quoted);
        let stored = attribution.filter(|attribution| !attribution.mention.policies.is_empty());
        let (said, verdict) = if let Some(attribution) = stored {
            self.attributed(reading, quoted, &attribution, anywhere, &options)?
        } else {
            (unattributed(reading, quoted, &anywhere, attribution.is_some()), anywhere)
        };
        let reference = verdict.places.first().map(|place| place.reference.clone());
        let reference = reference.or_else(|| stored.and_then(|of| of.mention.policies.first()).map(whole));
        let mut found =
            finding(ClaimKind::Quotation, reading.draft, index, quoted.inside.clone(), said, reference);
        found.verdict = Some(Box::new(verdict));
        Ok(Some(found))
    }

    /// A quotation from a document that is stored.
    fn attributed(
        &self,
        reading: &Reading<'_>,
        quoted: &Quoted,
        attribution: &Attribution<'_>,
        anywhere: Verdict,
        options: &Options,
    ) -> Result<(Said, Verdict), SearchError> {
        let policies = self.with_translations(&attribution.mention.policies)?;
        let words = reading.words(quoted.inside.clone());
        let within = Options { within: Some(policies), ..options.clone() };
        let there = self.verifier.verify(words, &within)?;
        let title = self.names.title_of(&attribution.mention.policies[0]).to_owned();
        if stands(&there) {
            let said = self.at_address(attribution, &there)?;
            return Ok((said.unwrap_or_else(|| standing(reading, quoted, &there)), there));
        }
        if stands(&anywhere) {
            let said = if attribution.said {
                misattributed(&anywhere, &title)
            } else {
                standing(reading, quoted, &anywhere)
            };
            return Ok((said, anywhere));
        }
        if matches!(there.matched, Match::Altered | Match::Stitched) {
            return Ok((wrong_words(&there), there));
        }
        if plainly_altered(&anywhere) {
            return Ok((wrong_words(&anywhere), anywhere));
        }
        let outcome = if attribution.said { Outcome::Wrong } else { Outcome::Unknown };
        let said = Said::new(
            outcome,
            "not_in_document",
            format!("《{title}》 has no such words"),
            format!("《{title}》中没有这些文字"),
        );
        Ok((said, there))
    }

    /// Says where the words stand, if not in the article that the draft names.
    fn at_address(
        &self,
        attribution: &Attribution<'_>,
        there: &Verdict,
    ) -> Result<Option<Said>, SearchError> {
        let Some(address) = attribution.address else { return Ok(None) };
        let Some(named) = self.clause(&attribution.mention.policies, &address.text)? else { return Ok(None) };
        let right = there.places.iter().any(|place| {
            [Some(&place.reference), place.to.as_ref()]
                .into_iter()
                .flatten()
                .any(|found| overlaps(found, &named.path))
        });
        if right || there.total > there.places.len() {
            return Ok(None);
        }
        let Some(place) = there.places.first() else { return Ok(None) };
        let labels = place.path.join(" ");
        Ok(Some(Said::new(
            Outcome::Wrong,
            "other_article",
            format!("these words stand in {labels}, not in {}", address.text),
            format!("这些文字在{labels}，不在{}", address.text),
        )))
    }
}

fn stands(verdict: &Verdict) -> bool {
    verdict.matched.is_right() || verdict.matched == Match::Stitched && verdict.omission_marked
}

/// Whether a place lies in the clause of an address, or holds it.
fn overlaps(found: &ClauseRef, named: &ClausePath) -> bool {
    let Some(path) = found.clause.as_ref().and_then(|path| path.parse::<ClausePath>().ok()) else {
        return false;
    };
    path.0.starts_with(&named.0) || named.0.starts_with(&path.0)
}

fn unattributed(reading: &Reading<'_>, quoted: &Quoted, verdict: &Verdict, unknown_source: bool) -> Said {
    if stands(verdict) {
        return standing(reading, quoted, verdict);
    }
    // Another document may well say nearly the same.
    if !unknown_source && (plainly_altered(verdict) || verdict.matched == Match::Stitched) {
        return wrong_words(verdict);
    }
    Said::new(
        Outcome::Unknown,
        "not_found",
        "no stored text holds these words, and the draft names no stored document for them",
        "库中没有这些文字，稿件也没有指明库中的出处",
    )
}

fn plainly_altered(verdict: &Verdict) -> bool {
    let few = |difference: &Difference| difference.alike >= PLAINLY_ALIKE && difference.distance <= FEW;
    verdict.matched == Match::Altered && verdict.difference.as_ref().is_some_and(few)
}

/// The words are right: what is left is whether they are cut so as to mislead, and still in force.
fn standing(reading: &Reading<'_>, quoted: &Quoted, verdict: &Verdict) -> Said {
    if let Some(said) =
        misleading_cut(reading, quoted, verdict).or_else(|| outdated(reading, quoted, verdict))
    {
        return said;
    }
    let place = verdict.places.first();
    let where_to = place.map(label).unwrap_or_default();
    match verdict.matched {
        Match::Exact => Said::new(Outcome::Right, "exact", where_to.clone(), where_to),
        Match::Stitched => Said::new(
            Outcome::Right,
            "omission_marked",
            format!("{where_to}; what is left out is marked"),
            format!("{where_to}（省略处已标明）"),
        ),
        _ => Said::new(
            Outcome::Right,
            "normalised",
            format!("{where_to}; print differs only"),
            format!("{where_to}（仅字形、标点写法不同）"),
        ),
    }
}

fn label(place: &Place) -> String {
    let mut label = format!("《{}》 {}", place.policy.title, place.path.join(" "));
    if !place.path_to.is_empty() {
        label.push_str(" – ");
        label.push_str(&place.path_to.join(" "));
    }
    label
}

fn misleading_cut(reading: &Reading<'_>, quoted: &Quoted, verdict: &Verdict) -> Option<Said> {
    let before = reading.words(0..quoted.whole.start).chars().next_back();
    let caution = verdict.cautions.iter().find(|caution| {
        // 不“适用于……”: the draft itself denies what it quotes.
        caution.kind == CautionKind::CutsNumber || before.is_none_or(|c| !"不未无非没勿".contains(c))
    })?;
    let (en, zh) = match caution.kind {
        CautionKind::CutsNumber => ("it cuts a number in two", "引文截断了数字"),
        CautionKind::CutsNegation => ("it leaves out the negation before it", "引文略去了前面的否定词"),
    };
    let published = &caution.published;
    Some(Said::new(
        Outcome::Wrong,
        "misleading_cut",
        format!("{en}; published is …{published}…"),
        format!("{zh}，原文为…{published}…"),
    ))
}

fn outdated(reading: &Reading<'_>, quoted: &Quoted, verdict: &Verdict) -> Option<Said> {
    let place = verdict.places.first()?;
    // One place where the words are in force is enough.
    let alive = |place: &Place| !matches!(place.status, Standing::Superseded | Standing::Repealed);
    if verdict.places.iter().any(alive) {
        return None;
    }
    // A draft that has just said so of the document need not repeat it with every quotation.
    let paragraph = reading.paragraph(quoted.whole.start);
    let names = |mention: &&Mention| {
        (paragraph..quoted.whole.start).contains(&mention.range.start)
            && mention.policies.iter().any(|policy| policy.0 == place.policy.id)
    };
    let named = reading.mentions.iter().rev().find(names).map_or(quoted.whole.start, |it| it.range.start);
    let from = reading.sentence(named).start;
    let sentence = reading.words(from..reading.sentence(quoted.whole.start).end).to_lowercase();
    let year = place.policy.edition.get(..4).unwrap_or_default();
    let expired = place.policy.expires.as_ref().and_then(|date| date.get(..4)).unwrap_or("-");
    let says_so = FORMER.iter().any(|word| sentence.contains(word))
        || year.len() == 4 && sentence.contains(year)
        || sentence.contains(expired);
    if says_so {
        return None;
    }
    let at = label(place);
    Some(match place.status {
        Standing::Superseded => Said::new(
            Outcome::Wrong,
            "superseded",
            format!("{at}, edition {}: a newer edition no longer has these words", place.policy.edition),
            format!("{at}，{} 版：新版本中已没有这些文字", place.policy.edition),
        ),
        _ => Said::new(
            Outcome::Wrong,
            "no_longer_in_force",
            format!("{at}: no longer in force"),
            format!("{at}：已失效"),
        ),
    })
}

fn misattributed(verdict: &Verdict, title: &str) -> Said {
    let at = verdict.places.first().map(label).unwrap_or_default();
    Said::new(
        Outcome::Wrong,
        "misattributed",
        format!("these words stand in {at}, not in 《{title}》"),
        format!("这些文字出自{at}，不在《{title}》中"),
    )
}

fn wrong_words(verdict: &Verdict) -> Said {
    let at = verdict.places.first().map(label).unwrap_or_default();
    if verdict.matched == Match::Stitched {
        return Said::new(
            Outcome::Wrong,
            "stitched",
            format!(
                "put together of {} passages without saying so; the first stands in {at}",
                verdict.parts.len()
            ),
            format!("由 {} 处文字拼接而成且未标明，第一处在{at}", verdict.parts.len()),
        );
    }
    let grave = verdict.difference.as_ref().is_some_and(|difference| !difference.grave.is_empty());
    let (en, zh) =
        if grave { ("altered in meaning", "文意有改动") } else { ("altered", "文字有改动") };
    Said::new(Outcome::Wrong, "altered", format!("{en}; published in {at}"), format!("{zh}；原文在{at}"))
}
