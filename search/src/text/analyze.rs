//! The words that a text is ranked by.

use super::grams::grams;
use super::phrase::{PhraseTerm, marks, phrase_terms};
use super::scan::{Kind, Run, Runs};
use super::segment::Segmenter;
use super::stop::{STOP_WORDS, StopWords};
use polidex_corpus::text::is_han;
use rust_stemmers::{Algorithm, Stemmer};
use std::ops::Range;

/// Longer terms are cut to this many bytes, at a character: no engine indexes terms without limit,
/// and nothing so long is a word. Texts and queries are cut alike, so it is still found.
pub const MAX_TERM_BYTES: usize = 200;

/// Analyses texts and queries.
pub struct Analyzer {
    segmenter: Segmenter,
    stop_words: &'static StopWords,
    stemmer: Stemmer,
}

impl Analyzer {
    /// For indexing: fast, but the first call in the process loads the dictionary.
    pub fn full() -> Self {
        Self::new(Segmenter::full())
    }

    /// For queries, and for finding a query's words in the texts of a page of hits: ready at once.
    /// Gives exactly the words that [`Analyzer::full`] gives.
    pub fn for_query() -> Self {
        Self::new(Segmenter::compact())
    }

    fn new(segmenter: Segmenter) -> Self {
        Self { segmenter, stop_words: &STOP_WORDS, stemmer: Stemmer::create(Algorithm::English) }
    }

    /// Calls `sink` with each word of a folded text and the characters it stands for.
    ///
    /// * Chinese: search-mode words, that is, long words and the words inside them
    /// * Latin letters: the English stem; other scripts and tokens with digits as they stand
    /// * numbers as they stand, `3.5` as one; of a grouped number such as `1,000` also the whole
    ///   without its commas
    /// * tokens joined by hyphens or `&`, such as `e-commerce` or `r&d`: the whole and its parts
    ///
    /// Stop words and punctuation are left out. White space always ends a word; what a line break
    /// tears apart is found by its grams.
    pub fn words<F: FnMut(&str, Range<u32>)>(&self, folded: &str, mut sink: F) {
        let mut runs = Runs::new(folded);
        loop {
            let (text, first) = runs.take_chinese();
            self.chinese(text, first, &mut sink);
            let Some(run) = runs.next() else { return };
            match run.kind {
                Kind::Han => self.chinese(run.text, run.chars.start, &mut sink),
                Kind::Alphanumeric => self.compound(run, &mut runs, &mut sink),
                Kind::Space | Kind::Other => {}
            }
        }
    }

    /// Calls `sink` with each gram of a folded text: the term, its position, and the characters it
    /// stands for. Positions begin at 0 and rise; no two grams have the same.
    ///
    /// * Each Han character has a position, and the term there is the character with its successor.
    ///   The last of a run stands alone, so that every character of the text begins the term at its
    ///   position.
    /// * Each run of letters and digits of other scripts has a position, and is the term there as it
    ///   stands.
    /// * White space and invisible characters are ignored, a single line feed among them included:
    ///   texts are published with names spaced out ("索 引 号") and with lines broken inside a
    ///   sentence. Han characters on both sides of such a space are neighbours, and the range covers
    ///   the space.
    /// * Punctuation, symbols and blank lines, however many in a row, leave one position empty. So no
    ///   phrase is found across them unless it was asked for with punctuation in the same place. Only
    ///   a hyphen or apostrophe inside a token counts as nothing: "e-commerce" is "e commerce".
    pub fn grams<F: FnMut(&str, u32, Range<u32>)>(&self, folded: &str, sink: F) {
        grams(folded, sink);
    }

    /// Calls `sink` with the punctuation at each position that the [grams](Analyzer::grams) of a folded text leave empty,
    /// without white space, and with the position: a phrase with punctuation inside stands where its grams and these
    /// stand at their distances. Of blank lines alone there is nothing.
    pub fn marks<F: FnMut(&str, u32)>(&self, folded: &str, sink: F) {
        marks(folded, sink);
    }

