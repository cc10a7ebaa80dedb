//! What is learned from real laws: how they are built, and the pieces that their sentences consist of.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

/// One law, taken apart.
pub struct Law {
    /// The folder it lies in: laws of one folder are about related matters.
    pub folder: String,
    /// What its title speaks of, without the words in front and the kind of document.
    pub subject: String,
    /// How it is built.
    pub blocks: Vec<Block>,
    /// What its sentences consist of.
    pub pieces: Pieces,
}

/// A part of a text that stands on lines of its own.
pub enum Block {
    /// A heading; its words are kept, since a few headings (总则, 法律责任, 附则) stand in nearly all laws.
    Heading(String),
    /// An article with its lines.
    Article(Vec<Line>),
    /// Lines that belong to no article.
    Paragraph(Line),
}

/// A line: for each sentence the number of its pieces, commas between.
pub struct Line {
    /// Whether it is an item of a list, （一）.
    pub item: bool,
    /// Pieces by sentence.
    pub sentences: Vec<usize>,
}

/// Pieces of sentences by where they stand in them.
#[derive(Default)]
pub struct Pieces {
    /// Whole sentences without a comma, with their stop.
    pub whole: Vec<String>,
    /// First pieces,
    pub first: Vec<String>,
    /// those between,
    pub middle: Vec<String>,
    /// and last ones, with the stop.
    pub last: Vec<String>,
}

/// Takes every law below `dir` apart, in the order of their paths.
pub fn laws(dir: &Path) -> Vec<Law> {
    let mut paths = Vec::new();
    collect(dir, &mut paths);
    paths.sort();
    let texts = paths.iter().filter_map(|path| Some((path, fs::read_to_string(path).ok()?)));
    texts.map(|(path, text)| law(path, &text)).filter(|law| !law.blocks.is_empty()).collect()
}

fn collect(dir: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, paths);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            paths.push(path);
        }
    }
}

fn law(path: &Path, text: &str) -> Law {
    let folder = path.parent().and_then(Path::file_name).unwrap_or_default().to_string_lossy().into_owned();
    let title = text.lines().next().unwrap_or_default().trim_start_matches(['#', ' ']);
    let body = text.split_once("<!-- INFO END -->").map_or(text, |(_, body)| body);
    let mut law = Law { folder, subject: subject(title), blocks: Vec::new(), pieces: Pieces::default() };
    for text in body.lines().map(str::trim).filter(|text| !text.is_empty()) {
        if let Some(heading) = text.strip_prefix('#') {
            let words = heading.trim_start_matches('#').trim();
            let words = words.split_once([' ', '\u{3000}']).map_or(words, |(_, words)| words);
            law.blocks.push(Block::Heading(words.trim().to_owned()));
            continue;
        }
        let article = text.strip_prefix('第').and_then(|rest| rest.split_once([' ', '\u{3000}']));
        let article = article.filter(|(number, _)| number.contains('条') && number.chars().count() < 12);
        let item = text.starts_with('（') && text.chars().take(6).any(|c| c == '）');
        let words = match (article, item) {
            (Some((_, words)), _) => words,
            (None, true) => text.split_once('）').map_or(text, |(_, words)| words),
            (None, false) => text,
        };
        let line = Line { item, sentences: law.pieces.take_in(words) };
        match (article, law.blocks.last_mut()) {
            (Some(_), _) => law.blocks.push(Block::Article(vec![line])),
            (None, Some(Block::Article(lines))) => lines.push(line),
            (None, _) => law.blocks.push(Block::Paragraph(line)),
        }
    }
    law
}

/// What is left of a title without country, 关于 and kind.
fn subject(title: &str) -> String {
    let title = title.split(['（', '(', '《', '、']).next().unwrap_or_default();
    let title = title.trim_start_matches("中华人民共和国");
    let title = title.rsplit_once("关于").map_or(title, |(_, rest)| rest);
    let kinds =
        ["实施细则", "暂行条例", "条例", "规定", "办法", "解释", "决定", "法", "批复", "细则", "规则"];
    let bare = kinds.iter().find_map(|kind| title.strip_suffix(kind)).unwrap_or(title);
    bare.trim_end_matches('的').chars().take(16).collect()
}

impl Pieces {
    /// Cuts a line into sentences and those into pieces; returns the number of pieces by sentence.
    fn take_in(&mut self, line: &str) -> Vec<usize> {
        let sentences = line.split_inclusive(['。', '；', '：']);
        sentences.map(|sentence| self.take_sentence(sentence)).collect()
    }

    fn take_sentence(&mut self, sentence: &str) -> usize {
        let pieces: Vec<&str> = sentence.split('，').collect();
        let end = pieces.len() - 1;
        for (place, piece) in pieces.iter().enumerate() {
            let pool = match place {
                0 if end == 0 => &mut self.whole,
                0 => &mut self.first,
                place if place == end => &mut self.last,
                _ => &mut self.middle,
            };
            // Half a quotation or half a title would be closed by whatever comes next.
            if is_balanced(piece) {
                pool.push((*piece).to_owned());
            }
        }
        pieces.len()
    }
}

fn is_balanced(piece: &str) -> bool {
    let mut depth = BTreeMap::<char, i32>::new();
    for c in piece.chars() {
        match c {
            '《' | '“' | '（' | '〈' => *depth.entry(c).or_default() += 1,
            '》' => *depth.entry('《').or_default() -= 1,
            '”' => *depth.entry('“').or_default() -= 1,
            '）' => *depth.entry('（').or_default() -= 1,
            '〉' => *depth.entry('〈').or_default() -= 1,
            _ => {}
        }
    }
    !piece.is_empty() && depth.values().all(|&depth| depth == 0)
}
