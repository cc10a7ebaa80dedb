//! What a query says.

use polidex_corpus::model::Span;
use std::fmt;

/// A query, parsed. [`fmt::Display`] writes it so that it parses to the same again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// The query as typed, up to [`super::parse::MAX_CHARS`].
    pub text: String,
    /// What a clause must hold; an empty [`Node::And`] if nothing was asked but filters.
    pub root: Node,
    /// Restrictions on documents. Those on one field are alternatives, those on different fields must
    /// all hold, and none of the excluded ones may. They apply to the whole query, wherever in it
    /// they stand.
    pub filters: Vec<Filter>,
}

impl Query {
    /// Whether the query asks for nothing at all.
    pub fn is_empty(&self) -> bool {
        self.filters.is_empty() && self.root == Node::And(Vec::new())
    }
}

/// A part of a query.
///
/// Parsed queries are in normal form: no `And` inside an `And`, no `Each` inside an `Each`, no `Or` inside an `Or`,
/// none of them with a single part, no `Not` inside a `Not`, and an `Each` only where words stand on several of its
/// sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// All of these; how strictly words are meant is for the planner to say. Everything, if empty.
    And(Vec<Node>),
    /// Each of these by itself, words too.
    Each(Vec<Node>),
    /// At least one of these.
    Or(Vec<Node>),
    /// Not this.
    Not(Box<Node>),
    /// Words, as typed and with the white space between them.
    Words(Text),
    /// These characters, one after the other.
    Phrase(Text),
    /// A word that begins so.
    Prefix(Text),
    /// Two words or phrases not far from each other, in either order.
    Near(Near),
}

/// Two words or phrases that stand near each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Near {
    /// The one,
    pub left: Operand,
    /// and the other.
    pub right: Operand,
    /// How many Han characters and words of other scripts may stand between them, where the query says so.
    pub distance: Option<u32>,
}

/// A word or a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operand {
    /// What it says.
    pub text: Text,
    /// Whether it stood in quotation marks.
    pub quoted: bool,
}

/// A stretch of the query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The characters, as typed.
    pub text: String,
    /// Where they stand in [`Query::text`], in characters, without quotation marks.
    pub span: Span,
}

/// A restriction on documents, `field:value`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// Which property.
    pub field: FilterField,
    /// Its value, as typed.
    pub value: FilterValue,
    /// Whether documents with the value are left out: `-field:value`.
    pub excluded: bool,
    /// Where the filter stands in [`Query::text`], in characters, the minus sign included.
    pub span: Span,
}

/// What a filter asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FilterValue {
    /// One value.
    Text(String),
    /// From the first to the second, both included; open where there is none.
    Range(Option<String>, Option<String>),
}

/// A property of documents that queries can restrict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FilterField {
    /// Who issued it.
    Issuer,
    /// Where it is in force.
    Region,
    /// The level of government.
    Level,
    /// The year; takes ranges.
    Year,
    /// The date; takes ranges and periods that depend on the day of asking.
    Date,
    /// The kind of document.
    Kind,
    /// The language.
    Lang,
    /// The document number.
    Number,
    /// The status as of the day of asking.
    Status,
    /// The kind of support.
    Measure,
    /// Where it was taken from.
    Source,
    /// The edition.
    Edition,
}

impl FilterField {
    /// Every field with its names: the one used in output first, then those that are understood too.
    const NAMES: [(Self, &'static [&'static str]); 12] = [
        (Self::Issuer, &["issuer", "发文机关", "发布机关", "机关"]),
        (Self::Region, &["region", "地区", "地域"]),
        (Self::Level, &["level", "级别", "层级"]),
        (Self::Year, &["year", "年份", "年度"]),
        (Self::Date, &["date", "日期"]),
        (Self::Kind, &["kind", "类型", "文种"]),
        (Self::Lang, &["lang", "语言"]),
        (Self::Number, &["number", "文号", "发文字号"]),
        (Self::Status, &["status", "状态", "效力"]),
        (Self::Measure, &["measure", "措施", "支持方式"]),
        (Self::Source, &["source", "来源"]),
        (Self::Edition, &["edition", "版本"]),
    ];

    /// The name of the field in queries, addresses and output.
    pub fn as_str(self) -> &'static str {
        Self::NAMES.iter().find(|(field, _)| *field == self).map_or("", |(_, names)| names[0])
    }

    /// The field of a name, English in any case or Chinese in simplified or traditional characters.
    pub fn parse(name: &str) -> Option<Self> {
        let name = crate::text::fold(name);
        Self::NAMES.iter().find(|(_, names)| names.contains(&name.as_str())).map(|(field, _)| *field)
    }
}

impl fmt::Display for FilterField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
