//! The paragraphs and tables of a Word document, as its reader sees them.

use super::{
    numbering::Numbering,
    styles::{Properties, Styles},
    xml::{Tag, Token, walk},
};
use crate::extract::{Article, Role, table::is_data_row};

/// Longest paragraph that is a heading, in characters: outline levels are often set on whole paragraphs.
const LONGEST_HEADING: usize = 80;

/// Elements whose text a reader does not see: deleted and moved text, the older of two renderings,
/// readings above characters, properties before a change.
const LEFT_OUT: &[&str] = &[
    "del",
    "moveFrom",
    "mc:Fallback",
    "rt",
    "pPrChange",
    "rPrChange",
    "sectPrChange",
    "tblPrChange",
    "trPrChange",
    "tcPrChange",
];

/// What a reader should know about how the text was read.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// Labels that numbering generated.
    pub labels: usize,
    /// Deletions that were left out.
    pub deletions: usize,
    /// Insertions that were kept.
    pub insertions: usize,
    /// Runs of hidden text that were left out.
    pub hidden: usize,
    /// Ids of notes in the order of their marks, `false` for end notes.
    pub notes: Vec<(bool, String)>,
    /// Why reading stopped early.
    pub broken: Option<String>,
}

/// Reads the blocks of a part into `article`.
pub(super) struct Body<'a> {
    pub article: &'a mut Article,
    pub numbering: &'a mut Numbering,
    pub styles: &'a Styles,
    pub seen: Seen,
    paragraphs: Vec<Paragraph>,
    tables: Vec<Table>,
    /// Depth within an element that is left out.
    skipping: usize,
    in_text: bool,
    runs: usize,
    in_run_properties: bool,
    is_hidden: bool,
}

#[derive(Default)]
struct Paragraph {
    text: String,
    style: String,
    own: Properties,
}

#[derive(Default)]
struct Table {
    row: Vec<Vec<String>>,
}

impl<'a> Body<'a> {
    pub fn new(article: &'a mut Article, numbering: &'a mut Numbering, styles: &'a Styles) -> Self {
        Self {
            article,
            numbering,
            styles,
            seen: Seen::default(),
            paragraphs: Vec::new(),
            tables: Vec::new(),
            skipping: 0,
            in_text: false,
            runs: 0,
            in_run_properties: false,
            is_hidden: false,
        }
    }

    /// Reads `word/document.xml`.
    pub fn read(mut self, xml: &str) -> Seen {
        let outcome = walk(xml, |token| match token {
            Token::Open(tag) if self.skipping > 0 || self.is_left_out(tag) => {
                let _ = tag;
                self.skipping += 1;
            }
            Token::Close(_) if self.skipping > 0 => self.skipping -= 1,
            Token::Open(tag) => self.open(tag),
            Token::Close(name) => self.close(name),
            Token::Text(text) if self.in_text && self.skipping == 0 => self.text(text),
            Token::Text(_) => {}
        });
        self.seen.broken = outcome.err();
        while !self.paragraphs.is_empty() {
            self.end_paragraph();
        }
        while !self.tables.is_empty() {
            self.end_row();
            self.tables.pop();
        }
        self.seen
    }

    fn is_left_out(&mut self, tag: &Tag<'_, '_>) -> bool {
        let is_left_out = LEFT_OUT.contains(&tag.name);
        self.seen.deletions += usize::from(is_left_out && matches!(tag.name, "del" | "moveFrom"));
        is_left_out
    }

    fn open(&mut self, tag: &Tag<'_, '_>) {
        match tag.name {
            "p" => self.paragraphs.push(Paragraph::default()),
            "r" => {
                self.runs += 1;
                self.is_hidden = false;
            }
            "rPr" => self.in_run_properties = true,
            "vanish" if self.in_run_properties && self.runs > 0 && tag.is_on() => {
                self.is_hidden = true;
                self.seen.hidden += 1;
            }
            "t" | "m:t" => self.in_text = true,
            "tbl" => self.tables.push(Table::default()),
            "tc" => self.tables.last_mut().into_iter().for_each(|table| table.row.push(Vec::new())),
            "ins" | "moveTo" => self.seen.insertions += 1,
            _ if self.runs > 0 && !self.in_run_properties => self.in_run(tag),
            _ => self.property(tag),
        }
    }

