//! What is learned about a document. All texts are illustrative.

use insta::assert_snapshot;
use polidex_corpus::model::{Metadata, Sourced};
use polidex_ingest::{Format, read_text};
use std::fmt::{Display, Write};

fn shown(text: &str, format: Format, name: &str) -> String {
    let meta = read_text(text, format, name).meta;
    let mut lines = format!("{} [{}] {}\n", meta.title.value, meta.kind.name(), meta.lang);
    let issuers: Vec<&str> = meta.issuer.iter().map(|issuer| issuer.value.as_str()).collect();
    let level = meta.level.map_or("none", polidex_corpus::model::Level::name);
    let region = meta.region.as_deref().unwrap_or("none");
    writeln!(lines, "{} {level} {region}", issuers.join("+")).unwrap();
    lines + &values(&meta)
}

fn values(meta: &Metadata) -> String {
    let mut lines = String::new();
    let mut line = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            writeln!(lines, "{name} {value}").unwrap();
        }
    };
    line("number", meta.doc_number.as_ref().map(|number| number.value.key.clone()));
    line("written", sourced(meta.dates.written.as_ref()));
    line("published", sourced(meta.dates.published.as_ref()));
    line("effective", sourced(meta.dates.effective.as_ref()));
    line("expires", sourced(meta.dates.expires.as_ref()));
    line("edition", sourced(meta.edition_date.as_ref()));
    lines
}

fn sourced<T: Display>(value: Option<&Sourced<T>>) -> Option<String> {
    value.map(|value| format!("{} from {:?}", value.value, value.origin))
}

#[test]
fn a_law_is_dated_by_its_notes() {
    let text = "\
# 示例市优化环境条例

2004年12月1日 重庆市第二届人民代表大会常务委员会第一次会议通过

2018年7月26日 重庆市第五届人民代表大会常务委员会第四次会议《关于修改部分地方性法规的决定》修正

2018年10月1日 施行

<!-- INFO END -->

第一条 为了示例。
";
    assert_snapshot!(shown(text, Format::Markdown, "示例市优化环境条例(2018-07-26).md"), @r"
    示例市优化环境条例 [regulation] zh-Hans
    重庆市人民代表大会常务委员会 provincial CN-CQ
    written 2004-12-01 from Text(Span { start: 10, end: 20 })
    effective 2018-10-01 from Text(Span { start: 98, end: 108 })
    edition 2018-07-26 from Text(Span { start: 46, end: 56 })
    ");
}

#[test]
fn an_order_gives_number_and_issuer() {
    let text = "# 示例管理条例\n\n2020年1月2日 中华人民共和国国务院令第9999号公布\n\n<!-- INFO END -->\n\n第一条 本条例自2020年3月1日起施行。";
    assert_snapshot!(shown(text, Format::Markdown, "x.md"), @r"
    示例管理条例 [regulation] zh-Hans
    国务院 national CN
    number 国务院令第9999号
    written 2020-01-02 from Text(Span { start: 7, end: 16 })
    published 2020-01-02 from Text(Span { start: 7, end: 16 })
    effective 2020-03-01 from Text(Span { start: 44, end: 57 })
    edition 2020-01-02 from Text(Span { start: 7, end: 16 })
    ");
}

#[test]
fn a_notice_is_dated_by_its_signature() {
    let text = "重庆市渝北区人民政府关于印发示例办法的通知\n渝北府发〔2024〕9号\n各街道办事处：\n现将办法印发给你们。有关数据见示府发〔2019〕3号。\n\
        重庆市渝北区人民政府\n二○二四年一月二日\n示例办法\n第一条 为了示例。\n第二条 《其他办法》自2019年1月1日起施行。本办法自公布之日起施行，有效期2年。";
    assert_snapshot!(shown(text, Format::Text, "x.txt"), @r#"
    重庆市渝北区人民政府关于印发示例办法的通知 [notice] zh-Hans
    重庆市渝北区人民政府 district CN-500112
    number 渝北府发〔2024〕9号
    written 2024-01-02 from Text(Span { start: 82, end: 91 })
    effective 2024-01-02 from Rule("on_publication")
    expires 2026-01-01 from Text(Span { start: 143, end: 148 })
    "#);
}

#[test]
fn fields_win_over_the_text() {
    let text = "+++\ntitle = \"示例意见\"\nissuer = \"财政部、税务总局\"\ndoc_number = \"财税〔2020〕8号\"\nwritten = 2020-02-06\nexpires = \"2021年12月31日\"\nkind = \"policy\"\n+++\n# 另一标题\n\n一、要求\n";
    assert_snapshot!(shown(text, Format::Markdown, "x.md"), @r#"
    示例意见 [policy] zh-Hans
    财政部+税务总局 national CN
    number 财税〔2020〕8号
    written 2020-02-06 from Field("written")
    expires 2021-12-31 from Field("expires")
    "#);
}

#[test]
fn a_file_name_dates_an_edition_without_notes() {
    assert_snapshot!(shown("# 示例法\n\n第一条 为了示例。", Format::Markdown, "示例法(2018-12-29).md"), @r"
    示例法 [law] zh-Hans
     none none
    edition 2018-12-29 from FileName
    ");
}

#[test]
fn news_are_dated_by_their_first_lines() {
    let text = "City Opens a Park\n\nExample City — The park opened on June 7, 2021, the mayor said to many guests.\n\nIt is large and it is new.";
    assert_snapshot!(shown(text, Format::Text, "x.txt"), @r"
    City Opens a Park [news] en
     none none
    published 2021-06-07 from Text(Span { start: 52, end: 64 })
    ");
}
