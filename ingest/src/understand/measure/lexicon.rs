//! The words of support, read from `lexicon.txt`, which says what each list is for.

mod file;

use file::Lists;
use polidex_corpus::model::{Counted, MeasureKind, Stacking};
use std::sync::LazyLock;

/// A list of words.
type List = LazyLock<Vec<&'static str>>;

static FILE: LazyLock<Lists> = LazyLock::new(|| {
    Lists::read(include_str!("lexicon.txt")).expect("the words of the program are well formed")
});

/// The words of a section.
fn words(section: &str) -> Vec<&'static str> {
    FILE.words(section).expect("the words of the program are well formed")
}

/// The words of a section with what stands in front of them.
fn valued<T>(section: &str, read: fn(&str) -> Option<T>) -> Vec<(&'static str, T)>
where
    T: Copy,
{
    FILE.valued(section, read).expect("the words of the program are well formed")
}

/// A name of the model: `interest_subsidy`.
fn named<T: serde::de::DeserializeOwned>(name: &str) -> Option<T> {
    serde_json::from_value(name.into()).ok()
}

/// Nouns of support: the word, its kind, and how strongly it shows that anything is given.
pub static NOUNS: LazyLock<Vec<(&'static str, MeasureKind, u8)>> = LazyLock::new(|| {
    let read = |value: &str| {
        let (kind, strength) = value.split_once(' ')?;
        Some((named::<MeasureKind>(kind)?, strength.parse::<u8>().ok()?))
    };
    valued("nouns", read).into_iter().map(|(word, (kind, strength))| (word, kind, strength)).collect()
});

/// What relief can be of, and its kind.
pub static RELIEVED: LazyLock<Vec<(&'static str, MeasureKind)>> =
    LazyLock::new(|| valued("relieved", named::<MeasureKind>));

/// What amounts are counted by.
pub static COUNTED: LazyLock<Vec<(&'static str, Counted)>> =
    LazyLock::new(|| valued("counted", named::<Counted>));

/// Stacking rules.
pub static STACKING: LazyLock<Vec<(&'static str, Stacking)>> =
    LazyLock::new(|| valued("stacking", named::<Stacking>));

/// Verbs that give.
pub static GIVES: List = LazyLock::new(|| words("gives"));

/// Nouns that can also be verbs: 补助2.4万元, 奖补给企业.
pub static VERBAL: List = LazyLock::new(|| words("verbal"));

/// Verbs of relief: waived, cut, deferred. What is relieved decides the kind.
pub static RELIEVES: List = LazyLock::new(|| words("relieves"));

/// Deductions from what is taxed.
pub static DEDUCTS: List = LazyLock::new(|| words("deducts"));

/// Loans in words that no noun of support stands with.
pub static LENDS: List = LazyLock::new(|| words("lends"));

/// Priority for someone: 优先 and one of these within the clause.
pub static PREFERS: List = LazyLock::new(|| words("prefers"));

/// Verbs of priority that only count where the words name whom or whose goods they favour: to choose a way
/// or a tool first is advice.
pub static PREFERS_WHOM: List = LazyLock::new(|| words("prefers_whom"));

/// Whom or whose goods such priority favours.
pub static PREFERRED: List = LazyLock::new(|| words("preferred"));

/// Bodies that carry support under a policy where they are told to.
pub static CARRIERS: List = LazyLock::new(|| words("carriers"));

/// What the names of public bodies end in.
pub static BODIES: List = LazyLock::new(|| words("bodies"));

/// Adverbs and modal verbs in front of an act.
pub static ADVERBS: List = LazyLock::new(|| words("adverbs"));

/// What giving a status looks like.
pub static CERTIFIES: List = LazyLock::new(|| words("certifies"));

/// Support that comes without an application.
pub static AUTOMATIC: List = LazyLock::new(|| words("automatic"));

/// Words of a sentence that is about punishment, recovery or crime: nothing in it is support.
pub static PUNISHES: List = LazyLock::new(|| words("punishes"));

/// Words of a report: support that was paid, is planned, or adds up.
pub static REPORTS: List = LazyLock::new(|| words("reports"));

/// Negations in front of a cue.
pub static NEGATIONS: List = LazyLock::new(|| words("negations"));

/// Limits: a clause that begins so sets bounds to what was given before.
pub static LIMITS: List = LazyLock::new(|| words("limits"));

/// Words that open the part of a clause that gives.
pub static OPENERS: List = LazyLock::new(|| words("openers"));

/// Heads that state a purpose or a rule of procedure, and no condition.
pub static PURPOSES: List = LazyLock::new(|| words("purposes"));

/// Verbs that encourage somebody to do something: conditions if nothing else restricts the measure.
pub static ENCOURAGES: List = LazyLock::new(|| words("encourages"));

/// Nouns that can be beneficiaries, longest first where one ends another.
pub static ENTITIES: List = LazyLock::new(|| words("entities"));

/// Entities that can be beneficiaries only at the end of a phrase, since they begin other words.
pub static FINAL_ONLY: List = LazyLock::new(|| words("final_only"));

/// What makes of an entity in front of it another noun: 企业债券, 企业名单.
pub static NOT_ENTITY_BEFORE: List = LazyLock::new(|| words("not_entity_before"));

/// Verbs and prepositions that show that words are more than a noun phrase.
pub static VERBS: List = LazyLock::new(|| words("verbs"));

/// Beginnings of a noun phrase that are conditions by themselves: 新增规模以上工业企业.
pub static NEW: List = LazyLock::new(|| words("new"));

/// Conditions that say nothing.
pub static EMPTY_CONDITIONS: List = LazyLock::new(|| words("empty_conditions"));

/// Comparisons in a condition.
pub static COMPARES: List = LazyLock::new(|| words("compares"));

/// Words in front of a sum or share that bound it from above.
pub static CEILINGS: List = LazyLock::new(|| words("ceilings"));

/// Words in front of a sum or share that bound it from below.
pub static FLOORS: List = LazyLock::new(|| words("floors"));

/// Old levels: the figure behind one of these is not given any more if a new one follows.
pub static OLD_LEVELS: List = LazyLock::new(|| words("old_levels"));

/// Words between an old level and the new one.
pub static CHANGES: List = LazyLock::new(|| words("changes"));

/// Words of which one stands in every sentence that promises support.
pub static SIGNS: List = LazyLock::new(|| words("signs"));

/// Support that is decided case by case.
pub static DISCRETIONARY: List = LazyLock::new(|| words("discretionary"));

/// The same for English sentences.
pub static ENGLISH_SIGNS: List = LazyLock::new(|| words("english_signs"));
