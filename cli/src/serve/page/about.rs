//! What is known about a document: status with its reason, dates, editions, relatives, relations, origin.

use super::{document::reference_href, hit::segment, marked::plain, ui::Ui};
use crate::output::graph::called;
use maud::{Markup, html};
use polidex_corpus::{
    locale::{Locale, Localized},
    model::Correction,
    source::Tier,
    store::Relative,
};
use polidex_search::{
    answer::PolicySummary,
    origin::{self, Authority, Origin},
    relations::{Graph, Link},
    standing::{Proof, Standing},
};

/// Whether an address is one of the web: only these become links.
pub fn is_web(url: &str) -> bool {
    url::Url::parse(url).is_ok_and(|url| matches!(url.scheme(), "http" | "https"))
}

/// Why it stands as it does, with the words that prove it and what changes it.
pub fn standing(standing: &Standing, ui: &Ui) -> Markup {
    html! {
        div .standing data-status=(standing.status.name()) {
            p { (plain(&standing.localized(ui.locale))) }
            @if let Some(proof) = &standing.proof { (quoted(proof, ui)) }
            @for amendment in &standing.amended_by {
                p { (ui.pick("Changed by a later document:", "被之后的文件修改：")) }
                (quoted(amendment, ui))
            }
        }
    }
}

fn quoted(proof: &Proof, ui: &Ui) -> Markup {
    html! {
        blockquote {
            (plain(&proof.text))
            footer { a href=(reference_href(&proof.reference, ui)) { (plain(&proof.title)) } }
        }
    }
}

/// What somebody says instead of what was read, with what was published.
pub fn corrections(corrections: &[Correction], ui: &Ui) -> Markup {
    html! {
        @if !corrections.is_empty() {
            div .notes role="note" {
                p { strong { (ui.pick("Corrected", "已更正")) } }
                ul {
                    @for correction in corrections { li { (plain(&correction.localized(ui.locale))) } }
                }
            }
        }
    }
}

/// What a translation is worth.
pub fn authority(authority: &Authority, ui: &Ui) -> Markup {
    if authority.standing == origin::Standing::Original {
        return html! {};
    }
    html! {
        p .authority {
            (plain(&authority.localized(ui.locale)))
            @if let Some(original) = &authority.authoritative {
                " " a href=(reference_href(original, ui)) { (ui.pick("Read the original", "查看原文")) }
            }
        }
    }
}

/// All dates that are known.
pub fn dates(policy: &PolicySummary, ui: &Ui) -> Markup {
    let dates = [
        (ui.pick("Written", "成文"), &policy.written),
        (ui.pick("Published", "发布"), &policy.published),
        (ui.pick("In force from", "施行"), &policy.effective),
        (ui.pick("Until", "有效期至"), &policy.expires),
    ];
    let known: Vec<_> = dates.iter().filter_map(|(name, date)| Some((name, date.as_ref()?))).collect();
    html! {
        @if !known.is_empty() {
            dl .dates {
                @for (name, date) in known { div { dt { (name) } dd { time datetime=(date) { (date) } } } }
            }
        }
    }
}

/// All editions with what changed between them.
pub fn editions(policy: &str, editions: &[String], shown: &str, ui: &Ui) -> Markup {
    if editions.len() < 2 {
        return html! {};
    }
    let here = format!("/policies/{}", segment(policy));
    let changes = format!("{here}/diff");
    html! {
        h2 { (ui.pick("Editions", "版本")) }
        ol .editions {
            @for (number, key) in editions.iter().enumerate() {
                li {
                    @let current = (key == shown).then_some("true");
                    a href=(ui.href(&here, [("edition", key.as_str())])) aria-current=[current] { (plain(key)) }
                    @if let Some(before) = editions.get(number + 1) {
                        " " a .aside href=(ui.href(&changes, [("from", before.as_str()), ("to", key.as_str())])) {
                            (ui.pick("what it changed", "改了什么"))
                        }
                    }
                }
            }
        }
    }
}

/// The documents that belong to it.
pub fn family(family: &[Relative], ui: &Ui) -> Markup {
    html! {
        @if !family.is_empty() {
            h2 { (ui.pick("Belongs together", "相关文本")) }
            ul .family {
                @for relative in family {
                    li {
                        span .aside {
                            @if relative.translation { (ui.pick("translation", "译本")) }
                            @else { (relative.kind.label(ui.locale)) }
                        }
                        " " a href=(ui.href(&format!("/policies/{}", segment(&relative.id.0)), [])) { (plain(&relative.title)) }
                    }
                }
            }
        }
    }
}

