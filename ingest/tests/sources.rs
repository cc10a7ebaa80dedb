//! Sources against pages: lists of a fictional city, and the saved pages that are evidence.

use polidex_corpus::source::{ListRules, Source, builtin, parse};
use polidex_ingest::source::{PageCheck, canonical, check_page, faults, for_url, list_page};
use std::{fs, path::PathBuf};
use url::Url;

fn url(address: &str) -> Url {
    Url::parse(address).unwrap()
}

fn rules(text: &str) -> ListRules {
    toml::from_str(text).unwrap()
}

fn source(name: &str) -> &'static Source {
    builtin().iter().find(|source| source.name == name).unwrap()
}

/// `path text date`, one line a link.
fn lines(html: &str, rules: &ListRules) -> Vec<String> {
    let page = list_page(html, &url("https://www.example.cn/zwgk/list/"), rules);
    let line = |link: &polidex_ingest::source::Link| {
        let date = link.date.map_or_else(String::new, |date| date.to_string());
        format!("{} {} {date}", link.url.path(), link.text)
    };
    page.items.iter().map(line).collect()
}

const LIST: &str = "<nav><a href='/about/'>关于示例市</a><a href='/zwgk/list/202501/t20250102_7.html'>热点文件</a></nav>
    <ul class=files>
      <li><a href='./202601/t20260105_12.html' title='示例市关于软件产业的若干措施的通知'>示例市关于软件产业…</a><span>2026-01-06</span></li>
      <li><a href='content_34.htm'><p>示例办法</p><span>2026-01-04</span></a></li>
      <li><a href='content_35.htm'>示例细则</a> <span>2026年1月3日</span></li>
      <li><a href='http://example.cn/zwgk/list/content_35.htm#top'>示例细则</a></li>
      <li><a href='https://elsewhere.cn/content_36.htm'>别处的文件</a></li>
      <li><a href='javascript:void(0)'>更多</a></li>
    </ul><a href='index_1.html'>下一页</a>";

#[test]
fn selectors_find_the_links_of_a_list() {
    let expected = [
        "/zwgk/list/202601/t20260105_12.html 示例市关于软件产业的若干措施的通知 2026-01-05",
        "/zwgk/list/content_34.htm 示例办法 2026-01-04",
        "/zwgk/list/content_35.htm 示例细则 2026-01-03",
    ];
    let own = "link = '^https?://(www\\.)?example\\.cn/'\n";
    for items in ["['ul.files a']", "['.absent', 'ul.files li']", "['::', 'ul.files']"] {
        assert_eq!(lines(LIST, &rules(&format!("{own}items = {items}"))), expected, "{items}");
    }
}

#[test]
fn without_selectors_links_that_look_like_documents_are_taken() {
    let found = lines(LIST, &ListRules::default());
    assert_eq!(found.len(), 4, "{found:?}");
    assert!(found[0].starts_with("/zwgk/list/202501/t20250102_7.html 热点文件"), "{found:?}");
    let patterned = lines(LIST, &rules("link = '/content_3[45]'"));
    assert_eq!(patterned.len(), 2, "{patterned:?}");
}

#[test]
fn falling_back_from_a_rule_is_a_warning() {
    let base = url("https://www.example.cn/zwgk/list/");
    let codes = |text: &str| {
        let page = list_page(LIST, &base, &rules(text));
        assert_eq!(page.next, Some(base.join("index_1.html").unwrap()));
        page.warnings.into_iter().map(|warning| warning.code).collect::<Vec<_>>()
    };
    assert_eq!(codes("items = ['ul.files a']"), [""; 0]);
    assert_eq!(codes("items = ['.absent a']"), ["list_selectors_unmatched"]);
    assert_eq!(codes("link = '/absent/'"), ["list_link_unmatched"]);
    let empty = list_page("<a href='index_1.html'>下一页</a>", &base, &ListRules::default());
    assert_eq!((empty.items.len(), empty.next), (0, None), "an empty page ends a list");
}

#[test]
fn lists_in_json_are_read() {
    let text = r#"{"data": {"all": 2, "results": [
        {"title": "示例<em>软件</em>办法", "url": "/art/2026/art_0a1b.html", "deploytime": 1767571200000},
        {"TITLE": "示例通知", "URL": "https://www.example.cn/art/2026/art_0c.html", "PUBTIME": "2026-01-03 08:00"},
        {"title": "栏目", "url": "/index.html"}]}}"#;
    let rules = rules("paging = '?p={page}'\nfirst_page = 1\nlink = '/art/'");
    let page = list_page(text, &url("https://www.example.cn/search?p=1&q="), &rules);
    let found: Vec<_> =
        page.items.iter().map(|link| (link.text.as_str(), link.date.map(|date| date.to_string()))).collect();
    let expected = [("示例软件办法", "2026-01-05"), ("示例通知", "2026-01-03")];
    assert_eq!(found, expected.map(|(title, date)| (title, Some(date.to_owned()))));
    assert_eq!(page.next, Some(url("https://www.example.cn/search?p=2&q=")));
    assert_eq!(list_page("{\"a\": [", &url("https://www.example.cn/"), &rules).items, []);
}

