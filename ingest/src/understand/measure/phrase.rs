//! Noun phrases with their 的-clauses.

use super::lexicon::{ADVERBS, ENTITIES, FINAL_ONLY, NOT_ENTITY_BEFORE, VERBS};
use crate::wordlist::Words;
use std::{ops::Range, sync::LazyLock};

/// Brackets and quotation marks that are passed over.
const PAIRS: &[(char, char)] = &[('（', '）'), ('(', ')'), ('《', '》'), ('“', '”')];

/// The byte offsets of the characters outside brackets and quotation marks.
fn outside(words: &str) -> impl Iterator<Item = (usize, char)> + '_ {
    let mut closing: Option<char> = None;
    words.char_indices().filter(move |&(at, c)| {
        if let Some(close) = closing {
            if c == close {
                closing = None;
            }
            return false;
        }
        let pair = PAIRS.iter().find(|(open, _)| *open == c);
        if let Some((_, close)) = pair.filter(|(_, close)| words[at..].contains(*close)) {
            closing = Some(*close);
            return false;
        }
        true
    })
}

/// Where the 的 that ends modifiers stand; one in front of a figure, of 比例 or of 部分 does not.
pub fn particles(words: &str) -> Vec<usize> {
    outside(words)
        .filter(|&(at, c)| {
            let behind = words[at + c.len_utf8()..].trim_start();
            let measured = behind
                .starts_with(|c: char| c.is_numeric() || "一百全".contains(c) && behind.starts_with("百分"))
                || ["比例", "标准", "基础", "原则", "部分", "前提", "情况", "同时", "费率", "幅度"]
                    .iter()
                    .any(|word| behind.starts_with(word));
            c == '的' && !measured && !(words[..at].ends_with('目') && behind.starts_with(['，', '是']))
        })
        .map(|(at, _)| at)
        .collect()
}

/// The entity that a phrase ends in, bracketed remark and 等 included.
pub fn ends_in_entity(words: &str) -> bool {
    let mut bare = words.trim_end();
    while let Some(inside) = bare.strip_suffix(['）', ')']) {
        let Some(open) = inside.rfind(['（', '(']) else { break };
        bare = inside[..open].trim_end();
    }
    let bare = bare.strip_suffix('等').unwrap_or(bare).trim_end_matches(['”', '"']);
    ENTITIES.iter().any(|entity| bare.ends_with(entity))
}

/// The first entity of a phrase, where what stands around it is no other noun: its byte range.
pub fn first_entity(words: &str) -> Option<Range<usize>> {
    static FINDER: LazyLock<Words> = LazyLock::new(|| Words::new(&ENTITIES));
    let mut from = 0;
    while let Some(entity) = FINDER.next(words, from) {
        let behind = &words[entity.end..];
        let whole = behind.trim_start();
        let other = NOT_ENTITY_BEFORE.iter().any(|noun| behind.starts_with(noun));
        let part = FINAL_ONLY.contains(&&words[entity.clone()])
            && !(whole.is_empty()
                || whole.starts_with([
                    '、', '和', '及', '给', '按', '，', '分', '可', '在', '单', '每', '最', '（',
                ])
                || !["项目", "工程"].contains(&&words[entity.clone()])
                    && whole.starts_with(|c: char| c.is_ascii_digit()));
        if !other && !part && outside(words).any(|(at, _)| at == entity.start) {
            return Some(entity);
        }
        from = entity.start + words[entity.start..].chars().next().map_or(1, char::len_utf8);
    }
    None
}

/// Words without the adverbs and modal verbs in front: 要积极通过… begins with 通过.
pub fn unadorned(words: &str) -> &str {
    let mut rest = words;
    while let Some(shorter) = ADVERBS.iter().find_map(|adverb| rest.strip_prefix(adverb)) {
        rest = shorter;
    }
    rest
}

/// Whether words begin with a preposition, so that a noun behind it is no subject: 向…的医院捐赠.
pub fn governed(words: &str) -> bool {
    let words = unadorned(words);
    let words = words.strip_prefix("直接").unwrap_or(words);
    ["向", "通过", "从", "给", "围绕", "依托", "委托", "会同"].iter().any(|word| words.starts_with(word))
}

/// The subject that a clause begins with: a noun phrase that is an entity, then a verb. 企业开展…
pub fn subject(words: &str) -> Option<Range<usize>> {
    let led = ["经", "由", "为", "被", "受", "从事"].iter().any(|lead| words.starts_with(lead));
    // Whoever does something within a modifier in front is none: 经…机构确认的生产企业引进….
    let behind = particles(words).last().filter(|_| led).map_or(0, |at| at + '的'.len_utf8());
    let entity = first_entity(&words[behind..])?;
    let entity = behind + entity.start..behind + entity.end;
    let end = listed(words, entity.end);
    let modifier = particles(&words[..entity.start]).last().map_or(0, |at| at + '的'.len_utf8());
    let phrase = &words[modifier..entity.start];
    // 被 in front of a noun only says what befell it: 被兼并企业.
    let phrase = phrase.strip_prefix('被').unwrap_or(phrase);
    let verbal = governed(words) || VERBS.iter().any(|verb| phrase.contains(verb));
    (!verbal && phrase.chars().count() <= 30 && !words[end..].trim().is_empty()).then_some(modifier..end)
}

/// Where a list of entities that goes on behind `from` ends: 残疾人及其配偶、子女.
pub fn listed(words: &str, from: usize) -> usize {
    let mut end = from;
    loop {
        let rest = &words[end..];
        let Some(next) =
            ["、", "及其", "以及", "及", "和", "或", "等"].iter().find_map(|joint| rest.strip_prefix(joint))
        else {
            return end;
        };
        let skipped = rest.len() - next.len();
        let near = next.char_indices().nth(16).map_or(next.len(), |(at, _)| at);
        let Some(entity) = first_entity(&next[..near]) else { return end };
        if VERBS.iter().any(|verb| next[..entity.start].contains(verb)) {
            return end;
        }
        end += skipped + entity.end;
    }
}
