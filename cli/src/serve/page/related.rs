//! Terms that belong to those of the query: shown to readers who ask for them, each as a search of its own.

use super::{address::Address, marked::plain, sentence::grouped, ui::Ui};
use maud::{Markup, html};
use polidex_search::{
    answer::Answer,
    related::{RelatedTerm, Why},
};

/// The parameter that asks for them.
pub const PARAMETER: &str = "related";

/// What belongs to the query, or the way to it.
pub fn terms(answer: &Answer, address: &Address, ui: &Ui) -> Markup {
    if address.q.trim().is_empty() {
        return html! {};
    }
    if address.get(PARAMETER) != Some("true") {
        let href = address.with(PARAMETER, Some("true")).href(ui);
        return html! {
            p .related .aside { a href=(href) rel="nofollow" { (ui.pick("Related terms", "相关词语")) } }
        };
    }
    let known = [
        (Why::Lexicon, ui.pick("Other names: ", "其他名称：")),
        (Why::Beside, ui.pick("Stands beside: ", "常见于同一条款：")),
    ];
    html! {
        section .related aria-label=(ui.pick("Related terms", "相关词语")) {
            @if answer.related.is_empty() {
                p .aside { (ui.pick("No related terms are known.", "没有已知的相关词语。")) }
            }
            @for (why, label) in known { (line(label, answer.related.iter().filter(|term| term.why == why), address, ui)) }
        }
    }
}

fn line<'t>(label: &str, terms: impl Iterator<Item = &'t RelatedTerm>, address: &Address, ui: &Ui) -> Markup {
    let mut terms = terms.peekable();
    html! {
        @if terms.peek().is_some() {
            p {
                (label)
                @for (number, term) in terms.enumerate() {
                    @if number > 0 { " · " }
                    a href=(address.asking(term.text.as_str()).href(ui)) rel="nofollow" { (plain(&term.text)) }
                    " " span .count { (grouped(term.clauses.into())) }
                }
            }
        }
    }
}
