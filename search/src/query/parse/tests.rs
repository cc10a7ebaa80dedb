use super::*;
use crate::query::ast::{FilterField, FilterValue, Operand};
use proptest::prelude::*;

/// Writes a query as nested lists, `field=value` for filters, and codes of warnings behind `!`.
fn shape(text: &str) -> String {
    let (query, warnings) = parse(text);
    let mut parts = vec![node(&query.root)];
    parts.extend(query.filters.iter().map(|filter| {
        let value = match &filter.value {
            FilterValue::Text(value) => value.clone(),
            FilterValue::Range(from, to) => format!("[{from:?} {to:?}]").replace("Some", ""),
        };
        format!("{}{}={value}", if filter.excluded { "-" } else { "" }, filter.field)
    }));
    parts.extend(warnings.iter().map(|warning| format!("!{}", warning.code)));
    parts.join(" ")
}

fn node(part: &Node) -> String {
    let list = |name: &str, parts: &[Node]| {
        format!("{name}({})", parts.iter().map(node).collect::<Vec<_>>().join(", "))
    };
    match part {
        Node::And(parts) => list("and", parts),
        Node::Each(parts) => list("each", parts),
        Node::Or(parts) => list("or", parts),
        Node::Not(part) => format!("not({})", node(part)),
        Node::Words(text) => text.text.clone(),
        Node::Phrase(text) => format!("<{}>", text.text),
        Node::Prefix(text) => format!("{}…", text.text),
        Node::Near(near) => {
            let side = |side: &Operand| {
                if side.quoted { format!("<{}>", side.text.text) } else { side.text.text.clone() }
            };
            let distance = near.distance.map_or(String::new(), |distance| format!(" {distance}"));
            format!("near({}, {}{distance})", side(&near.left), side(&near.right))
        }
    }
}

#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(shape(text), expected, "{text}");
}

#[test]
fn words_and_phrases() {
    check("工业软件  补贴", "工业软件  补贴");
    check("\"工业软件\" 补贴", "and(<工业软件>, 补贴)");
    check("关于“十四五”规划", "and(关于, <十四五>, 规划)");
    check("「甲」『乙』＂丙＂", "and(<甲>, <乙>, <丙>)");
    check("“甲\" 乙", "and(<甲>, 乙)");
    check("“ 甲 乙 ”", "<甲 乙>");
    check("国发〔2020〕8号", "国发〔2020〕8号");
    check("管理办法（暂行） 办法(试行)", "管理办法（暂行） 办法(试行)");
}

#[test]
fn exclusion() {
    check("软件 -硬件 芯片", "and(软件, not(硬件), 芯片)");
    check("－“硬件”", "not(<硬件>)");
    check("NOT a b", "and(not(a), b)");
    check("-(a b)", "not(a b)");
    check("-(-a)", "a");
    check("NOT NOT a", "a");
    check("a - b --c e-commerce -", "a - b --c e-commerce -");
    check("a NOT", "a !dangling_operator");
}

#[test]
fn alternatives_bind_less_than_neighbours() {
    check("a b OR c", "or(a b, c)");
    check("a|b｜c || d", "or(a, b, c, d)");
    check("(a OR b) c", "and(or(a, b), c)");
    check("(a OR b) OR c", "or(a, b, c)");
    check("(a (b c)) d", "and(a, b c, d)");
    check("a or b 或 c", "a or b 或 c");
    check("OR a OR", "a !dangling_operator");
    check("OR", "and() !dangling_operator");
}

#[test]
fn each_of_several_words() {
    check("a AND b", "each(a, b)");
    check("a b AND c d OR e", "or(each(a b, c d), e)");
    check("a AND (b AND c) AND d", "each(a, b, c, d)");
    check("(a AND b) c", "and(each(a, b), c)");
    check("a AND (b OR c)", "and(a, or(b, c))");
    check("(a OR b) AND (c OR d)", "and(or(a, b), or(c, d))");
    check("a AND NOT b", "and(a, not(b))");
    check("-(a AND b)", "not(each(a, b))");
    check("\"甲\" AND (\"乙\" OR", "and(<甲>, <乙>) !dangling_operator !unclosed_group");
    check("a \"b\" AND \"c\"", "and(a, <b>, <c>)");
    check("a AND year:2020", "a year=2020");
    check("a and b", "a and b");
    check("AND a AND", "a !dangling_operator");
}

