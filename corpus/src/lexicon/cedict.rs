//! General dictionaries in the format of CC-CEDICT: `trad simp [pinyin] /gloss/gloss/`.

use super::TermEntry;

/// A dictionary as read.
#[derive(Debug, Clone, Default)]
pub struct Dictionary {
    /// The comment lines above the entries, without their marks: name, publisher and licence.
    pub notice: String,
    /// Entries that translate something.
    pub entries: Vec<TermEntry>,
    /// Lines that are no entry, from 1.
    pub bad_lines: Vec<usize>,
}

/// Words that stand in glosses for whatever takes their place.
const PLACEHOLDERS: [&str; 8] = ["sb", "sth", "one's", "sb's", "oneself", "etc", "lit.", "fig."];

/// Beginnings of glosses that describe a word instead of translating it.
const DESCRIPTIONS: [&str; 17] = [
    "variant of",
    "old variant of",
    "japanese variant of",
    "erhua variant of",
    "archaic variant of",
    "see ",
    "see also",
    "also written",
    "also pr.",
    "also called",
    "used in ",
    "cl:",
    "abbr. for",
    "abbr. of",
    "surname ",
    "particle ",
    "component in",
];

/// Words that the longest gloss may have which is used as a translation. Longer ones are explanations.
const MAX_WORDS: usize = 6;

/// Reads a dictionary.
pub fn parse(text: &str) -> Dictionary {
    let mut dictionary = Dictionary::default();
    for (number, line) in text.trim_start_matches('\u{FEFF}').lines().enumerate() {
        let line = line.trim();
        if let Some(comment) = line.strip_prefix('#') {
            let comment = comment.trim_start_matches('!').trim();
            if dictionary.entries.is_empty() && !comment.is_empty() {
                dictionary.notice.push_str(comment);
                dictionary.notice.push('\n');
            }
        } else if !line.is_empty() {
            match entry(line) {
                Some(entry) => dictionary.entries.extend((!entry.en.is_empty()).then_some(entry)),
                None => dictionary.bad_lines.push(number + 1),
            }
        }
    }
    dictionary
}

/// The entry of a line, perhaps with no translation; `None` if the line is no entry.
fn entry(line: &str) -> Option<TermEntry> {
    let (words, rest) = line.split_once(" [")?;
    let (_, glosses) = rest.split_once("] /")?;
    let (traditional, simplified) = words.split_once(' ')?;
    let mut zh = vec![simplified.to_owned()];
    if traditional != simplified {
        zh.push(traditional.to_owned());
    }
    let mut en: Vec<String> = Vec::new();
    for translation in glosses.trim_end_matches('/').split('/').flat_map(translations) {
        if !en.contains(&translation) {
            en.push(translation);
        }
    }
    Some(TermEntry { zh, en, flags: Vec::new() })
}

/// The translations that a gloss holds: its parts, without remarks in brackets, placeholders and
/// the `to` of verbs.
fn translations(gloss: &str) -> Vec<String> {
    let bare = without_brackets(gloss);
    bare.split([';', ',']).filter_map(translation).collect()
}

fn translation(part: &str) -> Option<String> {
    let lower = part.trim().to_lowercase();
    if DESCRIPTIONS.iter().any(|beginning| lower.starts_with(beginning)) {
        return None;
    }
    let words: Vec<&str> = part
        .split_whitespace()
        .filter(|word| !PLACEHOLDERS.contains(&word.to_lowercase().as_str()))
        .collect();
    let verb = words.first().is_some_and(|first| ["to", "a", "an", "the"].contains(first));
    let words = &words[usize::from(verb && words.len() > 1)..];
    let usable = !words.is_empty()
        && words.len() <= MAX_WORDS
        && words.iter().any(|word| word.chars().any(char::is_alphanumeric))
        && part.chars().all(|c| !matches!(c, '|' | '\u{3400}'..='\u{9FFF}'));
    usable.then(|| words.join(" "))
}

fn without_brackets(gloss: &str) -> String {
    let mut bare = String::with_capacity(gloss.len());
    let mut depth = 0_u32;
    for c in gloss.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 => bare.push(c),
            _ => {}
        }
    }
    bare
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, zh: &[&str], en: &[&str]) {
        let entry = entry(line).unwrap();
        assert_eq!(entry.zh, zh, "{line}");
        assert_eq!(entry.en, en, "{line}");
    }

    #[test]
    fn glosses_become_translations() {
        check(
            "補貼 补贴 [bu3 tie1] /to subsidize; subsidy; allowance/",
            &["补贴", "補貼"],
            &["subsidize", "subsidy", "allowance"],
        );
        check(
            "個 个 [ge4] /individual/this (used in 個子|个子)/CL:個|个[ge4]/variant of 箇|个/",
            &["个", "個"],
            &["individual", "this"],
        );
        check(
            "幫 帮 [bang1] /to help sb (with sth)/to help sb/the rest of a sentence that is much too long here/",
            &["帮", "幫"],
            &["help"],
        );
        check("人大 人大 [Ren2 da4] /abbr. for 人民代表大會|人民代表大会[Ren2 min2]/", &["人大"], &[]);
    }

    #[test]
    fn notice_is_kept_and_bad_lines_are_named() {
        let dictionary =
            parse("# CC-CEDICT\n#! license=BY-SA\n稅 税 [shui4] /tax/\nbroken\n% % [pa1] /percent/\n");
        assert_eq!(dictionary.notice, "CC-CEDICT\nlicense=BY-SA\n");
        assert_eq!(dictionary.entries.len(), 2);
        assert_eq!(dictionary.bad_lines, [4]);
    }
}
