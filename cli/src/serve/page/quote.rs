//! The page that checks a quotation, or the quotations of a draft.

use super::{
    about::is_web,
    document::reference_href,
    layout::{Page, Place},
    marked::{plain, tag},
    search::warnings,
    ui::Ui,
};
use crate::output::quote as words;
use maud::{Markup, html};
use polidex_corpus::{
    locale::{Locale, Localized},
    model::{CharIndex, Span},
};
use polidex_search::quoting::{
    draft::{Draft, Finding, Outcome, Report},
    verify::{self, Difference, Match, Nearest, Part, Verdict},
};

/// Characters of a quotation or a draft that the form takes.
pub const MOST: usize = 200_000;

/// What came of the form.
pub enum Checked {
    /// Nothing has been asked yet.
    Nothing,
    /// One quotation.
    Quotation(Box<Verdict>),
    /// A whole draft.
    Draft(Box<Draft>, Box<Report>),
    /// The text is too long.
    TooLong,
}

/// The page; `text` is what was sent.
pub fn page(text: &str, checked: &Checked, ui: &Ui) -> Markup {
    let main = html! {
        h1 { (ui.pick("Check a quotation", "核对引文")) }
        p .lead {
            (ui.pick(
                "Paste a quotation, or a whole draft. Nothing of it is stored or logged.",
                "粘贴一段引文或整篇稿件。内容不会被保存，也不会写入日志。",
            ))
        }
        form #check method="post" action=(ui.href("/quote", [])) {
            label .unseen for="text" { (ui.pick("Quotation or draft", "引文或稿件")) }
            textarea #text name="text" rows="6" maxlength=(MOST) required placeholder=(ui.pick("“Enterprises that …”", "“对首次升规入统的软件企业……”")) { (text) }
            div .buttons {
                button type="submit" name="as" value="quotation" { (ui.pick("Check the quotation", "核对这段引文")) }
                button .second type="submit" name="as" value="draft" { (ui.pick("Check a whole draft", "核对整篇稿件")) }
            }
        }
        div #outcome {
            @match checked {
                Checked::Nothing => {}
                Checked::TooLong => p .notes { (ui.pick("That is too long for this page; `polidex quote check` takes whole files.", "文本过长；整份文件请用 `polidex quote check`。")) }
                Checked::Quotation(verdict) => (verdict_shown(verdict, ui)),
                Checked::Draft(draft, report) => (draft_shown(draft, report, ui)),
            }
        }
    };
    let posted = !matches!(checked, Checked::Nothing);
    Page { title: ui.pick("Check a quotation", "核对引文").to_owned(), place: Place::Quote, posted, main }
        .show(ui)
}

fn verdict_shown(verdict: &Verdict, ui: &Ui) -> Markup {
    let class = if verdict.matched.is_right() { "right" } else { "wrong" };
    html! {
        section .verdict data-match=(class) aria-labelledby="verdict" {
            h2 #verdict {
                (words::matched(verdict.matched, ui.locale))
                @if let Some(status) = verdict.status { " · " (words::standing(status, ui.locale)) }
            }
            @if let Some(difference) = &verdict.difference { (difference_shown(difference, ui)) }
            @for caution in &verdict.cautions { p .caution { (words::cautioned(caution, ui.locale)) } }
            @if verdict.matched == Match::Stitched {
                @for part in &verdict.parts { (part_shown(part, ui)) }
            } @else {
                @for place in &verdict.places { (place_shown(place, ui)) }
                @let more = verdict.total.saturating_sub(verdict.places.len());
                @if more > 0 {
                    p .aside { @match ui.locale { Locale::Zh => { "另有 " (more) " 处" } Locale::En => { "and " (more) " more places" } } }
                }
            }
            (nearest_shown(&verdict.nearest, ui))
            (warnings(&verdict.warnings, ui))
        }
    }
}

fn difference_shown(difference: &Difference, ui: &Ui) -> Markup {
    html! {
        p .compared { (laid_beside(difference)) }
        p .aside {
            del { (ui.pick("published, missing here", "原文有而引文无")) } " "
            ins { (ui.pick("not published", "引文有而原文无")) }
        }
        @if !difference.grave.is_empty() {
            p .caution { (ui.pick("Grave: ", "严重：改动了")) (words::kinds(&difference.grave, ui.locale)) (ui.pick(" changed", "")) }
        }
    }
}

fn laid_beside(difference: &Difference) -> Markup {
    html! {
        @for piece in &difference.pieces {
            @if piece.same { (plain(&piece.published)) } @else {
                @if !piece.published.is_empty() { del { (plain(&piece.published)) } }
                @if !piece.quoted.is_empty() { ins { (plain(&piece.quoted)) } }
            }
        }
    }
}