#[test]
fn filters() {
    check("issuer:国务院 软件", "软件 issuer=国务院");
    check("发文机关：\"国务院 办公厅\" 軟件", "軟件 issuer=国务院 办公厅");
    check("ISSUER:a 發文機關:b", "and() issuer=a issuer=b");
    check("-lang:en NOT 状态:repealed", "and() -lang=en -status=repealed");
    check("number:国发(2020)8号 文号：国发〔2020〕8号", "and() number=国发(2020)8号 number=国发〔2020〕8号");
    check("year:2018..2023", "and() year=[(\"2018\") (\"2023\")]");
    check("year:2018.. 年份：..2023", "and() year=[(\"2018\") None] year=[None (\"2023\")]");
    check(
        "year:2018-2023 year:2018年至2023年",
        "and() year=[(\"2018\") (\"2023\")] year=[(\"2018年\") (\"2023年\")]",
    );
    check("year:2023..2018", "and() year=[(\"2018\") (\"2023\")] !reversed_years");
    check("year:2020|year:2021", "and() year=2020 year=2021");
    check("edition:all", "and() edition=all");
}

#[test]
fn filters_apply_to_the_whole_query() {
    check("a (b year:2020)", "and(a, b) year=2020 !filter_scope");
    check("a -(b year:2020)", "and(a, not(b)) -year=2020 !filter_scope");
    check("a OR year:2020", "a year=2020 !filter_scope");
    check("issuer:a OR region:b", "and() issuer=a region=b !filter_scope");
    check("a OR b year:2020", "or(a, b) year=2020");
}

#[test]
fn what_stands_near_each_other() {
    check("补贴 NEAR 软件", "near(补贴, 软件)");
    check("补贴 near/5 \"软件 企业\"", "near(补贴, <软件 企业> 5)");
    check("补贴 近 软件", "near(补贴, 软件)");
    check("补贴 近/3 软件 奖励", "and(near(补贴, 软件 3), 奖励)");
    check("奖励 补贴 NEAR 软件 year:2020", "and(奖励, near(补贴, 软件)) year=2020");
    check("a NEAR b NEAR/2 c", "and(near(a, b), near(b, c 2))");
    check("-a NEAR b", "not(near(a, b))");
    check("subsidy near software", "near(subsidy, software)");
    check("what is near the river", "what is near the river");
    check("near", "near");
    check("NEAR b", "b !dangling_operator");
    check("a NEAR/x b", "a NEAR/x b");
    check("(a) near (b)", "and(a, near, b)");
}

#[test]
fn words_that_begin_so() {
    check("税* subsid*", "and(税…, subsid…)");
    check("-软件*", "not(软件…)");
    check("*ST * a", "*ST * a");
    check("a* 软*件 软**", "a* 软*件 软** !misplaced_star");
}

#[test]
fn periods_stand_for_themselves() {
    check("软件 近三年", "软件 date=近三年");
    check("-近三年 软件", "软件 -date=近三年");
    check("subsidies in the last 90 days", "subsidies date=in the last 90 days");
    check("(subsidies this year)", "subsidies date=this year !filter_scope");
    check("近三年", "近三年");
    check("近三年 lang:zh", "近三年 lang=zh");
    check("近三年平均 软件", "近三年平均 软件");
    check("what was built last year?", "what was built last year?");
    check("last 90 days subsidies", "last 90 days subsidies");
    check("\"近三年\" 软件", "and(<近三年>, 软件)");
    check("date:2024-03..2024-06 日期：去年", "and() date=[(\"2024-03\") (\"2024-06\")] date=去年");
}

#[test]
fn what_is_no_filter_is_words() {
    check("foo:bar", "foo:bar !unknown_field");
    check("issuer: 国务院", "issuer: 国务院 !empty_filter");
    check("https://example.org 10:30 会议指出：要", "https://example.org 10:30 会议指出：要");
    check("a issuer:", "a issuer: !empty_filter");
}

