//! Facets with counts, and the filters that are on.

use super::{
    address::{Address, filter},
    names,
    sentence::grouped,
    ui::Ui,
};
use crate::output::visible;
use maud::{Markup, html};
use polidex_search::answer::Answer;
use std::{cmp::Reverse, collections::BTreeMap};

/// Facets in the order in which they are shown.
const ORDER: [&str; 8] = ["status", "measure", "level", "region", "issuer", "year", "kind", "lang"];
/// Values that are shown at once; the others unfold.
const SHOWN: usize = 6;
/// Values of one facet that a page holds; the query language reaches the others.
const MOST: usize = 60;

/// The facets of an answer. Each value leads to the same search on its documents only.
pub fn facets(answer: &Answer, address: &Address, ui: &Ui) -> Markup {
    let known = ORDER.iter().filter_map(|name| answer.facets.get_key_value(*name));
    let others = answer.facets.iter().filter(|(name, _)| !ORDER.contains(&name.as_str()));
    let shown: Vec<_> = known.chain(others).filter(|(_, values)| !values.is_empty()).collect();
    if shown.is_empty() {
        return html! {};
    }
    html! {
        aside #filters aria-label=(ui.pick("Filters", "筛选")) {
            h2 .unseen { (ui.pick("Filters", "筛选")) }
            @for (name, values) in shown { (facet(name, values, address, ui)) }
        }
    }
}

/// The values of a facet, those of most documents first; years from the latest.
pub fn ordered<'a>(name: &str, values: &'a BTreeMap<String, u64>) -> Vec<(&'a str, u64)> {
    let mut values: Vec<(&str, u64)> = values.iter().map(|(value, count)| (value.as_str(), *count)).collect();
    match name {
        "year" => values.sort_by_key(|(value, _)| Reverse(*value)),
        _ => values.sort_by_key(|(value, count)| (Reverse(*count), *value)),
    }
    values
}

fn facet(name: &str, values: &BTreeMap<String, u64>, address: &Address, ui: &Ui) -> Markup {
    let values = ordered(name, values);
    let (first, rest) = values.split_at(values.len().min(SHOWN));
    html! {
        section .facet {
            h3 { (names::field(name, ui.locale)) }
            ul { @for value in first { (entry(name, *value, address, ui)) } }
            @if !rest.is_empty() {
                details {
                    summary {
                        @match ui.locale {
                            polidex_corpus::locale::Locale::Zh => { "另有 " (rest.len()) " 项" }
                            polidex_corpus::locale::Locale::En => { (rest.len()) " more" }
                        }
                    }
                    ul { @for value in rest.iter().take(MOST) { (entry(name, *value, address, ui)) } }
                }
            }
        }
    }
}

fn entry(name: &str, (value, count): (&str, u64), address: &Address, ui: &Ui) -> Markup {
    let filter = filter(name, value);
    let on = address.filters.contains(&filter);
    let href = if on { address.unfiltered(&filter) } else { address.filtered(filter) }.href(ui);
    html! {
        li {
            a href=(href) aria-current=[on.then_some("true")] rel="nofollow" {
                span .value { (visible(&names::value(name, value, ui.locale))) }
                span .count { (grouped(count)) }
            }
        }
    }
}

/// The filters of the address, each with a link that takes it off.
pub fn chips(address: &Address, ui: &Ui) -> Markup {
    if address.filters.is_empty() && ui.day().is_none() {
        return html! {};
    }
    html! {
        ul .chips aria-label=(ui.pick("Filters that are on", "已选筛选")) {
            @if let Some(day) = ui.day() {
                li {
                    a href=(address.href(&ui.today())) rel="nofollow" {
                        (ui.pick("Status as of ", "效力截至 ")) (visible(day))
                        span aria-hidden="true" { " ×" }
                        span .unseen { (ui.pick(" (as of today)", "（改为今天）")) }
                    }
                }
            }
            @for on in &address.filters {
                li {
                    a href=(address.unfiltered(on).href(ui)) rel="nofollow" {
                        (visible(&called(on, ui)))
                        span aria-hidden="true" { " ×" }
                        span .unseen { (ui.pick(" (take this filter off)", "（去掉此筛选）")) }
                    }
                }
            }
        }
    }
}

/// A filter in words; one that is no plain `field:value` stands as it was written.
fn called(filter: &str, ui: &Ui) -> String {
    let Some((field, value)) = filter.split_once(':') else { return filter.to_owned() };
    let (excluded, field) = field.strip_prefix('-').map_or((false, field), |field| (true, field));
    let not = if excluded { ui.pick("not ", "非") } else { "" };
    let value = names::value(field, value.trim_matches('"'), ui.locale);
    format!("{}{}{not}{value}", names::field(field, ui.locale), ui.pick(": ", "："))
}
