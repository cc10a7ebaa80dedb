//! What a line begins with: 第五条, 第二章, 一、, （三）, 1., Article 5, (a).
//!
//! Written by hand rather than with regular expressions: every line of a corpus is asked.

use polidex_corpus::numeral;

/// A shape of numbering that is told by its signs alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Style {
    /// 一、
    Numeral,
    /// （一）
    Bracket,
    /// 1.
    Arabic,
    /// （1）, 1)
    ArabicBracket,
    /// ①
    Circled,
    /// (a)
    Letter,
    /// (ii)
    Roman,
    /// 5.1.2; the number counts the dots.
    Decimal(u8),
}

/// What a label says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// 编, 部分, Part.
    Part(u32),
    /// 章, Chapter.
    Chapter(u32),
    /// 节, Section.
    Section(u32),
    /// 条, Article; the second number is that of 之一.
    Article(u32, u32),
    /// One of the shapes of numbering.
    Level(Style, u32),
    /// 附件, 附录, Annex.
    Attachment,
}

/// A label at the beginning of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Label {
    /// What it says.
    pub mark: Mark,
    /// Its length in bytes, with invisible characters before it.
    pub len: usize,
    /// Whether white space, a sign or the end of the line sets it apart. A label that is not set apart
    /// may be the beginning of a sentence: 第三条规定.
    pub apart: bool,
}

/// Characters that are printed as nothing.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}')
}

/// Reads the label at the beginning of a line.
pub(super) fn read(line: &str) -> Option<Label> {
    let text = line.trim_start_matches(is_invisible);
    let skipped = line.len() - text.len();
    let label = match text.chars().next()? {
        '第' => ordinal(text),
        '（' | '(' => bracketed(text),
        '附' => attachment(text),
        c if c.is_ascii_alphabetic() => super::english::read(text).or_else(|| closed(text)),
        c if numeral::is_numeral(c) => closed(text),
        c => sign(c),
    }?;
    Some(Label { len: label.len + skipped, ..label })
}

/// Moves over white space within a label, at most a few characters.
fn spaces(text: &str) -> &str {
    text.trim_start_matches([' ', '\u{3000}', '\u{A0}'])
}

/// 第十七条之一, 第二章, 第 三 节.
fn ordinal(text: &str) -> Option<Label> {
    let rest = spaces(&text['第'.len_utf8()..]);
    let (number, used) = numeral::prefix(rest)?;
    let rest = spaces(&rest[used..]);
    let unit = rest.chars().next()?;
    let after = &rest[unit.len_utf8()..];
    let (mark, rest) = match unit {
        '条' => {
            let (sub, after) = inserted(after);
            (Mark::Article(number, sub), after)
        }
        '章' => (Mark::Chapter(number), after),
        '节' => (Mark::Section(number), after),
        '编' | '篇' => (Mark::Part(number), after),
        '部' => (Mark::Part(number), after.strip_prefix('分')?),
        _ => return None,
    };
    let next = rest.chars().next();
    let apart = next.is_none_or(|c| c.is_whitespace() || is_invisible(c) || "：:【[（(《".contains(c));
    // Numbers that are cited, not given: 第三条规定, 第二章第一节, 第五条、第六条.
    let cited = next.is_some_and(|c| "款第项规、和至的所中修到或及与并之内，,。；;”》）)".contains(c));
    (!cited).then_some(Label { mark, len: text.len() - rest.len(), apart })
}

/// The number of 之一, 0 where there is none.
fn inserted(text: &str) -> (u32, &str) {
    let number = text
        .strip_prefix('之')
        .and_then(|rest| numeral::prefix(rest).map(|(number, used)| (number, &rest[used..])));
    number.filter(|&(number, _)| number < 1000).unwrap_or((0, text))
}

/// （一）, （1）, (a), (iv).
fn bracketed(text: &str) -> Option<Label> {
    let rest = spaces(&text[text.chars().next()?.len_utf8()..]);
    let (style, number, rest) = if let Some((number, used)) = numeral::prefix(rest) {
        let first = rest.chars().next()?;
        let style = if numeral_is_arabic(first) { Style::ArabicBracket } else { Style::Bracket };
        (style, number, &rest[used..])
    } else {
        let len = rest.bytes().take_while(u8::is_ascii_lowercase).count();
        let (style, number) = super::english::lettered(&rest[..len])?;
        (style, number, &rest[len..])
    };
    let rest = spaces(rest);
    let rest = rest.strip_prefix(['）', ')'])?;
    // （2020） is a year.
    ((1..=300).contains(&number)).then(|| Label {
        mark: Mark::Level(style, number),
        len: text.len() - rest.len(),
        apart: true,
    })
}