    /// What stands in a run beside text.
    fn in_run(&mut self, tag: &Tag<'_, '_>) {
        match tag.name {
            "tab" | "ptab" => self.text("\t"),
            "br" | "cr" => self.text("\n"),
            "noBreakHyphen" => self.text("-"),
            "sym" => {
                let code = tag.attribute("char").and_then(|code| u32::from_str_radix(&code, 16).ok());
                if let Some(c) = code.and_then(char::from_u32) {
                    self.text(c.encode_utf8(&mut [0; 4]));
                }
            }
            "footnoteReference" | "endnoteReference" => {
                let id = tag.attribute("id").unwrap_or_default();
                self.seen.notes.push((tag.name == "footnoteReference", id));
            }
            _ => {}
        }
    }

    fn property(&mut self, tag: &Tag<'_, '_>) {
        let Some(paragraph) = self.paragraphs.last_mut() else { return };
        match tag.name {
            "pStyle" => paragraph.style = tag.value().unwrap_or_default(),
            _ => paragraph.own.read(tag),
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "p" => self.end_paragraph(),
            "r" => {
                self.runs = self.runs.saturating_sub(1);
                self.is_hidden = false;
            }
            "rPr" => self.in_run_properties = false,
            "t" | "m:t" => self.in_text = false,
            "tr" => self.end_row(),
            "tbl" => drop(self.tables.pop()),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.is_hidden {
            return;
        }
        if let Some(paragraph) = self.paragraphs.last_mut() {
            paragraph.text.push_str(text);
        }
    }

    fn end_paragraph(&mut self) {
        let Some(paragraph) = self.paragraphs.pop() else { return };
        let (style, numbered_by) = self.styles.properties(&paragraph.style);
        let text = self.labelled(&paragraph, &style, &numbered_by);
        if let Some(cell) = self.tables.last_mut().and_then(|table| table.row.last_mut()) {
            cell.push(text);
            return;
        }
        let role = self.role(&paragraph, &style, text.trim());
        text.split('\n').for_each(|line| self.article.push(line, role));
    }

    /// The paragraph's text behind the label that its numbering gives it.
    fn labelled(&mut self, paragraph: &Paragraph, style: &Properties, numbered_by: &str) -> String {
        // A numbered paragraph without text shows its label alone; Word counts it all the same.
        let Some(number) = paragraph.own.number.as_ref().or(style.number.as_ref()).filter(|id| *id != "0")
        else {
            return paragraph.text.clone();
        };
        let from_style = || style.level.unwrap_or_else(|| self.numbering.level_of_style(number, numbered_by));
        let level = match paragraph.own.level {
            Some(level) => level,
            None if paragraph.own.number.is_none() => from_style(),
            None => 0,
        };
        let Some(label) = self.numbering.next(number, level) else { return paragraph.text.clone() };
        self.seen.labels += 1;
        // 一、 and （一） stand close to their text; 第一条 and 1.1 do not.
        let is_close = label.is_tight || label.text.ends_with(['、', '）', '．', '：', ' ', '\u{3000}']);
        format!("{}{}{}", label.text, if is_close { "" } else { " " }, paragraph.text.trim_start())
    }

    fn role(&self, paragraph: &Paragraph, style: &Properties, text: &str) -> Role {
        let is_first = self.article.blocks.is_empty();
        if is_first && self.styles.is_title(&paragraph.style) && !text.contains('\n') {
            return Role::Title;
        }
        let is_short = text.chars().nth(LONGEST_HEADING).is_none() && !text.ends_with(['。', '；', '，']);
        match paragraph.own.outline.or(style.outline) {
            Some(level @ 0..=8) if is_short => Role::Heading(level + 1),
            _ => Role::Body,
        }
    }

    fn end_row(&mut self) {
        let Some(table) = self.tables.last_mut() else { return };
        let row = std::mem::take(&mut table.row);
        let cells: Vec<String> = row.iter().map(|cell| one_line(cell)).collect();
        let around = self.tables.len().checked_sub(2).and_then(|at| self.tables.get_mut(at));
        if let Some(cell) = around.and_then(|table| table.row.last_mut()) {
            cell.push(cells.join(" "));
        } else if is_data_row(&cells) {
            self.article.push(&cells.join("\t"), Role::Body);
        } else {
            // A row of one cell, or of whole texts, lays out the page.
            let paragraphs = row.iter().flatten().flat_map(|paragraph| paragraph.split('\n'));
            paragraphs.for_each(|paragraph| self.article.push(paragraph, Role::Body));
        }
    }
}

/// The paragraphs of a cell on one line.
fn one_line(paragraphs: &[String]) -> String {
    let words = paragraphs.iter().flat_map(|paragraph| paragraph.split(['\n', '\t', ' ']));
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
