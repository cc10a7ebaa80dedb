//! Support measures: who gets what, how much, under which conditions.
//!
//! A sentence is cut into clauses. A clause that states a benefit (its *cue*) begins a measure or goes on
//! with the one before; clauses in front of it are *heads*, which say who gets it and when; clauses behind it
//! that begin with a limit add sums. What the words of a head restrict stays a quoted condition.

mod cap;
mod cue;
mod draft;
mod english;
mod head;
mod ladder;
mod lead;
mod lexicon;
mod period;
mod phrase;
mod rates;
mod scope;
mod sums;
mod terms;
#[cfg(test)]
mod tests;
mod trap;

pub use cap::{COUNTS, cap};
pub use lexicon::{ENGLISH_SIGNS, SIGNS};
pub use scope::{APPLIES, scope};

use super::{
    sentence,
    signs::{Sign, Signs},
};
use draft::Draft;
use polidex_corpus::model::{
    Amount, AmountRole, CharIndex, Checks, Condition, Measure, MeasureKind, Rate, Span, StackingRule, Window,
};
use std::ops::Range;

/// Words of which one stands in every such rule, and beside every such window.
pub const RULES: &[&str] = &["重复", "就高", "补差", "叠加", "申报", "申请"];

/// Stacking rules and application windows that a sentence without a measure states for the whole document.
pub fn rules(
    index: &CharIndex<'_>,
    sentence: &Range<usize>,
    signs: Signs,
) -> (Vec<StackingRule>, Option<Window>) {
    if sentence.len() > LONGEST || !signs.has(Sign::Rules) {
        return (Vec::new(), None);
    }
    (terms::stacking(index, sentence), terms::window(index, sentence))
}

/// The longest sentence that is read for measures, in bytes; longer ones are no prose.
const LONGEST: usize = 12_000;

/// The measures of one sentence, in order of the text.
pub fn measures(index: &CharIndex<'_>, sentence: &Range<usize>, signs: Signs) -> Vec<Measure> {
    let text = index.text();
    let words = &text[sentence.clone()];
    if words.len() > LONGEST || !signs.has(Sign::Support) && !signs.has(Sign::EnglishSupport) {
        return Vec::new();
    }
    let latin = sentence::is_latin(words);
    let cued = if latin { signs.has(Sign::EnglishSupport) } else { cue::possible(words) };
    if !cued || trap::is_none(words) || trap::is_heading(text, sentence) {
        return Vec::new();
    }
    let drafts = if latin {
        english::draft(text, sentence).into_iter().collect()
    } else {
        draft::drafts(text, sentence)
    };
    drafts
        .into_iter()
        .map(|draft| {
            let slogan = draft.cue.weak && !draft.heads.iter().any(|head| head.topic);
            (slogan, measure(index, sentence, &draft))
        })
        .filter(|(slogan, measure)| promises(*slogan, measure))
        .map(|(_, measure)| measure)
        .collect()
}

/// Whether something is given to somebody: a weak word for nobody in particular is a slogan.
fn promises(slogan: bool, measure: &Measure) -> bool {
    let figures = !measure.amounts.is_empty() || !measure.rates.is_empty();
    let somebody = measure.beneficiary.is_some();
    let priority = measure.kind == MeasureKind::Priority;
    let nobody = slogan || priority && measure.conditions.is_empty();
    figures || somebody || !nobody
}

fn measure(index: &CharIndex<'_>, sentence: &Range<usize>, draft: &Draft) -> Measure {
    let text = index.text();
    let mut amounts: Vec<Amount> = draft.zones.iter().flat_map(|zone| sums::amounts(index, zone)).collect();
    let rates: Vec<Rate> = draft.zones.iter().flat_map(|zone| rates::rates(index, zone)).collect();
    instalments(&mut amounts, draft);
    let mut conditions = conditions(index, draft);
    let (beneficiary, spoken_of) = beneficiary(text, sentence, draft);
    // Whoever is spoken of while somebody else is paid is still asked for.
    if let Some(range) = spoken_of {
        also(text, index, &mut conditions, range);
    }
    let clauses = |find: &dyn Fn(&Range<usize>) -> Option<Span>| draft.clauses.iter().find_map(find);
    Measure {
        kind: draft.cue.kind,
        cue: index.span(draft.cue.range.clone()),
        beneficiary: beneficiary.map(|range| index.span(range)),
        ladder: ladder::ladder(index, draft, &conditions, &amounts, &rates),
        conditions,
        duration: draft.period.clone().map(|range| index.span(range)),
        one_off: clauses(&|clause| terms::one_off(index, clause)),
        automatic: terms::word(index, sentence, &lexicon::AUTOMATIC),
        discretionary: terms::word(index, sentence, &lexicon::DISCRETIONARY),
        stacking: terms::stacking(index, sentence),
        window: terms::window(index, sentence),
        authority: terms::authority(index, sentence),
        materials: terms::materials(index, sentence),
        checks: Checks::default(),
        matching_base: rates
            .iter()
            .find_map(|rate| rate.base)
            .filter(|_| draft.cue.kind == MeasureKind::Matching),
        amounts,
        rates,
        sentence: index.span(sentence.clone()),
    }
}

