//! What all pages have in common.

use super::{assets, ui::Ui};
use maud::{DOCTYPE, Markup, html};

/// The parts of the site that the head of every page leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Search.
    Search,
    /// The check of quotations.
    Quote,
    /// What a company can get.
    Match,
    /// What is covered.
    Sources,
    /// A document or clause.
    Document,
}

/// A page.
pub struct Page {
    /// What the window is called.
    pub title: String,
    /// Where it belongs.
    pub place: Place,
    /// Whether it answers a form that is not in its address.
    pub posted: bool,
    /// Everything below the head.
    pub main: Markup,
}

impl Page {
    /// The whole page in the reader's language.
    pub fn show(&self, ui: &Ui) -> Markup {
        html! {
            (DOCTYPE)
            html lang=(ui.lang()) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    meta name="referrer" content="same-origin";
                    title { (self.title) " · polidex" }
                    link rel="stylesheet" href=(assets::STYLE.address());
                    link rel="icon" href=(assets::ICON.address()) type="image/svg+xml";
                    script src=(assets::SCRIPT.address()) defer {}
                }
                body {
                    a .skip href="#main" { (ui.pick("Skip to content", "跳到正文")) }
                    (self.header(ui))
                    main #main tabindex="-1" { (self.main) }
                    (footer(ui))
                    div #said role="status" aria-live="polite" .unseen {}
                }
            }
        }
    }

    fn header(&self, ui: &Ui) -> Markup {
        let places = [
            (Place::Search, "/", ui.pick("Search", "检索")),
            (Place::Quote, "/quote", ui.pick("Check a quotation", "核对引文")),
            (Place::Match, "/match", ui.pick("Find support", "找支持政策")),
        ];
        html! {
            header .site {
                a .mark href=(ui.href("/", [])) {
                    span .seal aria-hidden="true" { "策" } "polidex"
                }
                nav aria-label=(ui.pick("Main", "主导航")) {
                    @for (place, path, name) in places {
                        @let current = (place == self.place).then_some("page");
                        a href=(ui.href(path, [])) aria-current=[current] { (name) }
                    }
                }
                (ui.languages(self.posted))
            }
        }
    }
}

fn footer(ui: &Ui) -> Markup {
    html! {
        footer .site {
            p {
                (ui.pick(
                    "Texts are shown as published, with where they were read. Whether a document is in force is worked out from the stored documents; the authority decides.",
                    "所有文本均按发布原文显示，并注明出处。是否有效依据库中文件推断，最终以主管机关为准。",
                ))
            }
            p {
                a href=(ui.href("/sources", [])) { (ui.pick("Sources", "来源")) } " · "
                a href=(ui.href("/api", [])) { "API" } " · "
                a href=(ui.href("/collections", [])) { (ui.pick("Collections", "文件集")) } " · "
                a href="/healthz" { (ui.pick("State of the server", "服务状态")) }
            }
        }
    }
}
