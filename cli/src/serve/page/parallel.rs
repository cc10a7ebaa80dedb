//! A document beside its version in the other language.

use super::{
    document::reference_href,
    hit::segment,
    layout::{Page, Place},
    marked::{plain, tag},
    ui::Ui,
};
use maud::{Markup, html};
use polidex_corpus::{locale::Localized, model::ClauseRef};
use polidex_search::{
    align::Segment,
    parallel::{Parallel, Row, Side},
};

/// A row of this confidence or less is marked as uncertain.
const UNCERTAIN: f32 = 0.5;

/// The page; `policy` is the document whose address it has.
pub fn page(policy: &str, both: &Parallel, ui: &Ui) -> Markup {
    let own = if both.chinese.policy.0 == policy { &both.chinese } else { &both.english };
    let main = html! {
        article .side-by-side {
            header .about {
                h1 lang=[tag(own.lang)] { (plain(&own.title)) }
                p .views {
                    a href=(ui.href(&format!("/policies/{}", segment(policy)), [])) { (ui.pick("One language only", "仅看一种语言")) }
                }
            }
            table .parallel {
                caption .unseen { (ui.pick("Chinese and English side by side", "中英对照")) }
                thead { tr { (head(&both.chinese, ui)) (head(&both.english, ui)) } }
                tbody { @for row in &both.rows { (line(both, row, ui)) } }
            }
        }
    };
    Page { title: own.title.clone(), place: Place::Document, posted: false, main }.show(ui)
}

fn head(side: &Side, ui: &Ui) -> Markup {
    html! {
        th scope="col" {
            span lang=[tag(side.lang)] { (plain(&side.title)) } br;
            span .aside { (plain(&side.authority.localized(ui.locale))) }
        }
    }
}

fn line(both: &Parallel, row: &Row, ui: &Ui) -> Markup {
    let alone = row.chinese.is_empty() || row.english.is_empty();
    let uncertain = !alone && row.confidence <= UNCERTAIN;
    html! {
        tr .uncertain[uncertain] {
            (cell(&both.chinese, &row.chinese, ui))
            (cell(&both.english, &row.english, ui))
        }
        @if uncertain {
            tr .remark { td colspan="2" { (ui.pick("It is not certain that these two say the same.", "以上两段是否对应，尚不确定。")) } }
        }
    }
}

fn cell(side: &Side, segments: &[Segment], ui: &Ui) -> Markup {
    let reference = |segment: &Segment| ClauseRef {
        policy: side.policy.clone(),
        edition: Some(side.edition.clone()),
        clause: Some(segment.path.to_string()),
    };
    html! {
        td lang=[tag(side.lang)] {
            @if segments.is_empty() { span .aside lang=(ui.lang()) { (ui.pick("no counterpart found", "未找到对应文字")) } }
            @for segment in segments {
                p {
                    (plain(&segment.text)) " "
                    a .pilcrow href=(reference_href(&reference(segment), ui)) aria-label=(ui.pick("This clause", "本条")) { "¶" }
                }
            }
        }
    }
}
