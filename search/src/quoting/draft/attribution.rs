//! Whom a quotation or a figure is said to be taken from.

use super::{
    layout::{Draft, Quoted},
    mentions::{Address, Mention, Naming},
};
use std::ops::Range;

/// A draft with everything that was found in it.
pub(super) struct Reading<'d> {
    pub draft: &'d Draft,
    pub quoted: Vec<Quoted>,
    pub mentions: Vec<Mention>,
    pub addresses: Vec<Address>,
}

/// Where something is said to stand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Attribution<'r> {
    /// The document that is named.
    pub mention: &'r Mention,
    /// The article that is named.
    pub address: Option<&'r Address>,
    /// Whether the same sentence names the document; else the text before it does.
    pub said: bool,
}

/// Words by which a person speaks rather than a document.
const SPEECH: &[&str] = &[
    "说",
    "表示",
    "告诉",
    "介绍",
    "坦言",
    "认为",
    "称赞",
    "感慨",
    "回忆",
    "受访",
    "said",
    "told",
    "adds",
    "added",
    "explained",
];

/// Words by which a document speaks.
const PROVIDES: &[&str] = &[
    "规定",
    "明确",
    "提出",
    "指出",
    "要求",
    "强调",
    "载明",
    "写道",
    "写明",
    "写入",
    "该办法",
    "该条例",
    "该规定",
    "该通知",
    "该规划",
    "该意见",
    "该法",
    "该文件",
    "文件",
    "provide",
    "state",
    "stipulate",
    "require",
    "read",
    "according to",
    "under ",
    "set",
    "the measures",
    "the plan",
    "the law",
    "the regulations",
    "the notice",
];

/// Words that mean a document that was named, however long ago.
const SAME: &[&str] = &[
    "同一文件",
    "同一办法",
    "同一规定",
    "该文件",
    "该办法",
    "该条例",
    "该规定",
    "该通知",
    "该规划",
    "该意见",
    "该措施",
    "该细则",
    "这份文件",
    "这一文件",
    "上述文件",
    "前述文件",
    "the same document",
    "the same measures",
    "that document",
];

/// Words with which titles of documents end; 《论语》 is none, and nothing refers back to it as to one.
const ENDINGS: &[&str] = &[
    "法", "条例", "规定", "办法", "细则", "规则", "措施", "意见", "通知", "通告", "公告", "决定", "决议",
    "方案", "规划", "计划", "政策", "指南", "标准", "解释", "批复", "纲要", "准则", "规范", "命令", "公报",
    "通报",
];

/// Words that refer back to a document although its name is not repeated.
pub(super) fn refers_back(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    PROVIDES.iter().any(|word| lower.contains(word))
}

fn is_speech(text: &str) -> bool {
    let mut words = text.split(|c: char| !c.is_ascii_alphabetic());
    SPEECH.iter().any(|word| !word.is_ascii() && text.contains(word))
        || words.any(|found| SPEECH.iter().any(|word| found.eq_ignore_ascii_case(word)))
}

