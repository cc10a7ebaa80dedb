//! Web pages: the container that holds the article, its paragraphs, and the page's metadata.

mod annotations;
mod body;
mod edges;
mod fields;
mod labels;
mod links;
mod measure;
mod metadata;
mod prune;
mod render;
mod rules;
mod title;
mod visible;
mod walk;

use super::{Article, Known, Role, boilerplate};
use crate::{
    Limits,
    dom::{Element, Page},
    fields::Publisher,
};
use measure::Measures;
use polidex_corpus::model::{Sourced, Warning};
use render::{Line, Rows};
use rules::Rules;
use std::collections::HashSet;
use url::Url;

/// Extracts a page.
pub(super) fn extract(text: &str, known: Known<'_>, limits: &Limits) -> Article {
    let page = Page::parse(text, limits.markup_depth);
    let address = address(&page, known.address);
    let source = known.source_at(address.as_ref());
    let rules = Rules::of(source);
    let removed: HashSet<usize> =
        rules.remove.iter().flat_map(|selector| page.select(selector)).map(Element::place).collect();
    let left_out = |element: Element<'_>| {
        element.tag().is_left_out() || element.is_hidden() || removed.contains(&element.place())
    };
    let measures = Measures::of(render::lines(&page, page.root(), Rows::Apart, left_out));
    let (body, fell_through) = body::of(&page, &rules, &measures);
    let metadata = metadata::read(&page, body, &measures, &rules, address.as_ref());
    let pruned = prune::of(body, &measures);
    let lines = render::lines(&page, body, Rows::Joined, |element| {
        left_out(element) || pruned.contains(&element.place())
    });
    let lines = edges::within(lines, metadata.title.as_ref().map_or("", |title| &title.value), &rules);
    let (lines, annotations) = annotations::taken(lines);
    let mut article = assembled(&lines, metadata.title.as_ref());
    let base = base(&page, address.as_ref());
    article.attachments = links::attachments(&page, body, base.as_ref());
    article.related =
        links::related(&page, metadata.title.as_ref().map(|title| title.value.as_str()), base.as_ref());
    article.page_title = metadata.title;
    article.stated = metadata.stated;
    article.stated.page.annotations = annotations;
    article.stated.publisher = source.map(Publisher::of);
    article.stated.url = article.stated.url.or_else(|| address.map(String::from));
    article.warnings.extend(fell_through.then(rules_fell_through));
    article.warnings.extend(markup_warnings(&page, limits));
    article
}

/// The page's address: as known, else as the page itself says.
fn address(page: &Page<'_>, known: Option<&Url>) -> Option<Url> {
    let web =
        |text: &str| Url::parse(text.trim()).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    let stated = || {
        page.root().descendants().find_map(|element| {
            if element.is(&["link"]) && element.attr("rel")?.eq_ignore_ascii_case("canonical") {
                return web(&element.attr("href")?);
            }
            let name = element
                .is(&["meta"])
                .then(|| element.attr("name").or_else(|| element.attr("property")))??;
            let is_address = name.eq_ignore_ascii_case("url") || name.eq_ignore_ascii_case("og:url");
            web(&element.attr("content")?).filter(|url| is_address && url.path() != "/")
        })
    };
    known.cloned().or_else(stated)
}

/// What the page's links are relative to.
fn base(page: &Page<'_>, address: Option<&Url>) -> Option<Url> {
    let stated =
        page.root().descendants().find(|element| element.is(&["base"])).and_then(|base| base.attr("href"));
    let stated = stated.and_then(|href| match address {
        Some(address) => address.join(href.trim()).ok(),
        None => Url::parse(href.trim()).ok(),
    });
    stated.or_else(|| address.cloned())
}

/// The lines of the container, boilerplate left out, with the title in front.
fn assembled(lines: &[Line], title: Option<&Sourced<String>>) -> Article {
    let texts: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
    let lines = &lines[boilerplate::body(&texts)];
    let mut article = Article::default();
    let printed = title.and_then(|title| printed(lines, &title.value));
    match (&printed, title) {
        (Some(range), _) => {
            for line in &lines[..range.start] {
                article.push(&line.text, line.role());
            }
            let parts: Vec<&str> = lines[range.clone()].iter().map(|line| line.text.as_str()).collect();
            article.push(&parts.join("\n"), Role::Title);
        }
        (None, Some(title)) => article.push(&title.value, Role::Title),
        (None, None) => {}
    }
    for line in &lines[printed.map_or(0, |range| range.end)..] {
        if !boilerplate::is_button(&line.text) {
            article.push(&line.text, line.role());
        }
    }
    article
}

/// How far below the beginning of an article its title can stand, and over how many lines, in lines.
const TITLE_AT: usize = 3;
const TITLE_LINES: usize = 6;

/// The first lines that together are the title.
fn printed(lines: &[Line], title: &str) -> Option<std::ops::Range<usize>> {
    let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let title = letters(title);
    (0..lines.len().min(TITLE_AT)).find_map(|start| {
        let mut so_far = String::new();
        lines[start..].iter().take(TITLE_LINES).enumerate().find_map(|(number, line)| {
            so_far.push_str(&letters(&line.text));
            (so_far == title).then_some(start..start + number + 1)
        })
    })
}

/// The code of the warning that no selector of the source held a page's article.
pub const RULES_FELL_THROUGH: &str = "rules_fell_through";

fn rules_fell_through() -> Warning {
    Warning::new(
        RULES_FELL_THROUGH,
        "no selector of the source's page.body holds the article; it was found by measuring the page",
        "来源定义中 page.body 的选择器均未命中正文；正文由程序按版面判定",
    )
}

fn markup_warnings(page: &Page<'_>, limits: &Limits) -> Vec<Warning> {
    let deep = page.too_deep.then(|| {
        Warning::new(
            "markup_too_deep",
            format!(
                "the markup is nested more than {} levels deep; deeper levels were read as one",
                limits.markup_depth
            ),
            format!("网页标记嵌套超过 {} 层，更深的层次按同一层读取", limits.markup_depth),
        )
    });
    let large = page.too_large.then(|| {
        Warning::new(
            "markup_too_large",
            "the page has more than two million elements; the rest was not read",
            "网页元素超过二百万个，其余部分未读取",
        )
    });
    deep.into_iter().chain(large).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use polidex_corpus::model::Origin;

    const PARAGRAPH: &str = "为支持示例市工业软件产业发展，对首次升规入统的软件企业给予一次性奖励，对购置国产软件的企业按照购置额给予补助，\
        对建设公共服务平台的单位给予奖补，对成效突出的园区予以通报表扬，具体实施细则由示例市经济和信息化主管部门会同财政部门另行制定并公布。";

    fn page(body: &str) -> Article {
        extract(
            &format!("<html><head><title>甲_示例市人民政府</title></head><body>{body}</body></html>"),
            Known::default(),
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
            Known::default(),
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
