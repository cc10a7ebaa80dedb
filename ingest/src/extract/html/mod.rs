//! Web pages: the container that holds the article, its paragraphs, and the page's metadata.

mod body;
mod depth;
mod metadata;
mod render;

use super::{Article, Role, boilerplate};
use crate::{Limits, fields::Stated};
use polidex_corpus::model::{Origin, Sourced, Warning};
use scraper::Html;

/// One block of a page before it is placed in the text.
pub(super) struct Piece {
    /// The text, white space at its ends removed.
    text: String,
    role: Role,
}

/// Extracts a page.
pub(super) fn extract(text: &str, limits: &Limits) -> Article {
    if depth::of(text) > limits.markup_depth {
        return flattened(text, limits);
    }
    let page = Html::parse_document(text);
    let metadata = metadata::read(&page);
    let pieces = body::of(&page).map(render::pieces).unwrap_or_default();
    let mut article = assembled(&pieces, metadata.title.as_ref());
    article.page_title = metadata.title;
    article.stated = metadata.stated;
    article
}

/// The blocks of the container, boilerplate left out, with the title in front.
fn assembled(pieces: &[Piece], title: Option<&Sourced<String>>) -> Article {
    let lines: Vec<&str> = pieces.iter().map(|piece| piece.text.as_str()).collect();
    let body = boilerplate::body(&lines);
    let mut article = Article::default();
    let pieces = &pieces[body];
    let first =
        pieces.iter().take(3).position(|piece| title.is_some_and(|title| same(&piece.text, &title.value)));
    if let Some(title) = title.filter(|_| first.is_none()) {
        article.push(&title.value, Role::Title);
    }
    for (number, piece) in pieces.iter().enumerate() {
        if !boilerplate::is_button(&piece.text) {
            article.push(&piece.text, if first == Some(number) { Role::Title } else { piece.role });
        }
    }
    article
}

/// Whether two titles differ in white space only.
fn same(one: &str, other: &str) -> bool {
    let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    letters(one) == letters(other)
}

/// The text of a page whose markup is nested too deeply to be parsed.
fn flattened(text: &str, limits: &Limits) -> Article {
    let mut article = Article { stated: Stated::default(), ..Article::default() };
    for line in depth::without_tags(text) {
        article.push(&line, Role::Body);
    }
    article.warnings.push(Warning::new(
        "markup_too_deep",
        format!("the markup is nested more than {} levels deep; only its text was read", limits.markup_depth),
        format!("网页标记嵌套超过 {} 层，仅读取了文字", limits.markup_depth),
    ));
    article
}

/// A value with the place in the page that it was read from.
fn sourced(value: &str, place: &str) -> Option<Sourced<String>> {
    let value = value.trim();
    (!value.is_empty()).then(|| Sourced::new(value.to_owned(), Origin::Field(place.to_owned())))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PARAGRAPH: &str = "为支持示例市工业软件产业发展，对首次升规入统的软件企业给予一次性奖励，对购置国产软件的企业按照购置额给予补助，\
        对建设公共服务平台的单位给予奖补，对成效突出的园区予以通报表扬，具体实施细则由示例市经济和信息化主管部门会同财政部门另行制定并公布。";

    fn page(body: &str) -> Article {
        extract(
            &format!("<html><head><title>甲_示例市人民政府</title></head><body>{body}</body></html>"),
            &Limits::default(),
        )
    }

    #[test]
    fn the_container_with_the_article_is_found() {
        let article = page(&format!(
            "<div class=nav><a>首页</a><a>政务</a></div><h1>示例办法</h1><div id=zoom></div>\
             <div class='TRS_Editor'><p>　　{PARAGRAPH}</p><ul><li>一、甲</li><li>二、乙</li></ul>\
             <table><tr><td>项目</td><td><p>金额</p></td></tr><tr><td>甲</td><td>1</td></tr></table>\
             <script>var x = 1;</script><p>第一行<br>第二行</p><p>责任编辑：某某</p></div><div>版权所有</div>"
        ));
        let lines: Vec<_> = article.text.lines().collect();
        assert_eq!(
            lines,
            ["示例办法", PARAGRAPH, "一、甲", "二、乙", "项目\t金额", "甲\t1", "第一行", "第二行"]
        );
        assert_eq!(article.blocks[0].role, Role::Title);
    }

    #[test]
    fn metadata_is_read_from_tags_and_tables() {
        let article = extract(
            &format!(
                "<meta content='2026-08-31 17:25' NAME=PubDate><meta name=ArticleTitle content='示例通知'>\
                 <table><tr><td>发 文 机 关：</td><td>示例市人民政府</td><td>成文日期</td><td>2026年8月1日</td></tr>\
                 <tr><td>发文　字号</td><td>示府发〔2026〕9号</td></tr></table><article><p>{PARAGRAPH}</p></article>"
            ),
            &Limits::default(),
        );
        let stated = article.stated;
        assert_eq!(article.page_title.unwrap().value, "示例通知");
        assert_eq!(stated.doc_number.unwrap().value, "示府发〔2026〕9号");
        assert_eq!(stated.issuer[0].value, "示例市人民政府");
        assert_eq!(stated.written.unwrap().value, "2026年8月1日");
        assert_eq!(stated.published.unwrap().origin, Origin::Field("PubDate".to_owned()));
    }

    #[test]
    fn deep_nesting_is_survived() {
        let deep = format!("{}正文&nbsp;一&lt;二{}", "<div>".repeat(100_000), "</div>".repeat(100_000));
        let article = page(&deep);
        assert_eq!(article.warnings[0].code, "markup_too_deep");
        assert!(article.text.contains("正文\u{a0}一<二"));
    }

    #[test]
    fn broken_markup_is_read() {
        for text in ["", "<", "<p", "<td>a<td>b", "</div></div>", "<!--", "<table><p>a</table>", "\0<b>"] {
            let _ = page(text);
        }
    }
}