    /// The terms of a folded phrase. A text holds the phrase exactly if its [grams](Analyzer::grams)
    /// hold all of these, at these distances from each other. Punctuation at either end of the phrase
    /// is ignored; inside, it stands for any punctuation. Without letters, digits or ideographs there
    /// are no terms.
    pub fn phrase_terms(&self, folded: &str) -> Vec<PhraseTerm> {
        phrase_terms(folded)
    }

    /// The Chinese words of a stretch whose first character is number `first`.
    fn chinese<F: FnMut(&str, Range<u32>)>(&self, text: &str, first: u32, sink: &mut F) {
        self.segmenter.words(text, |word, chars| {
            if word.starts_with(is_han) && !self.stop_words.contains(word) {
                sink(word, first + chars.start..first + chars.end);
            }
        });
    }

    /// A token with what is joined to it: the parts, and the whole if there are several.
    fn compound<'t, F: FnMut(&str, Range<u32>)>(&self, first: Run<'t>, runs: &mut Runs<'t>, sink: &mut F) {
        let mut part = extend_decimal(first, runs);
        let mut whole = part.clone();
        let mut numeric = true;
        while let Some((joint, next)) = joined(runs, &part) {
            self.part(&part, sink);
            runs.nth(1);
            numeric &= joint == ',';
            part = extend_decimal(next, runs);
            whole = runs.cover(&whole, &part);
        }
        self.part(&part, sink);
        if whole.chars == part.chars {
            return;
        }
        if numeric {
            sink(limited(&whole.text.replace(',', "")), whole.chars);
        } else {
            sink(limited(whole.text), whole.chars);
        }
    }

    /// The term of one token.
    fn part<F: FnMut(&str, Range<u32>)>(&self, token: &Run<'_>, sink: &mut F) {
        let (term, chars) = (limited(token.text), token.chars.clone());
        if self.stop_words.contains(term) {
            return;
        }
        if term.bytes().all(|byte| byte.is_ascii_lowercase()) {
            sink(&self.stemmer.stem(term), chars);
        } else {
            sink(term, chars);
        }
    }
}

/// The beginning of a term that an engine can hold.
pub(super) fn limited(term: &str) -> &str {
    if term.len() <= MAX_TERM_BYTES {
        return term;
    }
    let fits = term.char_indices().map(|(at, _)| at).take_while(|&at| at <= MAX_TERM_BYTES);
    &term[..fits.last().unwrap_or(0)]
}

/// The token that is joined to `run` by one connector, and the connector. `runs` stands behind
/// `run`.
fn joined<'t>(runs: &Runs<'t>, run: &Run<'_>) -> Option<(char, Run<'t>)> {
    let (joint, next) = behind_joint(runs)?;
    let fits = match joint {
        '-' | '&' => true,
        ',' => is_number(run.text) && run.text.len() <= 3 && is_number(next.text) && next.text.len() == 3,
        _ => false,
    };
    fits.then_some((joint, next))
}

/// A number with its decimal places, or a version number: digits, point and digits belong together.
fn extend_decimal<'t>(run: Run<'t>, runs: &mut Runs<'t>) -> Run<'t> {
    let mut token = run;
    while let Some(('.', next)) = behind_joint(runs) {
        let digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
        if !digit(token.text.as_bytes().last()) || !digit(next.text.as_bytes().first()) {
            break;
        }
        runs.nth(1);
        token = runs.cover(&token, &next);
    }
    token
}

/// A single sign and the token right behind it.
pub(super) fn behind_joint<'t>(runs: &Runs<'t>) -> Option<(char, Run<'t>)> {
    let mut ahead = runs.clone();
    let sign = ahead.next().filter(|run| run.kind == Kind::Other && run.chars.len() == 1)?;
    let next = ahead.next().filter(|run| run.kind == Kind::Alphanumeric)?;
    Some((sign.text.chars().next()?, next))
}

