//! Why nothing was found, and what would be.

use super::{address::Address, marked::plain, sentence::grouped, ui::Ui};
use maud::{Markup, html};
use polidex_corpus::locale::Locale;
use polidex_search::{
    answer::Answer,
    relax::{PartKind, Relaxation},
    text::fold,
};

/// What stands between the query and an answer, each with a link to the query without it.
pub fn explained(answer: &Answer, address: &Address, ui: &Ui) -> Markup {
    html! {
        section .empty {
            h2 { (ui.pick("Nothing stored matches all of this", "库中没有完全符合的条款")) }
            @if answer.relaxations.is_empty() {
                p {
                    (ui.pick(
                        "Leaving out single parts does not help either. Try fewer or other words; names of documents and their numbers are found too.",
                        "逐一去掉某个条件也没有结果。可换用其他词，或直接输入文件名称、文号。",
                    ))
                }
            } @else {
                ul { @for relaxation in &answer.relaxations { li { (line(relaxation, address, ui)) } } }
            }
        }
    }
}

fn line(relaxation: &Relaxation, address: &Address, ui: &Ui) -> Markup {
    let without = || without(address, relaxation).map(|address| address.href(ui));
    html! {
        @if relaxation.absent {
            @match ui.locale {
                Locale::Zh => { "库中没有出现 " q { (plain(&relaxation.without)) } "。" }
                Locale::En => { "Nothing stored holds " q { (plain(&relaxation.without)) } ". " }
            }
        }
        @if relaxation.total > 0 {
            @match ui.locale {
                Locale::Zh => { "去掉 " q { (plain(&relaxation.without)) } "： " }
                Locale::En => { "Without " q { (plain(&relaxation.without)) } ": " }
            }
            @let count = format!("{} {}", grouped(relaxation.total), ui.pick("clauses", "条"));
            @match without() {
                Some(href) => a href=(href) { (count) },
                None => (count),
            }
        }
    }
}

/// The search without a part: a filter of the address, or words of the query. None where the part is not
/// found as it was typed.
fn without(address: &Address, relaxation: &Relaxation) -> Option<Address> {
    let part = relaxation.without.trim();
    let same = |filter: &&String| filter.replace('"', "") == part.replace('"', "");
    if relaxation.kind == PartKind::Filter
        && let Some(filter) = address.filters.iter().find(same)
    {
        return Some(address.unfiltered(filter));
    }
    let (query, wanted) = (fold(&address.q), fold(part));
    let byte = query.find(wanted.as_str())?;
    // Folding keeps every character's place.
    let start = query[..byte].chars().count();
    let end = start + wanted.chars().count();
    let kept = address.q.chars().enumerate().map(|(at, c)| if (start..end).contains(&at) { ' ' } else { c });
    let kept: String = kept.collect();
    Some(address.asking(kept.split_whitespace().collect::<Vec<_>>().join(" ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::serve::page::ui::Ui;
    use axum::http::{HeaderMap, Uri};

    fn relaxed(uri: &'static str, kind: PartKind, part: &str) -> Option<String> {
        let ui = Ui::new(&Uri::from_static(uri), &HeaderMap::new());
        let relaxation = Relaxation { kind, without: part.to_owned(), total: 1, absent: false };
        without(&Address::read(&ui), &relaxation).map(|address| address.href(&ui))
    }

    #[test]
    fn a_part_is_taken_out_where_it_stands() {
        assert_eq!(relaxed("/?q=Software+x", PartKind::Term, "software").as_deref(), Some("/?q=x"));
        assert_eq!(
            relaxed("/?q=x&filter=year:2020", PartKind::Filter, "year:2020").as_deref(),
            Some("/?q=x")
        );
        assert_eq!(relaxed("/?q=x", PartKind::Term, "absent"), None);
    }
}
