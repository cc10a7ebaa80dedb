//! Who issued the document.

use super::{Source, notes::Note};
use crate::shape;
use polidex_corpus::{
    issuer::{ends_like_organ, issuer_of_title, split},
    model::{Origin, Sourced},
    numeral,
};

/// The issuers that the input states, else those that the title begins with, else the organ that
/// adopted the text, else those who signed it, else whoever publishes on the site.
pub(super) fn of(source: &Source<'_>, title: &str, notes: &[Note]) -> Vec<Sourced<String>> {
    let stated = &source.article.stated.issuer;
    if !stated.is_empty() {
        return stated.iter().flat_map(separate).collect();
    }
    let of_title = issuer_of_title(title).map(|names| names_of(names, &Origin::Rule("title".to_owned())));
    let of_publisher = || {
        let name = source.article.stated.publisher.as_ref()?.issuer.as_deref()?;
        Some(names_of(name, &Origin::Rule("source".to_owned())))
    };
    of_title
        .or_else(|| of_notes(source, notes))
        .or_else(|| of_signature(source))
        .or_else(of_publisher)
        .unwrap_or_default()
}

/// Single issuers of a value that may name several.
fn separate(issuers: &Sourced<String>) -> Vec<Sourced<String>> {
    let joint = issuers.value.contains(['、', '，', ';', '；'])
        || split(&issuers.value).iter().all(|name| ends_like_organ(name));
    if joint { names_of(&issuers.value, &issuers.origin) } else { vec![issuers.clone()] }
}

fn names_of(names: &str, origin: &Origin) -> Vec<Sourced<String>> {
    split(names).into_iter().map(|name| Sourced::new(name.to_owned(), origin.clone())).collect()
}

/// The organ that the first dated note names.
fn of_notes(source: &Source<'_>, notes: &[Note]) -> Option<Vec<Sourced<String>>> {
    notes.iter().flat_map(|note| &note.events).find_map(|event| {
        let name = organ(&source.text()[event.words.clone()])?;
        Some(vec![Sourced::new(name, source.at(event.words.clone()))])
    })
}

/// 第十三届全国人民代表大会第三次会议通过 → 全国人民代表大会.
fn organ(words: &str) -> Option<String> {
    const ENDS: &[&str] = &[
        "令第",
        "令",
        "公告",
        "审判委员会",
        "检察委员会",
        "会议",
        "通过",
        "公布",
        "发布",
        "批准",
        "修订",
        "修正",
        "《",
        "、",
        "，",
        "制定",
    ];
    let end = ENDS.iter().filter_map(|end| words.find(end)).min()?;
    let mut name = String::new();
    let mut rest = words[..end].trim().trim_start_matches(['经', '由']);
    // 第十三届 and 第三次 count sessions; they are no part of the name.
    while let Some((before, after)) = rest.split_once('第') {
        name.push_str(before);
        rest = after;
        if let Some((_, len)) = numeral::prefix(after) {
            rest = after[len..].trim_start_matches(['届', '次']);
        } else {
            name.push('第');
        }
    }
    name.push_str(rest.trim_start_matches("常务").trim_start_matches("全体"));
    let name = name.trim().trim_start_matches("中华人民共和国").to_owned();
    (ends_like_organ(&name) && !shape::longer_than(&name, 40)).then_some(name)
}

/// Those who signed: lines of organs before a date.
fn of_signature(source: &Source<'_>) -> Option<Vec<Sourced<String>>> {
    let text = source.text();
    let lines = source.structure.closing.iter().chain(&source.structure.front);
    let mut signed: Vec<Sourced<String>> = Vec::new();
    let names = lines
        .filter(|range| shape::is_signature(&text[(*range).clone()]))
        .flat_map(|range| {
            let names = shape::without_date(&text[range.clone()]);
            names_of(names, &source.at(range.start..range.start + names.len()))
        })
        .take(12);
    // A notice and its attachment may both be signed.
    for name in names {
        if signed.iter().all(|known| known.value != name.value) {
            signed.push(name);
        }
    }
    (!signed.is_empty()).then_some(signed)
}

#[cfg(test)]
mod tests {
    use super::organ;

    #[test]
    fn organs_are_read_from_notes() {
        for (words, name) in [
            (" 第十三届全国人民代表大会第三次会议通过", Some("全国人民代表大会")),
            (" 示例省第九届人民代表大会常务委员会第二次会议批准", Some("示例省人民代表大会常务委员会")),
            (" 中华人民共和国国务院令第322号公布", Some("国务院")),
            (" 国务院第100次常务会议通过", Some("国务院")),
            (" 最高人民法院审判委员会第1500次会议通过", Some("最高人民法院")),
            (" 施行", None),
        ] {
            assert_eq!(organ(words).as_deref(), name, "{words}");
        }
    }
}