fn is_number(token: &str) -> bool {
    token.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;
    use proptest::prelude::*;

    fn check(text: &str, expected: &[&str]) {
        let mut terms = Vec::new();
        Analyzer::for_query().words(&fold(text), |term, _| terms.push(term.to_owned()));
        assert_eq!(terms, expected, "{text}");
    }

    #[test]
    fn chinese_words_come_with_the_words_inside_them() {
        check(
            "促进软件产业和信息服务业发展",
            &["促进", "软件", "产业", "软件产业", "信息", "服务", "服务业", "发展"],
        );
        check("國務院辦公廳", &["国务", "院办", "办公", "国务院", "办公厅", "国务院办公厅"]);
        check("，。《》 的、了", &[]);
        check("二〇二一年,㐀和𠀀", &["二", "〇", "二", "一年", "㐀", "𠀀"]);
    }

    #[test]
    fn english_words_are_stemmed() {
        check("Policies of the Industrial Software", &["polici", "industri", "softwar"]);
        check("the company's measures don't apply", &["compani", "measur", "appli"]);
        check("MP3s", &["mp3s"]);
        check("Été", &["été"]);
    }

    #[test]
    fn numbers_stay_as_they_are() {
        check("2021 3.5 10% １２％ v2.0.1", &["2021", "3.5", "10", "12", "v2.0.1"]);
        check("1,000,000.5元", &["1", "000", "000.5", "1000000.5", "元"]);
        check("5,10,2021 3. 4", &["5", "10", "2021", "3", "4"]);
        check("2018—2023年", &["2018", "2023", "2018-2023", "年"]);
    }

    #[test]
    fn compounds_give_whole_and_parts() {
        check(
            "e-commerce state-of-the-art R&D",
            &["e", "commerc", "e-commerce", "state", "art", "state-of-the-art", "r", "r&d"],
        );
        check("-a- --x b--c", &["x", "b", "c"]);
        check("www.example.com", &["www", "exampl", "com"]);
    }

    #[test]
    fn endless_tokens_are_cut() {
        check(&"9".repeat(5_000), &[&"9".repeat(MAX_TERM_BYTES)]);
        check(&"é".repeat(5_000), &[&"é".repeat(MAX_TERM_BYTES / 2)]);
    }

    fn words(analyzer: &Analyzer, folded: &str) -> Vec<(String, Range<u32>)> {
        let mut words = Vec::new();
        analyzer.words(folded, |term, chars| words.push((term.to_owned(), chars)));
        words
    }

    /// Every hundredth law, in pieces that begin and end anywhere.
    #[test]
    fn both_analyzers_agree_on_laws() {
        let laws = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/laws");
        let Ok(folders) = std::fs::read_dir(laws) else {
            std::io::Write::write_all(&mut std::io::stdout(), b"skipped: ../shared/data is absent\n")
                .unwrap();
            return;
        };
        let files = folders
            .flatten()
            .flat_map(|folder| std::fs::read_dir(folder.path()).into_iter().flatten().flatten());
        let (compact, full) = (Analyzer::for_query(), Analyzer::full());
        for (number, file) in files.enumerate().filter(|(number, _)| number % 100 == 0) {
            let text: Vec<char> =
                std::fs::read_to_string(file.path()).unwrap_or_default().chars().take(20_000).collect();
            for piece in text.chunks(37 + number % 50) {
                let folded = fold(&piece.iter().collect::<String>());
                assert_eq!(words(&compact, &folded), words(&full, &folded), "{folded}");
            }
        }
    }

    proptest! {
        #[test]
        fn terms_slice_the_text_and_both_analyzers_agree(text in "(\\PC|[一-龥]{1,6}|[a-z]{1,5}|[ -,.&0-9\n]){0,40}") {
            let folded = fold(&text);
            let found = words(&Analyzer::for_query(), &folded);
            let chars: Vec<char> = folded.chars().collect();
            for (term, range) in &found {
                let slice: String = chars[range.start as usize..range.end as usize].iter().collect();
                let same = *term == slice || slice.replace(',', "") == *term;
                let stem = slice.bytes().all(|byte| byte.is_ascii_lowercase());
                prop_assert!(same || stem, "{} for {}", term, slice);
            }
            prop_assert_eq!(found, words(&Analyzer::full(), &folded));
        }
    }
}
