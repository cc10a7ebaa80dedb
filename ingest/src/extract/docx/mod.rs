//! Word documents (DOCX): the text that a reader sees, with the labels that Word generates.

mod body;
mod counting;
mod numbering;
mod package;
mod styles;
mod xml;

use super::{Article, Role, Unreadable, properties_title, signs};
use crate::Limits;
use body::{Body, Seen};
use numbering::Numbering;
use package::Package;
use polidex_corpus::model::Warning;
use std::collections::HashMap;
use styles::Styles;
use xml::{Token, walk};

/// Extracts a DOCX file.
pub(super) fn extract(bytes: &[u8], limits: &Limits) -> Result<Article, Unreadable> {
    let mut package = Package::open(bytes, limits)?;
    let Some(document) = package.part("word/document.xml")? else {
        return Err(Unreadable::Broken { format: "DOCX", detail: "it has no word/document.xml".to_owned() });
    };
    let mut part = |name: &str| package.part(name).map(Option::unwrap_or_default);
    let styles = Styles::parse(&part("word/styles.xml")?);
    let mut numbering = Numbering::parse(&part("word/numbering.xml")?);
    let mut article = Article::default();
    let seen = Body::new(&mut article, &mut numbering, &styles).read(&document);
    let notes = notes(&part("word/footnotes.xml")?, &part("word/endnotes.xml")?, &seen);
    for (mark, note) in notes.iter().enumerate() {
        article.push(&format!("[{}] {note}", mark + 1), Role::Body);
    }
    article.page_title = properties_title(&core_title(&part("docProps/core.xml")?), &article.text);
    article.warnings.extend(warnings(&seen, notes.len()));
    signs::settle(&mut article);
    Ok(article)
}

/// The texts of the notes whose marks stand in the text, in the order of their marks.
fn notes(footnotes: &str, endnotes: &str, seen: &Seen) -> Vec<String> {
    if seen.notes.is_empty() {
        return Vec::new();
    }
    let parts = [(true, notes_by_id(footnotes, "footnote")), (false, notes_by_id(endnotes, "endnote"))];
    let text = |(is_foot, id): &(bool, String)| {
        parts.iter().find(|(foot, _)| foot == is_foot).and_then(|(_, notes)| notes.get(id)).cloned()
    };
    seen.notes.iter().filter_map(text).filter(|note| !note.is_empty()).collect()
}

fn notes_by_id(xml: &str, element: &str) -> HashMap<String, String> {
    let mut notes = HashMap::new();
    let mut current: Option<(String, String)> = None;
    let mut in_text = false;
    // A broken file gives the notes before the damage.
    let _ = walk(xml, |token| match token {
        Token::Open(tag) if tag.name == element => {
            current = tag.attribute("id").map(|id| (id, String::new()));
        }
        Token::Open(tag) if tag.name == "t" => in_text = true,
        Token::Close("t") => in_text = false,
        Token::Close("p") => current.iter_mut().for_each(|(_, text)| text.push(' ')),
        Token::Close(name) if name == element => {
            notes.extend(current.take().map(|(id, text)| (id, text.trim().to_owned())));
        }
        Token::Text(text) if in_text => current.iter_mut().for_each(|(_, note)| note.push_str(text)),
        _ => {}
    });
    notes
}

/// The title among a document's properties.
fn core_title(xml: &str) -> String {
    let mut title = String::new();
    let mut in_title = false;
    let _ = walk(xml, |token| match token {
        Token::Open(tag) => in_title = tag.name == "dc:title",
        Token::Close(_) => in_title = false,
        Token::Text(text) if in_title => title.push_str(text),
        Token::Text(_) => {}
    });
    title
}

fn warnings(seen: &Seen, notes: usize) -> Vec<Warning> {
    let Seen { labels, deletions, insertions, hidden, broken, .. } = seen;
    let mut warnings = Vec::new();
    let mut warn = |is_so: bool, code: &str, en: String, zh: String| {
        warnings.extend(is_so.then(|| Warning::new(code, en, zh)));
    };
    warn(
        *labels > 0,
        "generated_labels",
        format!(
            "{labels} labels (such as 一、 or 1.) come from the document's numbering and were written out"
        ),
        format!("有 {labels} 个序号由文档的自动编号生成，已写入文本"),
    );
    warn(
        deletions + insertions > 0,
        "tracked_changes",
        format!("tracked changes: {deletions} deletions were left out, {insertions} insertions were kept"),
        format!("文档含修订：略去 {deletions} 处删除，保留 {insertions} 处插入"),
    );
    warn(
        *hidden > 0,
        "hidden_text",
        format!("{hidden} runs of hidden text were left out"),
        format!("有 {hidden} 处隐藏文字，已略去"),
    );
    warn(
        notes > 0,
        "notes_apart",
        format!("{notes} footnotes stand behind the text; their marks in the text were left out"),
        format!("{notes} 条脚注置于正文之后，正文中的注号已略去"),
    );
    let detail = broken.as_deref().unwrap_or_default();
    warn(
        broken.is_some(),
        "broken_xml",
        format!("the document is broken ({detail}); what stands before was read"),
        format!("文档已损坏（{detail}），仅读取此前内容"),
    );
    warnings
}
