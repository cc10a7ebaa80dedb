//! What terms are looked up by. Shared with the build script, which compiles the shipped terms.

use rust_stemmers::{Algorithm, Stemmer};
use std::{collections::HashSet, ops::Range};

/// Words that an English key may have; longer terms are not looked up.
pub const MAX_KEY_WORDS: usize = 8;

/// Characters that a Chinese key may have.
pub const MAX_KEY_CHARS: usize = 16;

/// Irregular forms of frequent English words, each with the form that dictionaries list. Sorted.
const IRREGULAR: [(&str, &str); 93] = [
    ("arose", "arise"),
    ("ate", "eat"),
    ("became", "become"),
    ("began", "begin"),
    ("begun", "begin"),
    ("bent", "bend"),
    ("best", "good"),
    ("better", "good"),
    ("bore", "bear"),
    ("borne", "bear"),
    ("bought", "buy"),
    ("bound", "bind"),
    ("broke", "break"),
    ("broken", "break"),
    ("brought", "bring"),
    ("built", "build"),
    ("came", "come"),
    ("caught", "catch"),
    ("children", "child"),
    ("chose", "choose"),
    ("chosen", "choose"),
    ("dealt", "deal"),
    ("drawn", "draw"),
    ("drew", "draw"),
    ("driven", "drive"),
    ("drove", "drive"),
    ("elder", "old"),
    ("fallen", "fall"),
    ("fed", "feed"),
    ("feet", "foot"),
    ("fell", "fall"),
    ("fewer", "few"),
    ("fled", "flee"),
    ("forbade", "forbid"),
    ("forbidden", "forbid"),
    ("foregone", "forego"),
    ("fought", "fight"),
    ("found", "find"),
    ("gave", "give"),
    ("given", "give"),
    ("gone", "go"),
    ("got", "get"),
    ("grew", "grow"),
    ("grown", "grow"),
    ("heard", "hear"),
    ("held", "hold"),
    ("hid", "hide"),
    ("hidden", "hide"),
    ("indices", "index"),
    ("kept", "keep"),
    ("knew", "know"),
    ("known", "know"),
    ("laid", "lay"),
    ("led", "lead"),
    ("left", "leave"),
    ("lent", "lend"),
    ("lost", "lose"),
    ("made", "make"),
    ("matrices", "matrix"),
    ("meant", "mean"),
    ("men", "man"),
    ("met", "meet"),
    ("mice", "mouse"),
    ("paid", "pay"),
    ("ran", "run"),
    ("risen", "rise"),
    ("rose", "rise"),
    ("said", "say"),
    ("sat", "sit"),
    ("saw", "see"),
    ("seen", "see"),
    ("sent", "send"),
    ("shown", "show"),
    ("sold", "sell"),
    ("sought", "seek"),
    ("spent", "spend"),
    ("spoke", "speak"),
    ("spoken", "speak"),
    ("stood", "stand"),
    ("taken", "take"),
    ("taught", "teach"),
    ("thought", "think"),
    ("told", "tell"),
    ("took", "take"),
    ("undertaken", "undertake"),
    ("undertook", "undertake"),
    ("went", "go"),
    ("withdrawn", "withdraw"),
    ("withdrew", "withdraw"),
    ("women", "woman"),
    ("won", "win"),
    ("written", "write"),
    ("wrote", "write"),
];

/// Reads English words for keys: their stems, without function words.
pub struct EnglishKeys {
    stemmer: Stemmer,
    stop_words: HashSet<&'static str>,
}

/// A word of an English text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Its stem.
    pub stem: String,
    /// Where it stands, in bytes of the text.
    pub bytes: Range<usize>,
}

impl EnglishKeys {
    /// Keys that leave out `stop_words`.
    pub fn new(stop_words: impl IntoIterator<Item = &'static str>) -> Self {
        Self { stemmer: Stemmer::create(Algorithm::English), stop_words: stop_words.into_iter().collect() }
    }

    /// The words of a folded text that carry meaning, in order. Hyphens part words; `&` between letters
    /// and the point between digits do not. Han characters are passed over.
    pub fn words(&self, folded: &str) -> Vec<Word> {
        let mut words = Vec::new();
        let mut at = 0;
        while let Some(length) = folded[at..].find(is_letter) {
            let start = at + length;
            let end = token_end(folded, start);
            let token = &folded[start..end];
            at = end;
            if !self.stop_words.contains(token) {
                words.push(Word { stem: self.stem(token), bytes: start..end });
            }
        }
        words
    }

