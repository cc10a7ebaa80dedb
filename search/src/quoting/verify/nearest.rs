//! A quotation that no passage is like: the clauses that are nearest to it, and whether it renders one of them
//! in another language.

use super::{
    beside::Beside,
    quotation::Quotation,
    verdict::{Match, Nearest, Verdict},
};
use crate::{
    answer::{Explanation, Hit},
    origin::Standing,
    parallel::Counterpart,
    query::planner::MatchMode,
    searcher::{Request, SearchError, Searcher},
};
use jiff::civil::Date;
use polidex_corpus::{
    model::{Policy, PolicyId, Warning},
    store::{Resolution, StoreError},
    text::is_han,
};

/// Clauses that are shown where nothing was found.
const NEAREST: usize = 3;
/// The share of a quotation's terms that a clause must hold for one to translate the other.
const MOST_TERMS: f64 = 0.6;
/// Words of a quotation that nearest clauses are searched by.
const QUERY_WORDS: usize = 60;

/// Puts the nearest clauses into the verdict, and calls the quotation translated where it seems to be.
pub(super) fn nearest(
    searcher: &Searcher,
    beside: &Beside,
    quotation: &Quotation<'_>,
    as_of: Date,
    verdict: &mut Verdict,
) -> Result<(), SearchError> {
    let request = Request {
        limit: NEAREST,
        mode: MatchMode::Any,
        facets: false,
        ..Request::new(query(quotation.text), as_of)
    };
    let answer = searcher.search(&request)?;
    let terms = answer.query.explain.iter().filter(|line| matches!(line, Explanation::Term(_))).count();
    // Whether the first hit says most of what the quotation says.
    let near = terms > 0
        && answer.hits.first().is_some_and(|hit| hit.matched_by.len() as f64 >= MOST_TERMS * terms as f64);
    for hit in answer.hits {
        verdict.nearest.push(Nearest {
            counterpart: counterpart(searcher, beside, &hit)?,
            reference: hit.clause.reference,
            title: hit.policy.title,
            label: hit.clause.label,
            text: hit.clause.text,
            lang: hit.clause.lang,
        });
    }
    if let Some(first) = verdict.nearest.first().filter(|first| near && renders(quotation, first)) {
        verdict.matched = Match::Translated;
        verdict.warnings.extend(caveat(first, quotation));
    }
    Ok(())
}

fn is_chinese(quotation: &Quotation<'_>) -> bool {
    quotation.text.chars().any(is_han)
}

/// Whether a quotation renders a clause of the other language: the nearest one is, or translates one. Other
/// words than a translation's may render the same original; other words than an original's are just other words.
fn renders(quotation: &Quotation<'_>, nearest: &Nearest) -> bool {
    let translates = |beside: &Counterpart| beside.standing == Standing::Original;
    nearest.lang.is_chinese() != is_chinese(quotation) || nearest.counterpart.as_ref().is_some_and(translates)
}

fn counterpart(searcher: &Searcher, beside: &Beside, hit: &Hit) -> Result<Option<Counterpart>, StoreError> {
    let store = searcher.store();
    let Resolution::Clause(clause) = store.resolve(&hit.clause.reference)? else { return Ok(None) };
    let Some(policy) = store.policy(&PolicyId(hit.policy.id.clone()))? else { return Ok(None) };
    let edition = store.editions(&policy.id)?.into_iter().find(|edition| edition.key == clause.edition);
    let Some(edition) = edition else { return Ok(None) };
    beside.counterpart(searcher, &Policy { edition, ..policy }, [&clause.path, &clause.path], clause.span)
}

/// The words of a quotation as a query: nothing in it is an operator.
fn query(quotation: &str) -> String {
    let words = quotation.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.take(QUERY_WORDS).collect::<Vec<_>>().join(" ").to_lowercase()
}

/// What a reader must know of the text in the quotation's own language.
fn caveat(nearest: &Nearest, quotation: &Quotation<'_>) -> Option<Warning> {
    let foreign = nearest.lang.is_chinese() != is_chinese(quotation);
    let beside = nearest.counterpart.as_ref();
    let own = beside.map(|beside| if foreign { beside.standing } else { beside.passage });
    Some(match own {
        Some(Standing::Original | Standing::OfficialTranslation) => return None,
        None => Warning::new(
            "no_official_translation",
            "No official translation found: the nearest clause is in the other language, and the words of the quotation are somebody's own.",
            "未找到官方译文：最接近的条款为另一种语言，引文是他人自行翻译的文字。",
        ),
        Some(_) => Warning::new(
            "no_official_translation",
            "No official translation found: the translation that is stored is not known to be official.",
            "未找到官方译文：库中的译文并非已知的官方译文。",
        ),
    })
}
