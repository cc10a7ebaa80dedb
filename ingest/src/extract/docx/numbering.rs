//! Labels that Word generates: 一、, （一）, 第一条, 1.1.
//!
//! A clause without its label is a wrong quote, so what a reader of the document sees before a
//! paragraph is counted and written here as Word does it.

use super::{
    counting::written,
    xml::{Tag, Token, walk},
};
use std::collections::HashMap;

/// Levels of a list.
const LEVELS: usize = 9;

/// Longest text of a label's pattern, in bytes.
const MAX_PATTERN: usize = 200;

/// How one level of a list counts and looks.
#[derive(Debug, Clone)]
struct Level {
    format: String,
    /// `%1` stands for the number of level 1.
    pattern: String,
    start: u32,
    /// The level whose numbers start this one anew; the one above where nothing is said.
    restart: Option<usize>,
    /// Whether all numbers in it are written in digits.
    is_legal: bool,
    /// The paragraph style that is this level.
    style: String,
    /// Whether nothing stands between label and text.
    is_tight: bool,
}

impl Default for Level {
    fn default() -> Self {
        Self {
            format: "decimal".to_owned(),
            pattern: String::new(),
            start: 1,
            restart: None,
            is_legal: false,
            style: String::new(),
            is_tight: false,
        }
    }
}

#[derive(Debug, Default)]
struct List {
    levels: [Level; LEVELS],
    /// The style that stands for this list,
    style: String,
    /// or the style of the list that is meant by this one.
    same_as: String,
}

/// A use of a list, perhaps with changes.
#[derive(Debug, Default)]
struct Use {
    list: String,
    starts: HashMap<usize, u32>,
    is_begun: bool,
}

/// All lists of a document, and how far they have counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    lists: HashMap<String, List>,
    uses: HashMap<String, Use>,
    /// The last number at each level of a list; `None` where a level has not begun.
    counters: HashMap<String, [Option<u32>; LEVELS]>,
}

/// A label and whether a space belongs between it and the text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Label {
    pub text: String,
    pub is_tight: bool,
}

impl Numbering {
    /// Reads `word/numbering.xml`.
    pub fn parse(xml: &str) -> Self {
        let mut reader = Parser::default();
        // A broken file gives the lists before the damage.
        let _ = walk(xml, |token| match token {
            Token::Open(tag) => reader.open(tag),
            Token::Close(name) => reader.close(name),
            Token::Text(_) => {}
        });
        let mut numbering = reader.numbering;
        numbering.resolve_links();
        numbering
    }

    /// Uses of lists that only name a style get the list that the style stands for.
    fn resolve_links(&mut self) {
        let by_style: HashMap<String, String> = self
            .lists
            .iter()
            .filter(|(_, list)| !list.style.is_empty())
            .map(|(id, list)| (list.style.clone(), id.clone()))
            .collect();
        for used in self.uses.values_mut() {
            let same_as = self.lists.get(&used.list).map(|list| list.same_as.as_str()).unwrap_or_default();
            if let Some(list) = by_style.get(same_as) {
                used.list.clone_from(list);
            }
        }
    }

    /// The level that belongs to a paragraph style.
    pub fn level_of_style(&self, number: &str, style: &str) -> usize {
        let list = self.uses.get(number).and_then(|used| self.lists.get(&used.list));
        list.and_then(|list| list.levels.iter().position(|level| level.style == style)).unwrap_or(0)
    }

    /// Counts a paragraph of use `number` at `level` and writes its label; `None` for bullets and for
    /// lists that the document does not define.
    pub fn next(&mut self, number: &str, level: usize) -> Option<Label> {
        let used = self.uses.get_mut(number)?;
        let list = self.lists.get(&used.list)?;
        let levels = &list.levels;
        let counters = self.counters.entry(used.list.clone()).or_default();
        if !std::mem::replace(&mut used.is_begun, true) {
            for &overridden in used.starts.keys() {
                counters[overridden] = None;
            }
        }
        let start = |level: usize| used.starts.get(&level).copied().unwrap_or(levels[level].start);
        let level = level.min(LEVELS - 1);
        counters[level] = Some(counters[level].map_or(start(level), |number| number.saturating_add(1)));
        for (deeper, counter) in counters.iter_mut().enumerate().skip(level + 1) {
            if levels[deeper].restart.is_none_or(|by| level < by) {
                *counter = None;
            }
        }
        let shape = &levels[level];
        if shape.format == "bullet" {
            return None;
        }
        let text = filled(&shape.pattern, |of| {
            let format = if shape.is_legal { "decimal" } else { &levels[of].format };
            written(counters[of].unwrap_or_else(|| start(of)), format)
        });
        (!text.trim().is_empty()).then_some(Label { text, is_tight: shape.is_tight })
    }
}

/// The pattern with every `%n` replaced.
fn filled(pattern: &str, number: impl Fn(usize) -> String) -> String {
    let mut text = String::new();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('%') {
        text.push_str(before);
        if let Some(digit @ b'1'..=b'9') = after.bytes().next() {
            text.push_str(&number(usize::from(digit - b'1')));
            rest = &after[1..];
        } else {
            text.push('%');
            rest = after;
        }
    }
    text.push_str(rest);
    text
}

#[derive(Default)]
struct Parser {
    numbering: Numbering,
    list: Option<(String, List)>,
    used: Option<(String, Use)>,
    level: Option<usize>,
}

impl Parser {
    fn open(&mut self, tag: &Tag<'_, '_>) {
        match tag.name {
            "abstractNum" => self.list = tag.attribute("abstractNumId").map(|id| (id, List::default())),
            "num" => self.used = tag.attribute("numId").map(|id| (id, Use::default())),
            "lvl" | "lvlOverride" => self.level = index(tag.attribute("ilvl")),
            _ => self.property(tag),
        }
    }

    fn property(&mut self, tag: &Tag<'_, '_>) {
        if let Some((_, used)) = &mut self.used {
            match (tag.name, self.level) {
                ("abstractNumId", _) => used.list = tag.value().unwrap_or_default(),
                ("startOverride" | "start", Some(level)) => {
                    used.starts.extend(number(tag).map(|start| (level, start)));
                }
                _ => {}
            }
            return;
        }
        let Some((_, list)) = &mut self.list else { return };
        let Some(level) = self.level.and_then(|level| list.levels.get_mut(level)) else {
            match tag.name {
                "styleLink" => list.style = tag.value().unwrap_or_default(),
                "numStyleLink" => list.same_as = tag.value().unwrap_or_default(),
                _ => {}
            }
            return;
        };
        match tag.name {
            "start" => level.start = number(tag).unwrap_or(1),
            "numFmt" => level.format = tag.value().unwrap_or_default(),
            "lvlText" => {
                level.pattern = tag.value().filter(|text| text.len() <= MAX_PATTERN).unwrap_or_default();
            }
            "lvlRestart" => level.restart = number(tag).map(|level| level as usize),
            "isLgl" => level.is_legal = tag.is_on(),
            "pStyle" => level.style = tag.value().unwrap_or_default(),
            "suff" => level.is_tight = tag.value().as_deref() == Some("nothing"),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "abstractNum" => self.numbering.lists.extend(self.list.take()),
            "num" => self.numbering.uses.extend(self.used.take()),
            "lvl" | "lvlOverride" => self.level = None,
            _ => {}
        }
    }
}

fn number(tag: &Tag<'_, '_>) -> Option<u32> {
    tag.value()?.parse().ok()
}

/// A level's index, where there is such a level.
pub(super) fn index(value: Option<String>) -> Option<usize> {
    value?.parse().ok().filter(|&level| level < LEVELS)
}