fn place_shown(place: &verify::Place, ui: &Ui) -> Markup {
    let policy = &place.policy;
    html! {
        article .place {
            h3 lang=[tag(policy.lang)] {
                a href=(reference_href(&place.reference, ui)) { (plain(&policy.title)) " " (plain(&place.path.join(" "))) }
            }
            p .facts {
                span .badge data-status=(place.validity.name()) { (super::names::status(place.validity, ui.locale)) }
                @if let Some(number) = &policy.doc_number { span .number { (plain(number)) } }
                @if !policy.issuer.is_empty() { span { (plain(&policy.issuer.join("、"))) } }
                span { (ui.pick("edition ", "版本 ")) (plain(&policy.edition)) }
                @if policy.illustrative { span .badge { (ui.pick("illustrative sample", "示例文本")) } }
            }
            blockquote .official lang=[tag(policy.lang)] { (plain(&place.text)) }
            @if !place.normalisations.is_empty() {
                @let names = place.normalisations.iter().map(|kind| kind.label(ui.locale)).collect::<Vec<_>>();
                p .aside { (ui.pick("differs in print only: ", "仅有版式差异：")) (names.join(ui.pick(", ", "、"))) }
            }
            @if let Some(beside) = &place.counterpart {
                p .aside { (beside.standing.label(ui.locale)) " " a href=(reference_href(&beside.reference, ui)) lang=[tag(beside.lang)] { (plain(&beside.text)) } }
            }
            @for source in &place.sources {
                p .aside .long {
                    @if is_web(&source.location) { a href=(source.location) rel="noreferrer external" { (plain(&source.location)) } }
                    @else { (plain(&source.location)) }
                    " · " (ui.pick("read ", "读入 ")) (source.captured_at) " · sha256 " code { (source.sha256) }
                }
            }
            (super::hit::copying(&policy.id, &policy.edition, place.reference.clause.as_deref(), ui))
        }
    }
}

fn part_shown(part: &Part, ui: &Ui) -> Markup {
    html! {
        p { mark { (plain(&part.quoted)) } }
        @match &part.place {
            Some(place) => (place_shown(place, ui)),
            None => p .aside { (ui.pick("stands nowhere", "未找到出处")) },
        }
    }
}

fn nearest_shown(nearest: &[Nearest], ui: &Ui) -> Markup {
    html! {
        @if !nearest.is_empty() {
            h3 { (ui.pick("Nearest clauses", "最接近的条款")) }
            @for clause in nearest {
                article .place {
                    h4 lang=[tag(clause.lang)] { a href=(reference_href(&clause.reference, ui)) { (plain(&clause.title)) " " (plain(&clause.label)) } }
                    blockquote .official lang=[tag(clause.lang)] { (plain(&clause.text)) }
                }
            }
        }
    }
}

fn draft_shown(draft: &Draft, report: &Report, ui: &Ui) -> Markup {
    let Report { right, wrong, unknown, .. } = report;
    html! {
        section .verdict data-match=(if *wrong == 0 { "right" } else { "wrong" }) aria-labelledby="verdict" {
            h2 #verdict {
                @match ui.locale {
                    Locale::Zh => { (wrong) " 处错误 · " (right) " 处正确 · " (unknown) " 处未知" }
                    Locale::En => { (wrong) " wrong · " (right) " right · " (unknown) " unknown" }
                }
            }
            div .draft { (annotated(draft, &report.findings)) }
            ol .findings { @for (number, finding) in report.findings.iter().enumerate() { (note(number, finding, ui)) } }
            (warnings(&report.warnings, ui))
        }
    }
}

/// The draft with a mark around every claim; where claims lie in each other, the outer is marked.
fn annotated(draft: &Draft, findings: &[Finding]) -> Markup {
    let index = CharIndex::new(&draft.text);
    let mut pieces = Vec::new();
    let mut at = 0;
    for (number, finding) in findings.iter().enumerate() {
        if finding.span.start < at {
            continue;
        }
        pieces.push((index.slice(Span::new(at, finding.span.start)), Some((number, finding))));
        at = finding.span.end;
    }
    pieces.push((&draft.text[index.byte_at(at)..], None));
    html! {
        @for (before, finding) in pieces {
            (plain(before))
            @if let Some((number, finding)) = finding {
                a href=(format!("#f{number}")) data-outcome=(class(finding.outcome)) {
                    (plain(index.slice(finding.span))) sup { (number + 1) }
                }
            }
        }
    }
}

fn note(number: usize, finding: &Finding, ui: &Ui) -> Markup {
    let difference = finding.verdict.as_ref().and_then(|verdict| verdict.difference.as_ref());
    let name = match finding.outcome {
        Outcome::Right => ui.pick("right", "正确"),
        Outcome::Wrong => ui.pick("wrong", "错误"),
        Outcome::Unknown => ui.pick("unknown", "未知"),
    };
    html! {
        li #(format!("f{number}")) data-outcome=(class(finding.outcome)) {
            strong { (name) } " " span .aside { (finding.kind.label(ui.locale)) } " " q { (plain(&finding.text)) } " "
            (plain(&finding.localized(ui.locale)))
            @if let Some(difference) = difference { p .compared { (laid_beside(difference)) } }
            @if let Some(reference) = &finding.reference { " " a href=(reference_href(reference, ui)) { code { (reference) } } }
        }
    }
}

fn class(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Right => "right",
        Outcome::Wrong => "wrong",
        Outcome::Unknown => "unknown",
    }
}
