//! Chinese words.

use super::compact::CompactDictionary;
use jieba_rs::Jieba;
use polidex_corpus::lexicon;
use std::ops::Range;
use std::sync::LazyLock;

/// Finds the words among ideographs: the most probable cut by word frequencies, without
/// guessing at unknown words, and inside each long word the shorter words of two and three
/// characters.
///
/// Both kinds give the same words for every text.
#[derive(Debug, Clone, Copy)]
pub(super) enum Segmenter {
    /// The whole dictionary in memory: takes about a fifth of a second to load, then is fast. For
    /// indexing.
    Full(&'static Jieba),
    /// The dictionary inside the program, read in place: ready at once, several times slower on
    /// long texts. For queries and for the few texts of a page of hits.
    Compact(&'static CompactDictionary),
}

static FULL: LazyLock<Jieba> = LazyLock::new(|| {
    let mut jieba = Jieba::new();
    for (word, frequency) in lexicon::user_dictionary() {
        jieba.add_word(word, Some(frequency as usize), None);
    }
    jieba
});

static COMPACT: LazyLock<CompactDictionary> =
    LazyLock::new(|| CompactDictionary::new(lexicon::user_dictionary()));

impl Segmenter {
    /// The segmenter for indexing. The dictionary is loaded at the first call in the process.
    pub fn full() -> Self {
        Self::Full(&FULL)
    }

    /// The segmenter for queries.
    pub fn compact() -> Self {
        Self::Compact(&COMPACT)
    }

    /// Calls `sink` with each word of `text` and where it stands, in characters of `text`. Words
    /// inside a longer word come before it and overlap. `text` should be folded and free of Latin
    /// letters and digits; punctuation comes out character by character.
    #[inline]
    pub fn words<'t>(self, text: &'t str, mut sink: impl FnMut(&'t str, Range<u32>)) {
        match self {
            Self::Full(jieba) => {
                for token in jieba.cut_for_search(text, false) {
                    sink(token.word, token.start as u32..token.end as u32);
                }
            }
            Self::Compact(dictionary) => dictionary.words(text, &mut sink),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(segmenter: Segmenter, text: &str) -> Vec<(&str, Range<u32>)> {
        let mut words = Vec::new();
        segmenter.words(text, |word, chars| words.push((word, chars)));
        words
    }

    fn check_same(text: &str) {
        assert_eq!(words(Segmenter::compact(), text), words(Segmenter::full(), text), "{text}");
    }

    #[test]
    fn both_segmenters_agree_on_sentences() {
        check_same("重庆市软件产业高质量发展规划专精特新小巨人企业给予一次性奖补");
        check_same("二〇二一年十二月三十一日〇施行");
        check_same("南京市长江大桥研究生命起源乒乓球拍卖完了");
        check_same("《重庆市促进软件产业条例》,“十四五”;的。\n 企业");
        check_same("");
    }

    #[test]
    fn policy_terms_are_words() {
        for (word, _) in lexicon::user_dictionary() {
            let text = format!("关于{word}的通知");
            assert!(words(Segmenter::compact(), &text).iter().any(|(found, _)| *found == word), "{word}");
        }
    }

    #[test]
    fn policy_terms_leave_ordinary_words_whole() {
        let check = |text: &str, expected: &[&str]| {
            let found: Vec<_> = words(Segmenter::compact(), text).into_iter().map(|(word, _)| word).collect();
            for word in expected {
                assert!(found.contains(word), "{word} in {text}: {found:?}");
            }
        };
        check("企业应当依法缴纳企业所得税", &["企业", "应当", "依法", "缴纳", "所得税", "企业所得税"]);
        check("人民法院受理行政诉讼案件", &["人民法院", "受理", "行政诉讼", "案件"]);
        check("劳动者与用人单位订立劳动合同", &["劳动者", "用人单位", "订立", "劳动合同"]);
        check("支持软件企业上市融资", &["支持", "软件", "企业", "上市", "融资"]);
        check("未成年人的监护人是父母", &["未成年人", "监护人", "父母"]);
        check("重庆市人民政府办公厅关于印发办法的通知", &["重庆市", "人民政府", "办公厅", "印发", "通知"]);
        check("加快发展数字经济促进就业创业", &["加快", "发展", "数字经济", "促进", "就业", "创业"]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]
        #[test]
        fn both_segmenters_agree_on_any_text(text in "([一-龥]|[的一国企业在不市重庆大学中心研究生产发展人民法院第二十条]){0,40}") {
            check_same(&text);
        }

        #[test]
        fn both_segmenters_agree_outside_the_main_block(text in "([一-龥]|[〇㐀-䶿豈-龎𠀀-𠀿𰀀𪛡,。 ]){0,20}") {
            check_same(&text);
        }
    }
}