/// Relations that are shown at once; the others unfold.
const RELATIONS: usize = 8;

/// What it says of other documents, and they of it, with the sentences that say so.
pub fn relations(around: &Graph, ui: &Ui) -> Markup {
    if around.links.is_empty() {
        return html! {};
    }
    let (first, rest) = around.links.split_at(around.links.len().min(RELATIONS));
    html! {
        h2 { (ui.pick("Relations", "与其他文件的关系")) }
        ul .relations { @for link in first { (relation(around, link, ui)) } }
        @if !rest.is_empty() {
            details {
                summary {
                    @match ui.locale { Locale::Zh => { "另有 " (rest.len()) " 项" } Locale::En => { (rest.len()) " more" } }
                }
                ul .relations { @for link in rest { (relation(around, link, ui)) } }
            }
        }
        @if around.cut {
            p .aside { (ui.pick("There are more than are shown here.", "关系过多，未全部显示。")) }
        }
    }
}

fn relation(around: &Graph, link: &Link, ui: &Ui) -> Markup {
    // The document of this page is the first node.
    let outward = link.from == 0;
    let other = &around.nodes[if outward { link.to } else { link.from }];
    html! {
        li {
            span .aside { (called(link.kind, outward, ui.locale)) } " "
            @match &other.policy {
                Some(id) => a href=(ui.href(&format!("/policies/{}", segment(&id.0)), [])) { (plain(&other.title)) },
                None => {
                    (plain(&other.title)) " "
                    span .aside {
                        @if let Some(at) = &other.removed {
                            @let day = at.get(..10).unwrap_or(at);
                            @match ui.locale { Locale::En => { "(removed on " (day) ")" } Locale::Zh => { "（已于 " (day) " 移除）" } }
                        } @else if other.candidates.is_empty() { (ui.pick("(not stored)", "（库中没有）")) }
                        @else { (ui.pick("(several of this name are stored)", "（库中有多份同名文件）")) }
                    }
                }
            }
            @if let Some(place) = link.places.first() {
                blockquote {
                    (plain(&place.sentence))
                    footer { a href=(reference_href(&place.reference, ui)) { code { (place.reference) } } }
                }
            }
        }
    }
}

/// Where the text was read, with the hashes that prove it.
pub fn origin(provenance: &[Origin], ui: &Ui) -> Markup {
    html! {
        h2 { (ui.pick("Where this text comes from", "文本来源")) }
        @for origin in provenance { (read_from(origin, ui)) }
    }
}

fn read_from(origin: &Origin, ui: &Ui) -> Markup {
    let entry = &origin.provenance;
    let tier = match origin.tier {
        Some(Tier::Official) => ui.pick("official source", "官方来源"),
        Some(Tier::Mirror) => ui.pick("mirror", "转载"),
        Some(Tier::Media) => ui.pick("media", "媒体"),
        None => ui.pick("source not classified", "来源未分级"),
    };
    let kept =
        if origin.archived { ui.pick("bytes archived as received", "原始字节已存档") } else { "" };
    html! {
        dl .origin {
            div { dt { (ui.pick("Source", "来源")) } dd { (plain(&entry.source)) " · " (tier) @if !kept.is_empty() { " · " (kept) } } }
            div {
                dt { (ui.pick("Read from", "读自")) }
                dd .long {
                    @if is_web(&entry.capture.location) {
                        a href=(entry.capture.location) rel="noreferrer external" { (plain(&entry.capture.location)) }
                    } @else { (plain(&entry.external_id)) }
                }
            }
            div { dt { (ui.pick("Read at", "读取时间")) } dd { time datetime=(entry.capture.captured_at) { (entry.capture.captured_at) } } }
            div { dt { (ui.pick("SHA-256 of the bytes", "字节 SHA-256")) } dd .long { code { (entry.capture.sha256) } } }
            div { dt { (ui.pick("SHA-256 of the text", "文本 SHA-256")) } dd .long { code { (entry.text_sha256) } } }
            div { dt { (ui.pick("Extractor", "提取程序")) } dd { (plain(&entry.extractor)) } }
        }
    }
}