impl Reading<'_> {
    /// The words of a range of bytes.
    pub fn words(&self, range: Range<usize>) -> &str {
        self.draft.text.get(range).unwrap_or_default()
    }

    /// The sentence that holds a byte.
    pub fn sentence(&self, at: usize) -> Range<usize> {
        self.draft.sentence(at, &self.quoted)
    }

    /// The last document that is named before a byte, from another byte on. A number beside a title
    /// names no other document.
    pub fn mention_before(&self, from: usize, at: usize) -> Option<&Mention> {
        let before = |mention: &&Mention| from <= mention.range.start && mention.range.end <= at;
        self.mentions.iter().rev().filter(|mention| !mention.beside_title).find(before)
    }

    /// The last document before a byte that words may refer back to: in the paragraph or the one before it, or
    /// anywhere where they say that they mean the same document.
    fn meant(&self, lead: &str, at: usize) -> Option<&Mention> {
        let (_, before) = self.paragraph_starts(at);
        let lower = lead.to_ascii_lowercase();
        let from = if SAME.iter().any(|word| lower.contains(word)) { 0 } else { before };
        let official = |mention: &&Mention| {
            let title = self.words(mention.range.clone()).trim_end_matches(['》', '〉']);
            let title = title.split(['（', '(']).next().unwrap_or(title);
            !mention.policies.is_empty()
                || !matches!(mention.naming, Naming::Title(_))
                || ENDINGS.iter().any(|ending| title.ends_with(ending))
        };
        let within = |mention: &&Mention| from <= mention.range.start && mention.range.end <= at;
        let mut before = self.mentions.iter().rev().filter(|mention| !mention.beside_title).filter(within);
        before.find(official)
    }

    fn address_between(&self, from: usize, to: usize) -> Option<&Address> {
        self.addresses.iter().rev().find(|address| from <= address.range.start && address.range.end <= to)
    }

    /// Where the paragraph begins that holds a byte.
    pub fn paragraph(&self, at: usize) -> usize {
        self.paragraph_starts(at).0
    }

    /// Where the paragraph begins that holds a byte, and the one before it.
    fn paragraph_starts(&self, at: usize) -> (usize, usize) {
        let paragraphs = self.draft.paragraphs();
        let number = paragraphs.iter().rposition(|paragraph| paragraph.start <= at).unwrap_or_default();
        let start = |number: usize| paragraphs.get(number).map_or(0, |paragraph| paragraph.start);
        (start(number), start(number.saturating_sub(1)))
    }

    /// Whom a quotation is said to be taken from: the source behind it in brackets or behind a dash,
    /// else the document named before it in its sentence, else the one that the text was speaking of.
    pub fn of_quotation(&self, quoted: &Quoted) -> Option<Attribution<'_>> {
        if let Some(behind) = self.behind(quoted) {
            return Some(behind);
        }
        let (_, before) = self.paragraph_starts(quoted.whole.start);
        // What is set off belongs to the sentence that ends before it.
        let from = if quoted.block { before } else { self.sentence(quoted.whole.start).start };
        let to = quoted.whole.start;
        if let Some(mention) = self.mention_before(from, to) {
            if is_speech(self.words(mention.range.end..to)) {
                return None;
            }
            return Some(Attribution {
                mention,
                address: self.address_between(mention.range.end, to),
                said: true,
            });
        }
        let lead = self.words(from..to);
        let address = self.address_between(from, to);
        if is_speech(lead) || address.is_none() && !refers_back(lead) {
            return None;
        }
        let mention = self.meant(lead, to)?;
        Some(Attribution { mention, address, said: false })
    }

    /// The source that stands right behind a quotation: （《…》第五条）, ——《…》.
    fn behind(&self, quoted: &Quoted) -> Option<Attribution<'_>> {
        const NEAR: usize = 24;
        let end = quoted.whole.end;
        let mention = self.mentions.iter().find(|mention| mention.range.start >= end)?;
        let between = self.words(end..mention.range.start);
        let joins = |c: char| c.is_whitespace() || "（([—-–，,。.见引自出于参from>".contains(c);
        let opens = between.contains(['（', '(', '—', '–']) || between.contains("--");
        if between.len() > NEAR || !opens || !between.chars().all(joins) {
            return None;
        }
        let line = self.words(mention.range.end..self.draft.text.len());
        let stop = line.find(['）', ')', '\n']).map_or(self.draft.text.len(), |at| mention.range.end + at);
        let address = self.addresses.iter().find(|address| {
            mention.range.end <= address.range.start && address.range.end <= stop.max(mention.range.end)
        });
        Some(Attribution { mention, address, said: true })
    }

    /// Whose article an address is: of the document before it in its sentence, of the one behind it
    /// (Article 5 of …), else of the one that the text was speaking of.
    pub fn of_address(&self, address: &Address) -> Option<Attribution<'_>> {
        let sentence = self.sentence(address.range.start);
        let at = address.range.start;
        let behind = self.mentions.iter().find(|mention| {
            let between = self.draft.text.get(address.range.end..mention.range.start);
            between.is_some_and(|between| matches!(between.trim(), "of the" | "of"))
        });
        let attribution = |mention, said| Attribution { mention, address: None, said };
        if let Some(mention) = behind {
            return Some(attribution(mention, true));
        }
        if let Some(mention) = self.mention_before(sentence.start, at) {
            return Some(attribution(mention, true));
        }
        let (paragraph, before) = self.paragraph_starts(at);
        let own = self.mention_before(paragraph, at);
        own.or_else(|| self.mention_before(before, at)).map(|mention| attribution(mention, false))
    }

    /// Whom a figure is said to be taken from: the document named before it in its sentence, or the one
    /// that the text was speaking of, where the sentence refers back to it.
    pub fn of_figure(&self, at: usize) -> Option<Attribution<'_>> {
        let sentence = self.sentence(at);
        if let Some(mention) = self.mention_before(sentence.start, at) {
            let address = self.address_between(mention.range.end, at);
            return Some(Attribution { mention, address, said: true });
        }
        let address = self.address_between(sentence.start, at);
        let lead = self.words(sentence.start..at);
        if address.is_none() && !refers_back(lead) {
            return None;
        }
        let mention = self.meant(lead, at)?;
        Some(Attribution { mention, address, said: false })
    }
}
