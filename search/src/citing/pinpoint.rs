//! Clauses in words: 第五条第二款第三项; art. 5, para. 2, item (3).

use polidex_corpus::{
    locale::Locale,
    model::{ClausePath, Step},
    numeral,
};

/// The clause of a path in words. Items are counted without brackets, as legal drafting asks (第三项). `None`
/// where the path names a heading or a title, which citations do not point to.
///
/// Levels of 一、（一）1. have no name of their own; they are written 第一部分第（二）项第3点.
pub fn pinpoint(path: &ClausePath, words: Locale) -> Option<String> {
    let steps = path.0.as_slice();
    // An article is named without the chapter that it stands in.
    let from = steps.iter().position(|step| matches!(step, Step::Article(..))).unwrap_or(0);
    let mut depth = 0;
    let mut named = Vec::new();
    for step in &steps[from..] {
        if matches!(step, Step::Heading(_) | Step::Enclosed(_)) {
            continue;
        }
        depth += usize::from(matches!(step, Step::Numbered(_)));
        named.push(match words {
            Locale::Zh => chinese(*step, depth),
            Locale::En => english(*step, depth),
        });
    }
    let separator = words.pick(", ", "");
    (!named.is_empty()).then(|| named.join(separator))
}

fn chinese(step: Step, depth: usize) -> String {
    let counted = |unit: &str| format!("第{}{unit}", numeral::format(step.number()));
    match step {
        Step::Part(_) => counted("编"),
        Step::Chapter(_) => counted("章"),
        Step::Section(_) => counted("节"),
        Step::Article(_, 0) => counted("条"),
        Step::Article(_, inserted) => format!("{}之{}", counted("条"), numeral::format(inserted)),
        Step::Paragraph(_) => counted("款"),
        Step::Item(_) => counted("项"),
        Step::Subitem(_) => counted("目"),
        // Paragraphs outside every number are counted from 0.
        Step::Text(number) => format!("第{}段", number + 1),
        Step::Numbered(_) if depth == 1 => counted("部分"),
        Step::Numbered(number) if depth == 2 => format!("第（{}）项", numeral::format(number)),
        Step::Numbered(number) => format!("第{number}点"),
        Step::Heading(_) | Step::Enclosed(_) => String::new(),
    }
}

fn english(step: Step, depth: usize) -> String {
    let number = step.number();
    match step {
        Step::Part(_) => format!("pt. {number}"),
        Step::Chapter(_) => format!("ch. {number}"),
        Step::Section(_) => format!("sec. {number}"),
        Step::Article(_, 0) => format!("art. {number}"),
        Step::Article(_, inserted) => format!("art. {number}-{inserted}"),
        Step::Paragraph(_) => format!("para. {number}"),
        Step::Item(_) => format!("item ({number})"),
        Step::Subitem(_) => format!("subitem {number}"),
        Step::Text(_) => format!("para. {}", number + 1),
        Step::Numbered(_) if depth == 1 => format!("pt. {number}"),
        Step::Numbered(_) if depth == 2 => format!("sec. ({number})"),
        Step::Numbered(_) => format!("no. {number}"),
        Step::Heading(_) | Step::Enclosed(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(path: &str, zh: &str, en: &str) {
        let path: ClausePath = path.parse().unwrap();
        let found = [Locale::Zh, Locale::En].map(|words| pinpoint(&path, words).unwrap_or_default());
        assert_eq!(found, [zh, en], "{path}");
    }

    #[test]
    fn clauses_are_named_as_lawyers_do() {
        check("a5.k2", "第五条第二款", "art. 5, para. 2");
        check("a17-1.k2.i3.m1", "第十七条之一第二款第三项第一目", "art. 17-1, para. 2, item (3), subitem 1");
        check("a1260", "第一千二百六十条", "art. 1260");
        check("p1.c2.s3", "第一编第二章第三节", "pt. 1, ch. 2, sec. 3");
        check("t1.c2.a5", "第五条", "art. 5");
        check("n3.n2.n1", "第三部分第（二）项第1点", "pt. 3, sec. (2), no. 1");
        check("x0", "第1段", "para. 1");
        check("h0", "", "");
    }
}