#[test]
fn any_bytes_are_survived() {
    for text in
        ["", "<", "[", "{}", "<a href>", "<a href='http://['>x</a>", "\0<li><a href=' '>", "createPage(1,"]
    {
        let page = list_page(text, &url("https://www.example.cn/"), &rules("items = ['a', '[[']"));
        assert_eq!(page.items, [], "{text}");
    }
}

#[test]
fn the_rules_of_every_source_can_be_used() {
    for source in builtin() {
        assert_eq!(faults(source), [], "{}", source.name);
        for start in &source.start {
            assert_eq!(for_url(&url(start), builtin()).map(|found| &found.name), Some(&source.name));
            let once = canonical(&url(start), &source.canonical);
            assert_eq!(canonical(&once, &source.canonical), once);
        }
    }
    let twin = url("https://www.ichongqing.info/2026/01/02/example/amp/");
    let known = canonical(&twin, &source("ichongqing").canonical);
    assert_eq!(known.as_str(), "https://www.ichongqing.info/2026/01/02/example/");
}

#[test]
fn what_cannot_be_used_is_named() {
    let text = "name = 'example'\ntitle = { zh = '示例', en = 'Example' }\ntier = 'media'\nhosts = ['example.cn']\n\
                [list]\nitems = ['li >']\n[page]\nbody = ['#a']\n[page.metadata]\n'.[' = 'title'";
    let found = faults(&parse(text, "example.toml").unwrap());
    let messages: Vec<_> = found.iter().map(|warning| warning.message.as_str()).collect();
    assert!(
        messages.len() == 2 && messages[0].contains("li >") && messages[1].contains(".["),
        "{messages:?}"
    );
}

/// A saved page of an official site, tried with the source that it is evidence for.
fn saved(name: &str, file: &str) -> Option<PageCheck> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data").join(file);
    let Ok(html) = fs::read_to_string(path) else {
        println!("skipped: ../shared/data is absent");
        return None;
    };
    let source = source(name);
    Some(check_page(&html, &url(&source.start[0]), source))
}

fn value<'c>(check: &'c PageCheck, key: &str) -> Option<&'c str> {
    check.fields.iter().find(|field| field.key == key)?.value.as_deref()
}

/// The gold values of a saved page: what its own table says.
fn gold(file: &str) -> Option<serde_json::Value> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/pages-gov/gold.json");
    let gold: serde_json::Value = serde_json::from_str(&fs::read_to_string(path).ok()?).unwrap();
    gold["pages"]
        .as_array()
        .unwrap()
        .iter()
        .find(|page| page["file"] == file)
        .map(|page| page["page_table"].clone())
}

#[test]
fn saved_pages_bear_out_the_sources_that_name_them() {
    for (name, file, body, least) in [
        ("gov-cn", "gov_guofa_2020_8.html", "#UCAP-CONTENT", 4_000),
        ("miit", "miit_ai_fuwushang_414.html", "#con_con", 1_000),
    ] {
        let (Some(check), Some(gold)) = (saved(name, &format!("pages-gov/{file}")), gold(file)) else {
            return;
        };
        assert_eq!(check.chosen.as_deref(), Some(body));
        assert!(
            check.body.iter().any(|found| found.selector == body && found.characters > least),
            "{:?}",
            check.body
        );
        assert_eq!(check.title.as_deref(), gold["标题"].as_str());
        for (label, expected) in gold.as_object().unwrap() {
            if check.fields.iter().any(|field| &field.key == label) {
                assert_eq!(value(&check, label), expected.as_str(), "{file} {label}");
            }
        }
        assert!(check.matches());
    }
}

#[test]
fn the_tables_of_the_policy_library_are_read() {
    let mut read = 0;
    for number in (0..60).step_by(2) {
        let Some(check) = saved("gov-cn", &format!("pages-govcn/html/{number:03}.html")) else { return };
        for label in ["标题", "发文机关", "成文日期", "发布日期"] {
            assert!(value(&check, label).is_some(), "{number:03} {label}");
        }
        read += 1;
    }
    assert_eq!(read, 30);
}

#[test]
fn the_example_of_the_readme_is_a_source() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../corpus/sources/README.md");
    let readme = fs::read_to_string(path).unwrap();
    let example = readme.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    assert_eq!(faults(&parse(example, "README.md").unwrap()), []);
}
