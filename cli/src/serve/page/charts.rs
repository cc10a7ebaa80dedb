//! Where the hits are in time and space, as charts: documents by year, issuer and region.
//!
//! Drawn as SVG with attributes only, so that they need neither a script nor an inline style. Every bar
//! is a link to its documents and says its number in words.

use super::{
    address::{Address, filter},
    facets::ordered,
    names,
    ui::Ui,
};
use crate::output::visible;
use maud::{Markup, html};
use polidex_search::answer::Answer;
use std::collections::BTreeMap;

/// Bars of a chart by name.
const BARS: usize = 8;
/// Columns of the timeline; earlier years stand together in the first.
const COLUMNS: i32 = 40;
/// Size of the timeline in units of its view box.
const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 96.0;

/// The charts of an answer, where looking beats reading: for several documents only.
pub fn charts(answer: &Answer, address: &Address, ui: &Ui) -> Markup {
    let of = |name: &str| answer.facets.get(name).filter(|values| values.len() > 1);
    let (years, issuers, regions) = (of("year"), of("issuer"), of("region"));
    if answer.total_policies < 3 || (years.is_none() && issuers.is_none() && regions.is_none()) {
        return html! {};
    }
    html! {
        details .charts {
            summary { (ui.pick("By year, issuer and region", "按年份、机关、地区看")) }
            @if let Some(years) = years { (timeline(years, address, ui)) }
            div .columns {
                @if let Some(values) = issuers { (bars("issuer", values, address, ui)) }
                @if let Some(values) = regions { (bars("region", values, address, ui)) }
            }
        }
    }
}

fn timeline(values: &BTreeMap<String, u64>, address: &Address, ui: &Ui) -> Markup {
    let known: Vec<(i32, u64)> =
        values.iter().filter_map(|(year, count)| Some((year.parse().ok()?, *count))).collect();
    let (Some(first), Some(last)) =
        (known.iter().map(|year| year.0).min(), known.iter().map(|year| year.0).max())
    else {
        return html! {};
    };
    let first = first.max(last - COLUMNS + 1);
    let count = |year: i32| -> u64 {
        known
            .iter()
            .filter(|(known, _)| *known == year || (year == first && *known < first))
            .map(|(_, n)| n)
            .sum()
    };
    let columns: Vec<(i32, u64)> = (first..=last).map(|year| (year, count(year))).collect();
    let most = columns.iter().map(|(_, count)| *count).max().unwrap_or(1).max(1);
    let step = WIDTH / f64::from(last - first + 1);
    let label_every = ((48.0 / step).ceil() as i32).max(1);
    html! {
        figure {
            figcaption { (ui.pick("Documents by year", "各年文件数")) }
            svg .timeline viewBox=(format!("0 0 {WIDTH} {}", HEIGHT + 18.0)) role="group" {
                @for (at, (year, count)) in columns.iter().enumerate() {
                    @let x = step * at as f64;
                    @let height = (HEIGHT - 4.0) * *count as f64 / most as f64;
                    @if *count > 0 {
                        a href=(address.filtered(years(*year, first, &known)).href(ui)) rel="nofollow" {
                            title { (called(*year, first, &known)) ": " (count) }
                            rect .room x=(px(x)) y="0" width=(px(step)) height=(px(HEIGHT)) {}
                            rect .bar x=(px(x + step * 0.15)) y=(px(HEIGHT - height)) width=(px(step * 0.7)) height=(px(height)) rx="1.5" {}
                        }
                    }
                    @if (last - year) % label_every == 0 {
                        text x=(px(x + step / 2.0)) y=(px(HEIGHT + 14.0)) text-anchor="middle" aria-hidden="true" { (called(*year, first, &known)) }
                    }
                }
            }
        }
    }
}

/// Whether a column stands for the years before it too.
fn gathers(year: i32, first: i32, known: &[(i32, u64)]) -> bool {
    year == first && known.iter().any(|(known, _)| *known < first)
}

/// The filter of a column.
fn years(year: i32, first: i32, known: &[(i32, u64)]) -> String {
    if gathers(year, first, known) { format!("year:..{year}") } else { filter("year", &year.to_string()) }
}

/// What a column is called.
fn called(year: i32, first: i32, known: &[(i32, u64)]) -> String {
    if gathers(year, first, known) { format!("≤{year}") } else { year.to_string() }
}

fn bars(name: &str, values: &BTreeMap<String, u64>, address: &Address, ui: &Ui) -> Markup {
    let values = ordered(name, values);
    let most = values.iter().map(|(_, count)| *count).max().unwrap_or(1).max(1);
    html! {
        figure {
            figcaption { (names::field(name, ui.locale)) }
            ul .bars {
                @for (value, count) in values.iter().take(BARS) {
                    li {
                        a href=(address.filtered(filter(name, value)).href(ui)) rel="nofollow" {
                            span .value { (visible(&names::value(name, value, ui.locale))) }
                            svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true" {
                                rect .bar width=(px(100.0 * *count as f64 / most as f64)) height="6" rx="1" {}
                            }
                            span .count { (count) }
                        }
                    }
                }
            }
        }
    }
}

/// A length with one decimal.
fn px(length: f64) -> String {
    format!("{length:.1}")
}
