//! Which element of a page holds the article.

use super::{measure::Measures, rules::Rules};
use crate::{
    dom::{Element, Page},
    wordlist::Words,
};

/// A container is taken at this length, in characters; an empty shell never stops the search.
const ENOUGH: usize = 100;

/// A part that says this much of what the whole says is the article: the rest are notices and remarks.
const NEARLY: f64 = 0.95;

/// How official sites name the container of the article, surest first: ids and classes.
const NAMES: &[&str] = &[
    "UCAP-CONTENT",
    "zoom",
    "TRS_UEDITOR",
    "TRS_Editor",
    "Custom_UnionStyle",
    "article-content",
    "pages_content",
    "con_con",
    "conTxt",
    "news_content",
    "detail-content",
    "fontzoom",
];

/// The element that holds the article: by the source's rules, else by names that sites share, else the
/// one whose sentences weigh most.
///
/// Says, too, whether the rules fell through: there are some, the page has an article, and none holds it.
pub(super) fn of<'p>(page: &'p Page<'p>, rules: &Rules, measures: &Measures) -> (Element<'p>, bool) {
    if let Some(found) = by_rules(page, rules, measures) {
        return (found, false);
    }
    let heaviest = heaviest(page, measures);
    let found = by_name(page, measures, measures.worth(heaviest)).unwrap_or(heaviest);
    (found, !rules.body.is_empty() && measures.letters(found) >= ENOUGH)
}

fn by_rules<'p>(page: &'p Page<'p>, rules: &Rules, measures: &Measures) -> Option<Element<'p>> {
    rules.body.iter().find_map(|selector| {
        let found = page.select(selector).into_iter();
        found
            .rev()
            .max_by_key(|&element| measures.letters(element))
            .filter(|&e| measures.letters(e) >= ENOUGH)
    })
}

/// A container that is named as one, and holds most of what the page says.
fn by_name<'p>(page: &'p Page<'p>, measures: &Measures, most: i64) -> Option<Element<'p>> {
    let mut best: Option<(usize, Element<'p>)> = None;
    for element in page.root().descendants() {
        let Some(rung) = rung(element) else { continue };
        let better = match best {
            None => true,
            Some((known, other)) => {
                rung < known || rung == known && measures.letters(element) > measures.letters(other)
            }
        };
        if better && measures.letters(element) >= ENOUGH && measures.worth(element) * 2 >= most {
            best = Some((rung, element));
        }
    }
    best.map(|(_, element)| element)
}

fn rung(element: Element<'_>) -> Option<usize> {
    static NAMED: Words = Words::in_any_case(NAMES);
    if !element.may_mention(|attributes| NAMED.any(attributes)) {
        return None;
    }
    let (id, class) = (element.attr("id"), element.attr("class"));
    let (id, class) = (id.as_deref().unwrap_or_default(), class.as_deref().unwrap_or_default());
    NAMES.iter().position(|name| {
        id.eq_ignore_ascii_case(name)
            || class.split_ascii_whitespace().any(|class| class.eq_ignore_ascii_case(name))
    })
}

/// The innermost element that has nearly the greatest worth.
fn heaviest<'p>(page: &'p Page<'p>, measures: &Measures) -> Element<'p> {
    let weighed: Vec<(Element<'p>, i64)> = page
        .root()
        .descendants()
        .filter(|element| !element.tag().is_void())
        .map(|element| (element, measures.worth(element)))
        .collect();
    let most = weighed.iter().map(|(_, worth)| *worth).max().unwrap_or_default();
    let enough = (most as f64 * NEARLY) as i64;
    let best = weighed.iter().rev().find(|(_, worth)| *worth >= enough && *worth > 0);
    best.map_or_else(|| page.root(), |(element, _)| *element)
}
