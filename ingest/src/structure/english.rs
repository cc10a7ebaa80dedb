//! Labels of English texts: Part One, Chapter IV, Section 2, Article 5, (a), (iv).

use super::label::{Label, Mark, Style};

/// Reads the label of an English line.
pub(super) fn read(text: &str) -> Option<Label> {
    let (word, rest) = text.split_once([' ', '\u{a0}'])?;
    let make: fn(u32) -> Mark = match word {
        "Part" | "PART" => Mark::Part,
        "Chapter" | "CHAPTER" => Mark::Chapter,
        "Section" | "SECTION" => Mark::Section,
        "Article" | "ARTICLE" => |number| Mark::Article(number, 0),
        "Annex" | "ANNEX" | "Appendix" | "APPENDIX" | "Attachment" => |_| Mark::Attachment,
        _ => return None,
    };
    let len = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
    let number = number(&rest[..len])?;
    let after = &rest[len..];
    let after = after.strip_prefix(['.', ':']).unwrap_or(after);
    // Article 5 of this Law is cited; a label is followed by a capital letter or by nothing.
    let next = after.trim_start().chars().next();
    let apart = after.is_empty() || after.starts_with([' ', '\u{a0}', '\t', '\u{3000}', '\n']);
    (apart && next.is_none_or(|c| !c.is_ascii_lowercase())).then_some(Label {
        mark: make(number),
        len: text.len() - after.len(),
        apart: true,
    })
}

fn number(word: &str) -> Option<u32> {
    const WORDS: [&str; 12] =
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    let digits = word.parse().ok().filter(|number| (1..=2000).contains(number));
    let lower = word.to_ascii_lowercase();
    let spelled = || WORDS.iter().position(|spelled| *spelled == lower).map(|at| at as u32 + 1);
    let upper = word.bytes().all(|byte| byte.is_ascii_uppercase());
    let letter = || (upper && word.len() == 1).then(|| u32::from(word.as_bytes()[0] - b'A') + 1);
    digits.or_else(spelled).or_else(|| if upper { roman(&lower) } else { None }).or_else(letter)
}

/// The style and number of the letters in brackets: (a), (iv). A lone i, v or x counts as a letter
/// here; [`super::tree`] takes it as Roman where the letters before do not lead up to it.
pub(super) fn lettered(letters: &str) -> Option<(Style, u32)> {
    match letters.as_bytes() {
        [letter] => Some((Style::Letter, u32::from(letter - b'a') + 1)),
        [] => None,
        _ => roman(letters).map(|number| (Style::Roman, number)),
    }
}

/// A Roman numeral up to 39, in lower case.
pub(super) fn roman(text: &str) -> Option<u32> {
    const ONES: [&str; 10] = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];
    let tens = text.bytes().take_while(|&byte| byte == b'x').count();
    let ones = ONES.iter().position(|ones| *ones == &text[tens..])?;
    let value = tens * 10 + ones;
    (tens <= 3 && value > 0).then_some(value as u32)
}
