//! A quotation that no passage is like: the clauses that are nearest to it, and whether it renders one of them
//! in another language.

use super::{
    beside::Beside,
    quotation::Quotation,
    verdict::{Match, Nearest, Verdict},
};
use crate::{
    align::{self, Aligner, Glossary, Segment},
    answer::Hit,
    origin::Standing,
    parallel::Counterpart,
    query::planner::MatchMode,
    searcher::{Request, SearchError, Searcher},
};
use jiff::civil::Date;
use polidex_corpus::{
    model::{ClauseKind, ClausePath, Policy, PolicyId, Span, Warning},
    store::{Resolution, StoreError},
    text::is_han,
};
use std::collections::HashSet;

/// Clauses that are shown where nothing was found.
const NEAREST: usize = 3;
/// Clauses of the other language that a quotation may render, looked at more closely.
const CLOSER: usize = 10;
/// The share of a quotation's words that a clause of the other language must say for one to render the other.
const RENDERED: f32 = 0.5;
/// Characters of a quotation that nearest clauses are searched by; a word of another script counts two. A search
/// takes the longer the more it is asked for, and what begins a quotation tells enough of where it might stand.
const QUERY: usize = 48;

/// Puts the nearest clauses into the verdict, and calls the quotation translated where it seems to render one of
/// the other language.
pub(super) fn nearest(
    searcher: &Searcher,
    beside: &Beside,
    quotation: &Quotation<'_>,
    as_of: Date,
    verdict: &mut Verdict,
) -> Result<(), SearchError> {
    let mut hits = Vec::new();
    if let Some(hit) = rendered(searcher, beside, quotation, as_of)? {
        verdict.matched = Match::Translated;
        hits.push(hit);
    }
    hits.extend(searcher.search(&request(quotation, NEAREST, "", as_of))?.hits);
    let mut seen = HashSet::new();
    hits.retain(|hit| seen.insert(hit.clause.reference.to_string()));
    hits.truncate(NEAREST);
    for hit in hits {
        verdict.nearest.push(Nearest {
            counterpart: counterpart(searcher, beside, &hit)?,
            reference: hit.clause.reference,
            title: hit.policy.title,
            label: hit.clause.label,
            text: hit.clause.text,
            lang: hit.clause.lang,
        });
    }
    if let Some(first) = verdict.nearest.first().filter(|_| verdict.matched == Match::Translated) {
        verdict.warnings.extend(caveat(first.counterpart.as_ref()));
    }
    Ok(())
}

fn request(quotation: &Quotation<'_>, limit: usize, filters: &str, as_of: Date) -> Request {
    Request {
        limit,
        filters: filters.to_owned(),
        mode: MatchMode::Any,
        facets: false,
        ..Request::new(query(quotation.text), as_of)
    }
}

/// The clause of the other language that a quotation seems to render: the one that says most of its words and all
/// of its numbers, in the words of the lexicons.
fn rendered(
    searcher: &Searcher,
    beside: &Beside,
    quotation: &Quotation<'_>,
    as_of: Date,
) -> Result<Option<Hit>, SearchError> {
    let is_chinese = quotation.text.chars().any(is_han);
    if !beside.holds(searcher, !is_chinese)? {
        return Ok(None);
    }
    let filter = if is_chinese { "lang:en" } else { "lang:zh" };
    let hits = searcher.search(&request(quotation, CLOSER, filter, as_of))?.hits;
    let clauses: Vec<Segment> = hits.iter().map(|hit| segment(&hit.clause.text)).collect();
    let quoted = [segment(quotation.text)];
    let (chinese, english) =
        if is_chinese { (&quoted[..], &clauses[..]) } else { (&clauses[..], &quoted[..]) };
    let glossary = Glossary::of(searcher.lexicons(), chinese.iter().map(|segment| segment.text.as_str()));
    let [chinese, english] = Aligner::of_words(&glossary).features(chinese, english);
    let (quoted, clauses) = if is_chinese { (chinese, english) } else { (english, chinese) };
    let shares = clauses.iter().map(|clause| align::rendered(&quoted[0], clause, is_chinese));
    let best = hits.into_iter().zip(shares).max_by(|one, other| one.1.total_cmp(&other.1));
    Ok(best.filter(|(_, share)| *share >= RENDERED).map(|(hit, _)| hit))
}

/// Words that stand nowhere in particular.
fn segment(text: &str) -> Segment {
    Segment {
        path: ClausePath::default(),
        kind: ClauseKind::Text,
        label: String::new(),
        text: text.to_owned(),
        span: Span::new(0, text.chars().count()),
    }
}

fn counterpart(searcher: &Searcher, beside: &Beside, hit: &Hit) -> Result<Option<Counterpart>, StoreError> {
    let store = searcher.store();
    let Resolution::Clause(clause) = store.resolve(&hit.clause.reference)? else { return Ok(None) };
    let Some(policy) = store.policy(&PolicyId(hit.policy.id.clone()))? else { return Ok(None) };
    let edition = store.editions(&policy.id)?.into_iter().find(|edition| edition.key == clause.edition);
    let Some(edition) = edition else { return Ok(None) };
    beside.counterpart(searcher, &Policy { edition, ..policy }, [&clause.path, &clause.path], clause.span)
}

/// The first words of a quotation as a query: nothing in it is an operator.
fn query(quotation: &str) -> String {
    let mut left = QUERY;
    let mut words = Vec::new();
    for word in quotation.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        if left == 0 {
            break;
        }
        let is_chinese = word.chars().any(is_han);
        let end = word.char_indices().nth(left).map_or(word.len(), |(at, _)| at);
        let taken = if is_chinese { &word[..end] } else { word };
        left = left.saturating_sub(if is_chinese { taken.chars().count() } else { 2 });
        words.push(taken.to_lowercase());
    }
    words.join(" ")
}

/// What a reader must know of the text in the quotation's own language, which stands beside the clause that it
/// renders.
fn caveat(own: Option<&Counterpart>) -> Option<Warning> {
    Some(match own.map(|own| own.standing) {
        Some(Standing::Original | Standing::OfficialTranslation) => return None,
        None => Warning::new(
            "no_official_translation",
            "No official translation found: the clause is in the other language, and the words of the quotation are somebody's own.",
            "未找到官方译文：该条款为另一种语言，引文是他人自行翻译的文字。",
        ),
        Some(_) => Warning::new(
            "no_official_translation",
            "No official translation found: the translation that is stored is not known to be official.",
            "未找到官方译文：库中的译文并非已知的官方译文。",
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_beginning_of_a_quotation_is_a_query_without_operators() {
        assert_eq!(query("“支持 软件”：-税收 OR (year:2020)"), "支持 软件 税收 or year 2020");
        assert_eq!(query(&"软".repeat(100)).chars().count(), QUERY);
        assert_eq!(query(&"word ".repeat(100)).split(' ').count(), QUERY / 2);
    }
}
