//! Labels in front of values: 发文字号：示府发〔2026〕1号, in tables, lists and lines.

use super::{
    fields::{Fields, Rank},
    render::Line,
    rules::Rules,
};
use std::{collections::HashMap, sync::LazyLock};

/// Labels with the fields that they name; the surer ones of a field come first.
const LABELS: &[(&str, Rank, &[&str])] = &[
    ("doc_number", Rank::Label, &["发文字号", "文号", "发文号", "发文文号", "公文文号", "文件编号"]),
    ("index_number", Rank::Label, &["索引号", "信息索引号", "索引编号", "索取号"]),
    ("topic", Rank::Label, &["主题分类", "信息分类", "公文种类主题"]),
    ("topic", Rank::Hint, &["分类", "主题", "信息类别", "类别"]),
    ("issuer", Rank::Label, &["发文机关", "制发机关", "发文单位", "制定机关", "发文部门"]),
    ("issuer", Rank::Hint, &["发布机构", "发布单位", "发布机关", "公开机构", "信息发布机构"]),
    ("written", Rank::Label, &["成文日期", "成文时间", "生成日期", "制发日期", "签发日期"]),
    ("published", Rank::Label, &["发布日期", "公开日期", "公布日期", "发布时间"]),
    (
        "published",
        Rank::Hint,
        &[
            "发文日期",
            "发文时间",
            "日期",
            "时间",
            "发表时间",
            "发表日期",
            "更新时间",
            "发布",
            "发表于",
            "Updated",
            "Date",
        ],
    ),
    ("effective", Rank::Label, &["生效日期", "施行日期", "实施日期", "生效时间", "施行时间", "实施时间"]),
    ("expires", Rank::Label, &["失效日期", "废止日期", "失效时间", "废止时间"]),
    ("title", Rank::Label, &["标题", "名称", "信息名称", "公文名称", "文件名称"]),
    ("source", Rank::Label, &["信息来源", "文章来源", "来源", "稿件来源", "稿源", "Source"]),
    ("author", Rank::Label, &["作者", "Author"]),
    ("column", Rank::Label, &["栏目", "所属栏目", "栏目名称"]),
];

/// Longer lines are sentences, and hold no labels, in characters.
const LONGEST: usize = 160;

/// Longest label, in bytes without white space.
const LONGEST_LABEL: usize = 36;

/// Reads the labels on a page's lines; cells of tables are lines of their own here.
pub(super) fn read(lines: &[Line], rules: &Rules, fields: &mut Fields) {
    let mut previous: Option<(String, &'static str, Rank)> = None;
    for line in lines {
        let own = (line.letters <= LONGEST_LABEL / 2).then(|| named(&line.text, rules)).flatten();
        if let Some((label, field, rank)) = previous.take()
            && own.is_none()
        {
            fields.state(field, rank, &line.text, &label);
        }
        match own {
            Some((field, rank)) => previous = Some((letters(&line.text), field, rank)),
            None if line.letters <= LONGEST => within(&line.text, rules, fields),
            None => {}
        }
    }
}

/// Whether a line is a row of the table of fields, or another line of labelled values.
pub(super) fn begins_with_label(line: &str, rules: &Rules) -> bool {
    let end = line.find(['：', ':', '\t']).unwrap_or(0);
    named(&line[..end], rules).is_some()
}

/// Labels with values in one line: 来源：示例日报　编辑：某某.
fn within(line: &str, rules: &Rules, fields: &mut Fields) {
    let mut open: Option<(&str, &'static str, Rank, usize)> = None;
    for (at, colon) in line.match_indices(['：', ':']) {
        let from = open.map_or(0, |(.., from)| from);
        let before = line[from..at].trim_end();
        let word = before
            .rfind(|c: char| c.is_whitespace() || "|｜[【（(".contains(c))
            .map_or(0, |found| found + before[found..].chars().next().map_or(1, char::len_utf8));
        // 索 引 号：, or the last word before the colon.
        let whole = open.is_none().then(|| named(before, rules)).flatten().map(|found| (found, 0));
        let last = || named(&before[word..], rules).map(|found| (found, word));
        let Some(((field, rank), start)) = whole.or_else(last) else { continue };
        if let Some((label, field, rank, from)) = open {
            fields.state(field, rank, &line[from..from + start], label);
        }
        open = Some((line[from + start..at].trim(), field, rank, at + colon.len()));
    }
    if let Some((label, field, rank, from)) = open {
        let value = &line[from..];
        // What stands behind a wide gap is another thing.
        let end = if matches!(field, "source" | "author") { gap(value) } else { value.len() };
        fields.state(field, rank, &value[..end], label);
    }
}

fn gap(value: &str) -> usize {
    let from = value.len() - value.trim_start().len();
    let wide = |c: char| c.is_whitespace() || matches!(c, '|' | '｜' | '【' | '[');
    value[from..].find(wide).map_or(value.len(), |at| from + at)
}

/// The field that a label names.
fn named(label: &str, rules: &Rules) -> Option<(&'static str, Rank)> {
    if label.len() > 2 * LONGEST_LABEL {
        return None;
    }
    let label = letters(label);
    if label.is_empty() || label.len() > LONGEST_LABEL {
        return None;
    }
    if let Some(field) = rules.field(&label) {
        return Some((field, Rank::Rule));
    }
    KNOWN.get(label.as_str()).copied()
}

/// Every label with its field.
static KNOWN: LazyLock<HashMap<&str, (&'static str, Rank)>> = LazyLock::new(|| {
    let each = |&(field, rank, labels): &(_, _, &'static [&'static str])| {
        labels.iter().map(move |label| (*label, (field, rank)))
    };
    LABELS.iter().flat_map(each).collect()
});

/// A text without white space and colons, as labels are compared.
fn letters(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !"：:【】[]".contains(*c)).collect()
}
