//! Hits by document, with the clause, what matched in it, and why.

use super::{
    marked::{marked, plain, tag},
    names,
    ui::Ui,
};
use crate::output::{hits, snippet};
use maud::{Markup, html};
use polidex_search::answer::{Hit, HitRendering, MatchedBy, PolicySummary};

/// A clause of at most this many characters is shown whole,
const WHOLE: usize = 220;
/// of a longer one this many around what matched.
const SNIPPET: usize = 180;

/// The hits of a page, those of one document together, in the order of each document's best.
pub fn list(hits: &[Hit], ui: &Ui) -> Markup {
    let mut documents: Vec<(&PolicySummary, Vec<&Hit>)> = Vec::new();
    for hit in hits {
        match documents.iter_mut().find(|(policy, _)| policy.id == hit.policy.id) {
            Some((_, clauses)) => clauses.push(hit),
            None => documents.push((&hit.policy, vec![hit])),
        }
    }
    html! {
        ol .documents {
            @for (policy, clauses) in &documents {
                li .document {
                    (head(policy, ui))
                    @for hit in clauses { (clause(hit, ui)) }
                }
            }
        }
    }
}

/// A document's title, status and facts.
pub fn head(policy: &PolicySummary, ui: &Ui) -> Markup {
    html! {
        h2 lang=[tag(policy.lang)] {
            a href=(ui.href(&document(policy), [])) { (plain(&policy.title)) }
        }
        @if let Some(translated) = &policy.title_translated {
            p .translated lang=(if policy.lang.is_chinese() { "en" } else { "zh" }) { (plain(translated)) }
        }
        p .facts { (names::badges(policy, ui.locale)) (facts(policy, ui)) }
    }
}

/// The address of the document's page, in the edition that is shown.
pub fn document(policy: &PolicySummary) -> String {
    format!("/policies/{}", segment(&policy.id))
}

/// Number, issuer, date and kind.
pub fn facts(policy: &PolicySummary, ui: &Ui) -> Markup {
    let date = policy.written.as_ref().or(policy.published.as_ref()).or(policy.effective.as_ref());
    html! {
        @if let Some(number) = &policy.doc_number { span .number { (plain(number)) } }
        @if !policy.issuer.is_empty() { span { (plain(&policy.issuer.join("、"))) } }
        @if let Some(date) = date { span { time datetime=(date) { (date) } } }
        span { (policy.kind.label(ui.locale)) }
    }
}

fn clause(hit: &Hit, ui: &Ui) -> Markup {
    let chars: Vec<char> = hit.clause.text.chars().collect();
    let window = if chars.len() <= WHOLE {
        (0, chars.len())
    } else {
        snippet::window(&chars, &hit.highlights, SNIPPET)
    };
    let reference = hit.clause.reference.to_string();
    html! {
        article .clause {
            p .path lang=[tag(hit.clause.lang)] {
                a href=(clause_href(hit, ui)) { (plain(&place(hit))) }
            }
            p .text lang=[tag(hit.clause.lang)] {
                @if window.0 > 0 { "…" }
                (marked(&chars, &hit.highlights, window))
                @if window.1 < chars.len() { "…" }
            }
            @if let Some(rendering) = &hit.rendering { (beside(rendering, ui)) }
            div .tools {
                (why(&hit.matched_by, ui))
                (copying(&hit.policy.id, &hit.policy.edition, hit.clause.reference.clause.as_deref(), ui))
                code .reference { (plain(&reference)) }
            }
        }
    }
}

/// The clause in the language of the query that speaks for it.
fn beside(rendering: &HitRendering, ui: &Ui) -> Markup {
    let reference = &rendering.reference;
    let path = clause_path(&reference.policy.0, reference.clause.as_deref().unwrap_or_default());
    html! {
        p .aside {
            (hits::beside(rendering, ui.locale)) ": "
            a href=(ui.href(&path, None)) { (plain(&reference.to_string())) }
            " (" (ui.pick("aligned by machine, confidence ", "机器对齐，可信度 ")) (format!("{:.2}", rendering.confidence)) ")"
        }
    }
}

/// Where the clause stands, from the outermost label to its own.
fn place(hit: &Hit) -> String {
    let mut labels: Vec<&str> = hit.clause.path.iter().map(String::as_str).collect();
    if labels.is_empty() {
        labels.push(if hit.clause.label.is_empty() {
            hit.clause.reference.clause.as_deref().unwrap_or("§")
        } else {
            &hit.clause.label
        });
    }
    labels.join(" › ")
}

fn clause_href(hit: &Hit, ui: &Ui) -> String {
    let path = hit.clause.reference.clause.as_deref().unwrap_or_default();
    let edition = hit.policy.superseded.then_some(("edition", hit.policy.edition.as_str()));
    ui.href(&clause_path(&hit.policy.id, path), edition)
}

/// The address of a clause's page.
pub fn clause_path(policy: &str, path: &str) -> String {
    format!("/policies/{}/clauses/{}", segment(policy), segment(path))
}

/// Copies text, citation and link. It needs a script, without which the style sheet hides it.
pub fn copying(policy: &str, edition: &str, path: Option<&str>, ui: &Ui) -> Markup {
    html! {
        button .copy type="button" data-policy=(policy) data-edition=(edition) data-clause=[path] {
            (ui.pick("Copy as quotation", "复制引文"))
        }
    }
}

/// Why it matched, on demand.
fn why(matched: &[MatchedBy], ui: &Ui) -> Markup {
    if matched.is_empty() {
        return html! {};
    }
    html! {
        details .why {
            summary { (ui.pick("Why this matched", "为何命中")) }
            ul {
                @for line in matched {
                    li {
                        q { (plain(&line.term)) }
                        @if line.found != line.term { " → " q { (plain(&line.found)) } }
                        " " span .aside { (reason(line.why, ui)) }
                    }
                }
            }
        }
    }
}

fn reason<'a>(why: &'a str, ui: &'a Ui) -> &'a str {
    match why {
        "clause" => ui.pick("stands in the clause", "出现在条文中"),
        "title_or_heading" => ui.pick("stands in the title or a heading", "出现在标题或章节名中"),
        "phrase" => ui.pick("this phrase stands in the clause", "条文中有此短语"),
        "everyday" => ui.pick("what the field calls it", "日常说法的规范用语"),
        "number" => ui.pick("the number of the document", "文号相符"),
        "lexicon" => ui.pick("translated by the lexicon of policy terms", "政策术语对照"),
        "dictionary" => ui.pick("translated by the imported dictionary", "导入词典对照"),
        other => other,
    }
}

/// A piece of a path, percent-encoded.
pub fn segment(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
}