#[test]
fn malformed_queries_are_answered() {
    check("", "and()");
    check(" \u{0} \n\t", "and()");
    check("\"工业 软件", "工业 软件 !unclosed_quote");
    check("」a「", "a !unclosed_quote !unclosed_quote");
    check("\"\" “ ” ()", "and()");
    check("(a OR b", "or(a, b) !unclosed_group");
    check("a) b", "and(a, b) !unopened_group");
    check("-() a", "a");
    check("😀 👍🏽", "😀 👍🏽");
    check(&format!("{}a{}", "(".repeat(100), ")".repeat(100)), "a !nested_too_deep");
}

#[test]
fn long_queries_are_cut() {
    let (query, warnings) = parse(&"软".repeat(10_000));
    assert_eq!(query.text.chars().count(), MAX_CHARS);
    assert_eq!(warnings.len(), 1);
    assert_eq!(warnings[0].code, "query_truncated");
}

#[test]
fn spans_slice_the_query() {
    let (query, _) = parse("软件 “ 产业 ” -year:2020");
    let Node::And(parts) = &query.root else { panic!("two parts: {query:?}") };
    let spans: Vec<_> =
        parts.iter().filter_map(text_of).map(|text| (text.span.start, text.span.end)).collect();
    assert_eq!(spans, [(0, 2), (5, 7)]);
    assert_eq!((query.filters[0].span.start, query.filters[0].span.end), (10, 20));
    assert_eq!(query.filters[0].field, FilterField::Year);
}

fn text_of(part: &Node) -> Option<&Text> {
    match part {
        Node::Words(text) | Node::Phrase(text) | Node::Prefix(text) => Some(text),
        _ => None,
    }
}

fn leaves<'a>(part: &'a Node, found: &mut Vec<&'a Text>) {
    match part {
        Node::And(parts) | Node::Each(parts) | Node::Or(parts) => {
            for part in parts {
                leaves(part, found);
            }
        }
        Node::Not(part) => leaves(part, found),
        Node::Words(text) | Node::Phrase(text) | Node::Prefix(text) => found.push(text),
        Node::Near(near) => found.extend([&near.left.text, &near.right.text]),
    }
}

/// Pieces that queries are made of, and anything else.
fn queries() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[一-龥a-z]{1,4}",
        2 => Just(" ".to_owned()),
        6 => prop::sample::select(vec![
            "(", ")", "-", "－", "\"", "“", "”", "「", "」", "『", "』", "|", " OR ", " AND ", " NOT ", ":", "：", "..", "year:", "year:2018..2023",
            "issuer:", "发文机关：", "foo:", "-lang:en", "issuer:\"a b\"", "(x)", "办法(", "\n", "\u{0}", "--", "number:国发(2020",
            "near", " NEAR ", " near ", " 近 ", " NEAR/5 ", "near/2", "*", "软件*", " 近三年 ", " last 90 days", "date:2024-03..", "去年", "year:2023-2018",
        ]).prop_map(str::to_owned),
        1 => "\\PC{0,3}",
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn queries_read_back_as_they_were_written(text in queries()) {
        let (query, _) = parse(&text);
        let written = query.to_string();
        let (again, _) = parse(&written);
        prop_assert_eq!(node(&again.root), node(&query.root), "{:?} as {:?}", text, written);
        let filters = |query: &Query| -> Vec<_> {
            query.filters.iter().map(|filter| (filter.field, filter.value.clone(), filter.excluded)).collect()
        };
        prop_assert_eq!(filters(&again), filters(&query), "{:?} as {:?}", text, written);
    }

    #[test]
    fn leaves_slice_the_query(text in queries()) {
        let (query, _) = parse(&text);
        let chars: Vec<char> = query.text.chars().collect();
        let mut found = Vec::new();
        leaves(&query.root, &mut found);
        for leaf in found {
            prop_assert_eq!(&leaf.text, &slice(&chars, leaf.span));
            prop_assert!(!leaf.span.is_empty());
        }
    }

    #[test]
    fn any_text_is_answered(text in "\\PC{0,300}") {
        parse(&text);
    }
}
