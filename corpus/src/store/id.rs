//! Making the id of a new policy.

use crate::{
    model::{Document, PolicyId},
    text::{is_han, sha256_hex},
};
use pinyin::ToPinyin;

/// Characters of a readable id before anything is added to make it unique.
const LENGTH: usize = 40;

/// Words that the character table romanises differently from everybody else.
const SPOKEN: &[(&str, &str)] =
    &[("重庆", "chongqing"), ("厦门", "xiamen"), ("银行", "yinhang"), ("会计", "kuaiji")];

/// The ids that a document may get, best first. They never end: behind those with a hash of its
/// name come numbered ones, for a name that was given to one document after another.
pub(super) fn candidates(doc: &Document) -> impl Iterator<Item = PolicyId> {
    let hash = sha256_hex(format!("{}/{}", doc.source, doc.external_id).as_bytes());
    let mut ids = Vec::new();
    let base = match from_number(doc).or_else(|| from_url(doc)) {
        Some(base) => {
            ids.push(base.clone());
            ids.push(format!("{base}-{}", slug(doc.meta.lang.tag())));
            base
        }
        None => from_name(doc),
    };
    let hashed = join(&[&base, &hash[..6]]);
    ids.push(hashed.clone());
    ids.push(join(&[&base, &hash[..12]]));
    let numbered = (2u64..).map(move |number| format!("{hashed}-{number}"));
    ids.into_iter().chain(numbered).map(PolicyId)
}

/// `guofa-2020-8`. An order has no year of its own, so it gets that of its date.
fn from_number(doc: &Document) -> Option<String> {
    let number = &doc.meta.doc_number.as_ref()?.value;
    let code = slug(&number.code);
    let date = doc.meta.dates.sort_date().map(|date| date.year().to_string());
    let year = number.year.map(|year| year.to_string()).or(date).unwrap_or_default();
    (!code.is_empty()).then(|| join(&[cut(&code), &year, &number.sequence.to_string()]))
}

/// Host without `www` and the last telling segment of the path.
fn from_url(doc: &Document) -> Option<String> {
    let url = doc.meta.url.as_deref()?;
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    let rest = &rest[..rest.find(['?', '#']).unwrap_or(rest.len())];
    let (host, path) = rest.split_once('/')?;
    let segment = path.rsplit('/').map(stem).find(|segment| is_telling(segment))?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    Some(join(&[&slug(host), cut(&slug(segment))]))
}

fn stem(segment: &str) -> &str {
    segment.rsplit_once('.').map_or(segment, |(stem, _)| stem)
}

fn is_telling(segment: &str) -> bool {
    !matches!(segment, "" | "index" | "default" | "content" | "detail" | "view" | "show")
        && segment.chars().any(char::is_alphanumeric)
}

/// Source and title; the hash that tells namesakes apart is added by the caller.
fn from_name(doc: &Document) -> String {
    let title = doc.meta.title.value.replace("中华人民共和国", "");
    cut(&join(&[&slug(&doc.source), &slug(&title)])).trim_end_matches('-').to_owned()
}

fn join(pieces: &[&str]) -> String {
    let pieces: Vec<_> = pieces.iter().copied().filter(|piece| !piece.is_empty()).collect();
    pieces.join("-")
}

/// At most [`LENGTH`] characters; slugs are ASCII.
fn cut(slug: &str) -> &str {
    slug[..slug.len().min(LENGTH)].trim_end_matches('-')
}

/// Latin letters and digits in lower case, Han characters as pinyin, a hyphen for all between.
fn slug(text: &str) -> String {
    let spoken = SPOKEN.iter().fold(text.to_owned(), |text, (word, sound)| text.replace(word, sound));
    let mut out = String::new();
    for c in spoken.chars() {
        match c.to_pinyin() {
            Some(sound) if is_han(c) => out.push_str(&sound.plain().replace('ü', "v")),
            _ if c.is_ascii_alphanumeric() => out.push(c.to_ascii_lowercase()),
            _ if !out.ends_with('-') => out.push('-'),
            _ => {}
        }
    }
    let out: String = out.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    out.trim_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        model::{Origin, Sourced},
        number::DocumentNumber,
        store::testing,
    };

    fn first(doc: &Document) -> String {
        candidates(doc).next().unwrap().0
    }

    fn with_number(code: &str, year: Option<u16>, sequence: u32) -> Document {
        let mut doc = testing::document("a.md", "某办法", "第一条 内容。");
        let number = DocumentNumber {
            printed: String::new(),
            key: format!("{code}{sequence}"),
            code: code.to_owned(),
            year,
            sequence,
        };
        doc.meta.doc_number = Some(Sourced::new(number, Origin::FileName));
        doc
    }

    #[test]
    fn a_number_makes_the_best_id() {
        assert_eq!(first(&with_number("国发", Some(2020), 8)), "guofa-2020-8");
        assert_eq!(first(&with_number("Guo Fa", Some(2020), 8)), "guo-fa-2020-8");
        let mut order = with_number("重庆市人民政府令", None, 290);
        assert_eq!(first(&order), "chongqingshirenminzhengfuling-290");
        order.meta.dates.written = Some(Sourced::new(jiff::civil::date(2015, 3, 1), Origin::FileName));
        assert_eq!(first(&order), "chongqingshirenminzhengfuling-2015-290");
    }

    #[test]
    fn an_address_comes_next() {
        let mut doc = testing::document("a.md", "某办法", "第一条 内容。");
        for (url, id) in [
            ("https://www.gov.cn/zhengce/content_5532370.htm", "gov-cn-content-5532370"),
            (
                "http://jjxxw.cq.gov.cn/zw/t20180127_8836458/index.html?x=1",
                "jjxxw-cq-gov-cn-t20180127-8836458",
            ),
        ] {
            doc.meta.url = Some(url.to_owned());
            assert_eq!(first(&doc), id);
        }
    }

    #[test]
    fn else_source_and_title_with_a_hash() {
        let mut doc = testing::document("a.md", "中华人民共和国软件法", "第一条 内容。");
        assert_eq!(first(&doc), "laws-ruanjianfa-78fae7");
        doc.external_id = "b.md".to_owned();
        assert_ne!(first(&doc), "laws-ruanjianfa-78fae7");
        doc.meta.title.value = "Measures for Supporting the Software Industry of a Certain City".to_owned();
        assert!(first(&doc).starts_with("laws-measures-for-supporting-the-softwar-"), "{}", first(&doc));
    }

    #[test]
    fn any_title_gives_allowed_characters() {
        for title in ["", "💡《》", "ÄÖ", "女律师", "\u{202E}x"] {
            let doc = testing::document("a.md", title, "x");
            for id in candidates(&doc).take(8) {
                assert!(!id.0.is_empty());
                assert!(
                    id.0.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'),
                    "{id}"
                );
            }
        }
    }
}