fn numeral_is_arabic(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

/// 一、 1. 1、 1） 5.1.2 a)
fn closed(text: &str) -> Option<Label> {
    let first = text.chars().next()?;
    if first.is_ascii_lowercase() {
        let rest = text[1..].strip_prefix([')', '）'])?;
        let number = u32::from(text.as_bytes()[0] - b'a') + 1;
        return Some(Label {
            mark: Mark::Level(Style::Letter, number),
            len: text.len() - rest.len(),
            apart: true,
        });
    }
    let (number, used) = numeral::prefix(text)?;
    let rest = &text[used..];
    let arabic = numeral_is_arabic(first);
    if !(1..=300).contains(&number) {
        return None;
    }
    let sign_at = if arabic { rest } else { spaces(rest) };
    let sign = sign_at.chars().next()?;
    let after = &sign_at[sign.len_utf8()..];
    let next = after.chars().next();
    let style = match sign {
        '、' | '．' | '.' | '﹒' if arabic => return arabic_label(text, number, after),
        '）' | ')' if arabic => Style::ArabicBracket,
        '、' | '．' | '.' => {
            // 二、三级 lists two numbers.
            let listed = next.and_then(numeral::digit).is_some_and(|digit| digit == number % 10 + 1);
            if listed {
                return None;
            }
            Style::Numeral
        }
        _ => return None,
    };
    Some(Label { mark: Mark::Level(style, number), len: text.len() - after.len(), apart: true })
}

/// 1. and 5.1.2; 1.5亿元 is an amount.
fn arabic_label(text: &str, number: u32, after: &str) -> Option<Label> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let (mut rest, mut dots, mut last) = (after, 0_u8, number);
    while digits(rest) > 0 {
        let len = digits(rest);
        last = rest[..len].parse().ok().filter(|&number| number <= 300)?;
        dots = dots.checked_add(1)?;
        rest = &rest[len..];
        rest = rest.strip_prefix('.').filter(|rest| digits(rest) > 0).unwrap_or(rest);
    }
    let style = if dots == 0 { Style::Arabic } else { Style::Decimal(dots) };
    // A decimal number counts as a label only where white space follows: 5.1 总则.
    let ends = rest.is_empty() || rest.starts_with([' ', '\u{3000}', '\t', '\u{A0}']);
    (dots == 0 || ends).then_some(Label {
        mark: Mark::Level(style, last),
        len: text.len() - rest.len(),
        apart: true,
    })
}

/// Single characters that are a number and its sign: ①, ⑴, ⒈, ㈠.
fn sign(c: char) -> Option<Label> {
    let within = |first: char| c as u32 - first as u32 + 1;
    let (style, number) = match c {
        '①'..='⑳' => (Style::Circled, within('①')),
        '⑴'..='⒇' => (Style::ArabicBracket, within('⑴')),
        '⒈'..='⒛' => (Style::Arabic, within('⒈')),
        '㈠'..='㈩' => (Style::Bracket, within('㈠')),
        _ => return None,
    };
    Some(Label { mark: Mark::Level(style, number), len: c.len_utf8(), apart: true })
}

/// 附件, 附件2, 附：, 附录一.
fn attachment(text: &str) -> Option<Label> {
    let (word, rest) = ["附件", "附录", "附表", "附图", "附"]
        .iter()
        .find_map(|word| text.strip_prefix(*word).map(|rest| (*word, rest)))?;
    let numbered = spaces(rest);
    let after = numeral::prefix(numbered).map_or(rest, |(_, used)| &numbered[used..]);
    let next = after.chars().next();
    let apart = next.is_none_or(|c| c.is_whitespace() || "：:.．".contains(c));
    // 附则 and 附近 are words.
    (apart && (word != "附" || next.is_some_and(|c| "：:".contains(c)))).then_some(Label {
        mark: Mark::Attachment,
        len: text.len() - after.len(),
        apart: true,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use Mark::{Article, Attachment, Chapter, Level, Part, Section};

    fn check(line: &str, expected: Option<(Mark, &str)>) {
        let found = read(line).map(|label| (label.mark, &line[..label.len]));
        assert_eq!(found, expected, "{line}");
    }

    #[test]
    fn labels_are_read_in_every_shape() {
        check("第一千二百六十条 本法", Some((Article(1260, 0), "第一千二百六十条")));
        check("第十七条之一　本法", Some((Article(17, 1), "第十七条之一")));
        check("第 ３ 条 本法", Some((Article(3, 0), "第 ３ 条")));
        check("第一条为了", Some((Article(1, 0), "第一条")));
        check("第二章　总　则", Some((Chapter(2), "第二章")));
        check("第五章法律责任", Some((Chapter(5), "第五章")));
        check("第三节", Some((Section(3), "第三节")));
        check("第一部分 概述", Some((Part(1), "第一部分")));
        check("一、目标", Some((Level(Style::Numeral, 1), "一、")));
        check("（十二）支持", Some((Level(Style::Bracket, 12), "（十二）")));
        check("(一)支持", Some((Level(Style::Bracket, 1), "(一)")));
        check("1.支持", Some((Level(Style::Arabic, 1), "1.")));
        check("２．支持", Some((Level(Style::Arabic, 2), "２．")));
        check("（3）支持", Some((Level(Style::ArabicBracket, 3), "（3）")));
        check("5.1.2 总则", Some((Level(Style::Decimal(2), 2), "5.1.2")));
        check("②支持", Some((Level(Style::Circled, 2), "②")));
        check("㈢支持", Some((Level(Style::Bracket, 3), "㈢")));
        check("附件2", Some((Attachment, "附件2")));
        check("附：名单", Some((Attachment, "附")));
        check("\u{200b}（二）支持", Some((Level(Style::Bracket, 2), "\u{200b}（二）")));
        check("Article 5 The State", Some((Article(5, 0), "Article 5")));
        check("Chapter IV General Provisions", Some((Chapter(4), "Chapter IV")));
        check("(a) support", Some((Level(Style::Letter, 1), "(a)")));
        check("(ii) support", Some((Level(Style::Roman, 2), "(ii)")));
    }

    #[test]
    fn sentences_that_look_like_labels_are_none() {
        for line in [
            "第三条规定的情形",
            "第一款所称",
            "第五条、第六条",
            "第二章第一节",
            "1.5亿元",
            "（2020）",
            "二、三级",
            "附则",
            "2020年",
            "Article 5 of this Law",
            "Part of the plan",
            "a policy",
            "(see below)",
            "",
            "第",
            "（",
            "10%的",
        ] {
            check(line, None);
        }
    }
}
