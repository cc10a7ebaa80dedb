//! The page of the sources: what is covered, how fresh it is, what wants looking at.

use super::{
    layout::{Page, Place},
    marked::plain,
    ui::Ui,
};
use crate::{answers::sources::ListedSource, output::sources as words};
use maud::{Markup, html};
use polidex_corpus::locale::{Locale, Localized};

/// The page.
pub fn page(sources: &[ListedSource], ui: &Ui) -> Markup {
    let held: Vec<&ListedSource> =
        sources.iter().filter(|source| source.policies > 0 || source.last_failure.is_some()).collect();
    let main = html! {
        article .whole {
            h1 { (ui.pick("Sources", "来源")) }
            p .lead {
                (ui.pick(
                    "What is said here rests on these sources. What they do not hold is not known here.",
                    "本站所述以下列来源为据；来源中没有的内容，本站无从得知。",
                ))
            }
            @if held.is_empty() { p { (ui.pick("Nothing is stored yet.", "库中尚无文件。")) } }
            @for source in held { (one(source, ui)) }
        }
    };
    Page { title: ui.pick("Sources", "来源").to_owned(), place: Place::Sources, posted: false, main }.show(ui)
}

fn one(source: &ListedSource, ui: &Ui) -> Markup {
    let title = match ui.locale {
        Locale::En => source.title.as_ref(),
        Locale::Zh => source.title_zh.as_ref(),
    };
    html! {
        section .source-health {
            h2 {
                @match title { Some(title) => { (plain(title)) " " span .aside { (plain(&source.name)) } }, None => (plain(&source.name)) }
            }
            p { (plain(&words::covers(source, ui.locale))) }
            @if let Some(pages) = words::pages(source, ui.locale) { p .aside { (pages) } }
            @if let Some(failed) = &source.last_failure {
                p .aside {
                    (ui.pick("Last failure: ", "最近一次失败：")) time datetime=(failed.at) { (failed.at.get(..10).unwrap_or(&failed.at)) }
                    " · " (plain(&failed.failure.url)) " · " (plain(&failed.failure.reason.localized(ui.locale)))
                }
            }
            @for alarm in &source.alarms {
                p {
                    span .badge data-status="partly_invalid" { (ui.pick("pages look different", "网页有异")) } " "
                    (plain(&alarm.what.localized(ui.locale)))
                }
            }
        }
    }
}