    /// The key of a folded term; none if it is empty or too long.
    pub fn key(&self, folded: &str) -> Option<String> {
        let words = self.words(folded);
        (1..=MAX_KEY_WORDS).contains(&words.len()).then(|| join(&words))
    }

    /// Whether two folded terms differ by inflection at most: `policies` and `policy`, but not
    /// `development` and `develop`, which share a stem.
    pub fn same_form(&self, one: &str, other: &str) -> bool {
        let (first, second) = (self.words(one), self.words(other));
        let same = |a: &Word, b: &Word| {
            let forms = listed_forms(&one[a.bytes.clone()]);
            listed_forms(&other[b.bytes.clone()]).iter().any(|form| forms.contains(form))
        };
        first.len() == second.len() && first.iter().zip(&second).all(|(a, b)| same(a, b))
    }

    fn stem(&self, token: &str) -> String {
        let token = listed_form(token);
        if token.bytes().all(|byte| byte.is_ascii_lowercase()) {
            self.stemmer.stem(token).into_owned()
        } else {
            token.to_owned()
        }
    }
}

/// The form of a word that dictionaries list, where it is irregular.
fn listed_form(token: &str) -> &str {
    IRREGULAR.binary_search_by_key(&token, |(form, _)| form).map_or(token, |place| IRREGULAR[place].1)
}

/// The forms that an English word may be an inflection of, itself among them.
fn listed_forms(token: &str) -> Vec<String> {
    const ENDINGS: [(&str, &str); 8] = [
        ("ies", "y"),
        ("ied", "y"),
        ("es", ""),
        ("s", ""),
        ("ing", ""),
        ("ing", "e"),
        ("ed", ""),
        ("ed", "e"),
    ];
    let mut forms = vec![listed_form(token).to_owned()];
    for (ending, instead) in ENDINGS {
        let Some(base) = token.strip_suffix(ending).filter(|base| base.len() > 2) else { continue };
        forms.push(format!("{base}{instead}"));
        let mut last = base.bytes().rev();
        if instead.is_empty() && last.next() == last.next() && base.is_ascii() {
            forms.push(base[..base.len() - 1].to_owned());
        }
    }
    forms
}

/// The key of words that stand side by side.
pub fn join(words: &[Word]) -> String {
    let stems: Vec<&str> = words.iter().map(|word| word.stem.as_str()).collect();
    stems.join(" ")
}

/// The key of a folded Chinese term: its letters, digits and ideographs; none if it is too long.
pub fn chinese_key(folded: &str) -> Option<String> {
    let key: String = folded.chars().filter(|c| c.is_alphanumeric()).collect();
    (1..=MAX_KEY_CHARS).contains(&key.chars().count()).then_some(key)
}

/// Whether the character is a letter or digit of another script than Chinese.
fn is_letter(c: char) -> bool {
    c.is_alphanumeric()
        && !matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}')
}

/// Where the token that begins at `start` ends.
fn token_end(text: &str, start: usize) -> usize {
    let mut end = start;
    let mut chars = text[start..].chars().peekable();
    let mut before = ' ';
    while let Some(c) = chars.next() {
        let next = chars.peek().copied().unwrap_or(' ');
        let joint = c == '&' && is_letter(before) && is_letter(next)
            || c == '.' && before.is_ascii_digit() && next.is_ascii_digit();
        if !is_letter(c) && !joint {
            break;
        }
        end += c.len_utf8();
        before = c;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inflections_are_one_form_and_derivations_are_not() {
        let keys = EnglishKeys::new(["of"]);
        for (one, other) in
            [("policies", "policy"), ("planning", "plan"), ("built", "build"), ("taxes", "tax")]
        {
            assert!(keys.same_form(one, other), "{one} {other}");
        }
        assert!(!keys.same_form("development", "develop") && !keys.same_form("mission", "missing"));
    }

    #[test]
    fn irregular_forms_are_sorted() {
        assert!(IRREGULAR.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert_eq!(EnglishKeys::new([]).key("built"), EnglishKeys::new([]).key("building"));
    }

    #[test]
    fn keys_are_stems_without_function_words() {
        let keys = EnglishKeys::new(["of", "the", "and", "s"]);
        let check = |text: &str, key: Option<&str>| assert_eq!(keys.key(text).as_deref(), key, "{text}");
        check("ministry of finance", Some("ministri financ"));
        check("14th five-year plans", Some("14th five year plan"));
        check("r&d expenses", Some("r&d expens"));
        check("china's 3.5 m", Some("china 3.5 m"));
        check("of the", None);
        check("税", None);
        assert_eq!(chinese_key("“十四五”规划").as_deref(), Some("十四五规划"));
    }
}
