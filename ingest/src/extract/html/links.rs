//! Links of a page that belong to its document: attachments, interpretation, other languages.

use crate::{
    dom::{Element, Page},
    extract::{Kinship, Related},
    source::{Link, looks_like_document},
    wordlist::Words,
};
use std::collections::HashSet;
use url::Url;

/// Extensions of files that are attached to documents.
const FILES: &[&str] = &[
    "pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "wps", "et", "ofd", "rtf", "zip", "rar", "7z", "ceb",
];

/// Names of containers of attachments, as parts of ids and classes.
static CONTAINERS: Words = Words::in_any_case(&["fujian", "attach", "appendix", "accessory", "fjxz"]);

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
        let target = anchor.attr("href")?;
        // Reading an address takes long, and of most links less than that tells that they are none.
        let may_be_file = names_file(&target);
        if !inside && !may_be_file {
            return None;
        }
        let text = shown(anchor);
        let named = is_attachment_label(&text);
        if !named && !may_be_file || !inside && !named && !in_container(anchor) {
            return None;
        }
        let url = address(&target, base)?;
        let belongs = is_file(&url) || inside && named && url.path() != "/";
        (belongs && seen.insert(url.clone())).then_some(Link { url, text, date: None })
    });
    links.take(MOST).collect()
}

/// Pages that explain this one, or say it in another language.
pub(super) fn related(page: &Page<'_>, title: Option<&str>, base: Option<&Url>) -> Vec<Related> {
    let mut seen = HashSet::new();
    let title = title.filter(|title| title.chars().count() > 6);
    let links = anchors(page).filter_map(|anchor| {
        let text = anchor.text();
        let kinship = kinship(&text, title)?;
        let url = address(&anchor.attr("href")?, base)?;
        let own = base.is_some_and(|base| base.as_str() == url.as_str());
        // Menus call their columns by the same names; a document's address is told from a list's.
        let belongs = looks_like_document(&url) && !own && seen.insert(url.clone());
        belongs.then(|| Related { kinship, link: Link { url, text: shown(anchor), date: None } })
    });
    links.take(MOST).collect()
}

fn kinship(text: &str, title: Option<&str>) -> Option<Kinship> {
    let label = text.trim_matches(|c: char| c.is_whitespace() || "【】[]:：>》".contains(c));
    if let Some((kinship, _)) = LABELS.iter().find(|(_, labels)| labels.contains(&label)) {
        return Some(*kinship);
    }
    let title = title?;
    (text.contains("解读") && !title.contains("解读") && text.contains(title))
        .then_some(Kinship::Interpretation)
}

fn anchors<'p>(page: &'p Page<'p>) -> impl Iterator<Item = Element<'p>> {
    page.root().descendants().filter(|element| element.tag().is_link())
}

/// The address that a link leads to.
fn address(target: &str, base: Option<&Url>) -> Option<Url> {
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
    Some(url)
}

/// What a link says.
fn shown(anchor: Element<'_>) -> String {
    let text = anchor.text();
    if text.is_empty() { anchor.attr("title").unwrap_or_default().into_owned() } else { text }
}

/// Whether an address as written can turn out to be a file's: it has an extension of one somewhere.
fn names_file(target: &str) -> bool {
    // White space within an address counts for nothing.
    target.contains(['\t', '\n', '\r'])
        || target.as_bytes().split(|&byte| byte == b'.').skip(1).any(|behind| {
            FILES.iter().any(|known| {
                behind.get(..known.len()).is_some_and(|own| own.eq_ignore_ascii_case(known.as_bytes()))
            })
        })
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
        element.may_mention(|attributes| CONTAINERS.any(attributes))
            && ["class", "id"]
                .into_iter()
                .filter_map(|name| element.attr(name))
                .any(|value| CONTAINERS.any(&value))
    })
}
