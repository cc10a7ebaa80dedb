//! Page numbers and running heads: what repeats at the edges of pages.

use super::layout::Item;
use crate::structure::is_labelled;
use polidex_corpus::numeral;
use std::collections::HashMap;

/// How many lines at the top and at the bottom of a page may be heads or numbers.
const EDGE: usize = 3;

/// How far a head may move between pages, in points.
const SAME_PLACE: f32 = 4.0;

/// As much of a line is compared, in characters.
const LONGEST: usize = 200;

/// On how many pages a head stands at least.
const MIN_REPEATS: usize = 3;

/// Takes page numbers and running heads out of pages; the number of heads, which are text, is returned.
pub(super) fn remove(pages: &mut [Vec<Item>]) -> usize {
    let mut places: HashMap<String, Vec<f32>> = HashMap::new();
    for page in pages.iter() {
        for at in edges(page.len()) {
            if let Item::Line(line) = &page[at] {
                places.entry(key(&line.text)).or_default().push(line.y);
            }
        }
    }
    let pages_count = pages.len();
    let least = MIN_REPEATS.max(pages_count * 2 / 5);
    let repeats = |text: &str, y: f32| {
        let found = places
            .get(&key(text))
            .map_or(0, |ys| ys.iter().filter(|&&at| (at - y).abs() < SAME_PLACE).count());
        if is_page_number(text) {
            found > 1 || pages_count == 1 && is_framed(text)
        } else {
            found >= least && !is_labelled(text)
        }
    };
    let mut heads = 0;
    for page in pages {
        let mut kept = Vec::with_capacity(page.len());
        let edges: Vec<usize> = edges(page.len()).collect();
        for (at, item) in page.drain(..).enumerate() {
            match &item {
                Item::Line(line) if edges.contains(&at) && repeats(&line.text, line.y) => {
                    heads += usize::from(!is_page_number(&line.text));
                }
                _ => kept.push(item),
            }
        }
        *page = kept;
    }
    heads
}

fn edges(count: usize) -> impl Iterator<Item = usize> {
    (0..count.min(EDGE)).chain(count.saturating_sub(EDGE).max(EDGE)..count)
}

/// The text with every number alike.
fn key(text: &str) -> String {
    let mut key = String::new();
    let is_number = is_page_number(text);
    for c in text.chars().take(LONGEST).filter(|c| !c.is_whitespace()) {
        let c = if c.is_ascii_digit() || is_number && numeral::is_numeral(c) { '#' } else { c };
        if c != '#' || !key.ends_with('#') {
            key.push(c);
        }
    }
    key
}

/// Whether a line is a page number and nothing else: 3, — 3 —, 第3页 共5页, Page 3 of 5.
fn is_page_number(text: &str) -> bool {
    if text.len() > LONGEST {
        return false;
    }
    let is_around = |c: char| c.is_whitespace() || "-—–－―─·•/｜|~第页頁共,，.".contains(c);
    let words = text.replace("Page", "").replace("page", "").replace("of", "");
    let rest = words.trim_matches(is_around);
    let numbers = rest.split(is_around).filter(|part| !part.is_empty());
    let count = numbers.clone().count();
    (1..=2).contains(&count)
        && numbers.clone().all(|number| number.chars().all(numeral::is_numeral) && number.len() < 12 || is_roman(number))
        // 第三 and 3、 begin a text.
        && (!text.starts_with('第') || text.contains(['页', '頁']))
}

fn is_roman(text: &str) -> bool {
    text.len() < 7 && text.chars().all(|c| "ivxlIVXL".contains(c))
}

/// Whether a page number says that it is one, even on a single page.
fn is_framed(text: &str) -> bool {
    text.contains(['页', '頁']) || text.starts_with(['-', '—', '–', '－', '―', '─'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::pdf::line::Line;

    fn page(lines: &[&str]) -> Vec<Item> {
        let line = |(at, text): (usize, &&str)| {
            Item::Line(Line {
                text: (*text).to_owned(),
                left: 0.0,
                right: 1.0,
                y: at as f32 * 20.0,
                size: 10.0,
            })
        };
        lines.iter().enumerate().map(line).collect()
    }

    fn texts(pages: &[Vec<Item>]) -> Vec<&str> {
        let lines = pages.iter().flatten().filter_map(|item| match item {
            Item::Line(line) => Some(line.text.as_str()),
            Item::Row(_) => None,
        });
        lines.collect()
    }

    #[test]
    fn page_numbers_are_told_from_text() {
        for number in ["3", "— 3 —", "- 12 -", "第 3 页 共 5 页", "Page 3 of 5", "3/5", "iv", "·3·", "第三页"]
        {
            assert!(is_page_number(number), "{number}");
        }
        for text in ["第三条", "第三", "2024年", "一、总则", "3 项", "", "—", "1 2 3"] {
            assert!(!is_page_number(text), "{text}");
        }
    }

    #[test]
    fn what_repeats_at_the_edges_goes() {
        let mut pages = vec![
            page(&["示例市公报", "甲。", "乙。", "丙。", "— 1 —"]),
            page(&["示例市公报", "丁。", "戊。", "丙。", "— 2 —"]),
            page(&["示例市公报", "第一条 己。", "庚。", "丙。", "— 3 —"]),
        ];
        assert_eq!(remove(&mut pages), 6);
        assert_eq!(texts(&pages), ["甲。", "乙。", "丁。", "戊。", "第一条 己。", "庚。"]);
        let mut single = vec![page(&["示例", "12"]), page(&["另文", "第二条"])];
        assert_eq!(remove(&mut single), 0);
        assert_eq!(texts(&single), ["示例", "12", "另文", "第二条"]);
    }
}