/// Verbs that pay whoever stands behind them.
const PAYS: &[&str] =
    &["给予", "予以", "给与", "发给", "奖给", "奖励", "补贴", "补助", "奖补", "资助", "返还"];

/// Adds a group to the conditions, together with what restricts it in front.
fn also(text: &str, index: &CharIndex<'_>, conditions: &mut Vec<Condition>, group: Range<usize>) {
    let span = index.span(group.clone());
    let before = text[..group.start].strip_suffix('的').map_or(group.start, str::len);
    let joint = index.span(before..group.start);
    match conditions.iter_mut().find(|condition| condition.span.end == joint.start) {
        Some(condition) => condition.span.end = span.end,
        None => conditions.push(Condition::new(span)),
    }
}

/// Who is paid, and who is spoken of where that is somebody else: 对职工…的工资，补贴企业.
fn beneficiary(
    text: &str,
    sentence: &Range<usize>,
    draft: &Draft,
) -> (Option<Range<usize>>, Option<Range<usize>>) {
    let given = draft.cue.range.end..draft.clauses.last().map_or(sentence.end, |clause| clause.end);
    let named = |head: &head::Head| head.beneficiary.clone();
    let topical = draft.heads.iter().filter(|head| head.topic).find_map(named);
    let spoken_of: Option<Range<usize>> = topical.or_else(|| draft.heads.iter().find_map(named));
    let paid = terms::given_to(text, &draft.cue.range, &given);
    // Only a verb that pays names somebody else than the one who is spoken of.
    let pays = PAYS.contains(&&text[draft.cue.range.clone()]);
    let paid = paid.filter(|_| pays || spoken_of.is_none());
    match (spoken_of, paid) {
        (Some(group), Some(paid)) => {
            let (of, to) = (&text[group.clone()], &text[paid.clone()]);
            let same = of.contains(to) || to.contains(of) || of.chars().last() == to.chars().last();
            if same { (Some(group), None) } else { (Some(paid), Some(group)) }
        }
        (Some(group), None) => (Some(group), None),
        (None, paid) => (paid.or_else(|| terms::counted(text, &draft.clauses)), None),
    }
}

/// Sums of several clauses that follow each other as instalments or grades are tiers.
fn instalments(amounts: &mut [Amount], draft: &Draft) {
    let graded = draft.clauses.len() > 1 && draft.zones.len() > 2;
    let fixed = amounts.iter().filter(|amount| amount.role == AmountRole::Fixed).count();
    if !graded || fixed < 3 {
        return;
    }
    let total = fixed == 4 && amounts[0].value == amounts[1..].iter().map(|amount| amount.value).sum::<i64>();
    for amount in
        amounts.iter_mut().skip(usize::from(total)).filter(|amount| amount.role == AmountRole::Fixed)
    {
        amount.role = AmountRole::Tier;
    }
}

/// The restricting clauses of all heads; those of an encouragement only where there are no others.
fn conditions(index: &CharIndex<'_>, draft: &Draft) -> Vec<Condition> {
    let hard = draft.heads.iter().any(|head| !head.soft && !head.conditions.is_empty());
    let heads = draft.heads.iter().filter(|head| !(head.soft && hard));
    let mut found: Vec<Condition> = Vec::new();
    for range in heads.flat_map(|head| head.conditions.clone()) {
        let span = index.span(range);
        if !span.is_empty() && found.iter().all(|condition| condition.span != span) {
            found.push(Condition::new(span));
        }
    }
    found
}
