//! Links of a page that belong to its document: attachments, interpretation, other languages.

use crate::{
    dom::{Element, Page},
    extract::{Kinship, Related},
    source::{Link, looks_like_document},
};
use std::collections::HashSet;
use url::Url;

/// Extensions of files that are attached to documents.
const FILES: &[&str] = &[
    "pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "wps", "et", "ofd", "rtf", "zip", "rar", "7z", "ceb",
];

/// Names of containers of attachments, as parts of ids and classes.
const CONTAINERS: &[&str] = &["fujian", "attach", "appendix", "accessory", "fjxz"];

/// What links to other pages of a family say.
const LABELS: &[(Kinship, &[&str])] = &[
    (
        Kinship::Interpretation,
        &[
            "解读",
            "政策解读",
            "相关解读",
            "文字解读",
            "图片解读",
            "图文解读",
            "图解",
            "一图读懂",
            "专家解读",
            "部门解读",
            "视频解读",
            "文件解读",
            "媒体解读",
        ],
    ),
    (
        Kinship::Original,
        &["原文", "政策原文", "文件原文", "查看原文", "相关文件", "相关政策", "Chinese", "中文", "中文版"],
    ),
    (Kinship::Translation, &["English", "English Version", "英文", "英文版"]),
];

/// Most links of either sort that are taken.
const MOST: usize = 200;

/// The attachments, each address once.
pub(super) fn attachments(page: &Page<'_>, body: Element<'_>, base: Option<&Url>) -> Vec<Link> {
    let mut seen = HashSet::new();
    let links = anchors(page).filter_map(|anchor| {
        let inside = (body.place()..body.end()).contains(&anchor.place());
        let link = link(anchor, base)?;
        let is_file = is_file(&link.url);
        let named = is_attachment_label(&link.text);
        let belongs = inside && (is_file || named && link.url.path() != "/")
            || is_file && (named || in_container(anchor));
        (belongs && seen.insert(link.url.clone())).then_some(link)
    });
    links.take(MOST).collect()
}

/// Pages that explain this one, or say it in another language.
pub(super) fn related(page: &Page<'_>, title: Option<&str>, base: Option<&Url>) -> Vec<Related> {
    let mut seen = HashSet::new();
    let links = anchors(page).filter_map(|anchor| {
        let text = anchor.text();
        let kinship = kinship(&text, title)?;
        let link = link(anchor, base)?;
        let own = base.is_some_and(|base| base.as_str() == link.url.as_str());
        // Menus call their columns by the same names; a document's address is told from a list's.
        let belongs = looks_like_document(&link.url) && !own && seen.insert(link.url.clone());
        belongs.then_some(Related { kinship, link })
    });
    links.take(MOST).collect()
}

fn kinship(text: &str, title: Option<&str>) -> Option<Kinship> {
    let label = text.trim_matches(|c: char| c.is_whitespace() || "【】[]:：>》".contains(c));
    if let Some((kinship, _)) = LABELS.iter().find(|(_, labels)| labels.contains(&label)) {
        return Some(*kinship);
    }
    let title = title.filter(|title| title.chars().count() > 6)?;
    (text.contains("解读") && !title.contains("解读") && text.contains(title))
        .then_some(Kinship::Interpretation)
}

fn anchors<'p>(page: &'p Page<'p>) -> impl Iterator<Item = Element<'p>> {
    page.root().descendants().filter(|element| element.tag().is_link())
}

fn link(anchor: Element<'_>, base: Option<&Url>) -> Option<Link> {
    let target = anchor.attr("href")?;
    let target = target.trim();
    if target.is_empty() || target.starts_with('#') {
        return None;
    }
    let mut url = match base {
        Some(base) => base.join(target).ok()?,
        None => Url::parse(target).ok()?,
    };
    if !matches!(url.scheme(), "http" | "https" | "file") {
        return None;
    }
    url.set_fragment(None);
    let text = anchor.text();
    let text = if text.is_empty() { anchor.attr("title").unwrap_or_default().into_owned() } else { text };
    Some(Link { url, text, date: None })
}

/// Whether an address is a file's by its extension.
pub(super) fn is_file(url: &Url) -> bool {
    let name = url.path().rsplit('/').next().unwrap_or_default();
    name.rsplit_once('.')
        .is_some_and(|(_, extension)| FILES.iter().any(|known| known.eq_ignore_ascii_case(extension)))
}

pub(super) fn is_attachment_label(text: &str) -> bool {
    text.trim_start_matches(|c: char| c.is_whitespace() || "【[（(".contains(c)).starts_with("附件")
}

fn in_container(anchor: Element<'_>) -> bool {
    anchor.ancestors().take(4).any(|element| {
        element.has_attributes()
            && ["class", "id"].into_iter().filter_map(|name| element.attr(name)).any(|value| {
                let value = value.to_ascii_lowercase();
                CONTAINERS.iter().any(|name| value.contains(name))
            })
    })
}
