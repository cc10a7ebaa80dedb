//! How two passages that say the same in the same words differ in print.

use super::form;
use crate::text::fold_char;
use polidex_corpus::text::is_han;
use serde::Serialize;

/// A way in which print differs while the words are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Normalisation {
    /// White space, line breaks, characters that take no room.
    Spaces,
    /// Full-width and half-width forms; 。 and a dot.
    Width,
    /// Kinds of quotation marks.
    QuotationMarks,
    /// Traditional, simplified and variant characters.
    Script,
    /// Upper and lower case.
    Case,
    /// Dots and dashes of an ellipsis or a dash.
    Ellipsis,
    /// Kinds of brackets, dashes, middle dots and zeros.
    Signs,
    /// Commas between thousands.
    Thousands,
    /// Punctuation at the ends of the quotation, which belongs to the sentence around it.
    OuterPunctuation,
}

impl Normalisation {
    /// What people call it.
    pub fn label(self, locale: polidex_corpus::locale::Locale) -> &'static str {
        let (en, zh) = match self {
            Self::Spaces => ("spaces", "空格"),
            Self::Width => ("full width", "全角半角"),
            Self::QuotationMarks => ("quotation marks", "引号"),
            Self::Script => ("traditional or simplified characters", "繁简"),
            Self::Case => ("letter case", "大小写"),
            Self::Ellipsis => ("ellipsis", "省略号"),
            Self::Signs => ("kinds of signs", "符号写法"),
            Self::Thousands => ("thousands separators", "千位分隔符"),
            Self::OuterPunctuation => ("punctuation at the ends", "首尾标点"),
        };
        locale.pick(en, zh)
    }
}

/// How two passages of one form for comparison differ in print, in a fixed order.
pub fn normalisations(quoted: &str, published: &str) -> Vec<Normalisation> {
    let mut found = Vec::new();
    let spaces = |text: &str| text.chars().filter(|c| form(*c).is_none()).collect::<String>();
    let others = |text: &str| text.chars().filter(|c| form(*c).is_some()).collect::<Vec<char>>();
    let (one, other) = (others(quoted), others(published));
    if gaps(quoted) != gaps(published) || spaces(quoted) != spaces(published) {
        found.push(Normalisation::Spaces);
    }
    let (mut a, mut b) = (one.as_slice(), other.as_slice());
    while let (Some(&x), Some(&y)) = (a.first(), b.first()) {
        if form(x) == form(y) {
            found.extend(kind(x, y));
            (a, b) = (&a[1..], &b[1..]);
            continue;
        }
        // Only what was drawn together can differ in length: thousands, and runs of dots and dashes.
        let comma = |c: char| fold_char(c) == ',';
        let dots = |c: char| matches!(form(c), Some('.' | '…' | '-'));
        let thousands = comma(x) || comma(y);
        found.push(if thousands { Normalisation::Thousands } else { Normalisation::Ellipsis });
        match (dots(x) || comma(x), dots(y) || comma(y)) {
            (true, false) => a = &a[1..],
            (false, true) => b = &b[1..],
            _ => (a, b) = (&a[1..], &b[1..]),
        }
    }
    if a.len() != b.len() {
        found.push(Normalisation::Ellipsis);
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Where white space stands among the characters that count.
fn gaps(text: &str) -> Vec<usize> {
    let mut gaps = Vec::new();
    let mut count = 0;
    for c in text.chars() {
        if form(c).is_some() {
            count += 1;
        } else {
            gaps.push(count);
        }
    }
    gaps
}

/// How two characters of one form differ.
fn kind(x: char, y: char) -> Option<Normalisation> {
    if x == y {
        return None;
    }
    let full_width = |c: char| matches!(c, '\u{FF01}'..='\u{FF5E}' | '。' | '｡' | '￥');
    Some(match form(x)? {
        '"' => Normalisation::QuotationMarks,
        '…' => Normalisation::Ellipsis,
        c if is_han(c) && c != '〇' => Normalisation::Script,
        _ if full_width(x) != full_width(y) => Normalisation::Width,
        c if c.is_alphabetic() => Normalisation::Case,
        _ => Normalisation::Signs,
    })
}

#[cfg(test)]
mod tests {
    use super::{super::Normal, *};

    fn check(quoted: &str, published: &str, expected: &[Normalisation]) {
        assert_eq!(Normal::new(quoted).chars, Normal::new(published).chars, "{quoted} / {published}");
        assert_eq!(normalisations(quoted, published), expected, "{quoted} / {published}");
    }

    #[test]
    fn what_differs_in_print_is_named() {
        use Normalisation::{Case, Ellipsis, QuotationMarks, Script, Signs, Spaces, Thousands, Width};
        check("支持软件产业", "支持软件产业", &[]);
        check("支持 软件产业", "支持软件\n\u{3000}产业", &[Spaces]);
        check("支持「软件」产业", "支持“软件”产业", &[QuotationMarks]);
        check("軟體企業", "软体企业", &[Script]);
        check("给予５０%,最高", "给予50％，最高", &[Width]);
        check("R&D投入", "r&d投入", &[Case]);
        check("支持......等", "支持……等", &[Ellipsis]);
        check("支持--等", "支持——等", &[Signs]);
        check("奖励5,000元", "奖励5000元", &[Thousands]);
        check("国发[2020]8号", "国发〔2020〕8号", &[Signs]);
        check("「一事一議」", "“一事一议”", &[QuotationMarks, Script]);
    }
}
