//! Fonts: from the bytes of a text to characters and their widths.

use super::{
    cmap::CMap,
    coding::{Coding, ascii_cid, gb1},
    file::File,
    object::{Dict, Object},
    simple,
};

/// The width of a glyph where nothing is said: half of the font's size, as Latin letters have on average.
const USUAL_WIDTH: f64 = 500.0;

/// Most entries of widths that are kept.
const MAX_WIDTHS: usize = 100_000;

/// What reading a font costs, in steps, besides its lists.
const FONT_STEPS: u64 = 500;

/// A font as far as text needs it.
#[derive(Debug)]
pub(super) struct Font {
    to_unicode: Option<CMap>,
    codes: Codes,
    widths: Vec<(u32, u32, f64)>,
    usual_width: f64,
    /// From units of glyphs to those of text.
    scale: f64,
}

#[derive(Debug)]
enum Codes {
    /// Single bytes.
    Simple(Vec<Option<char>>),
    /// Codes of several bytes.
    Composite { coding: Coding, own: Option<CMap>, encoding: String, is_gb1: bool },
}

/// One code of a text.
#[derive(Debug, PartialEq)]
pub(super) struct Shown {
    /// Its characters, one as a rule.
    pub text: String,
    /// Its width, for a font of size 1.
    pub width: f64,
    /// Whether it is the single byte of a space, which word spacing widens.
    pub is_space: bool,
}

impl Font {
    pub fn read(file: &File<'_>, font: &Dict) -> Self {
        file.budget.take_steps(FONT_STEPS);
        let to_unicode = file.content(&file.entry(font, "ToUnicode")).map(|content| CMap::parse(&content));
        let mut found =
            if font.is("Subtype", "Type0") { Self::composite(file, font) } else { Self::simple(file, font) };
        found.to_unicode = to_unicode;
        found
    }

    fn simple(file: &File<'_>, font: &Dict) -> Self {
        let first = font.get("FirstChar").integer().unwrap_or(0).clamp(0, 255) as u32;
        let widths = file.entry(font, "Widths");
        let widths = widths.array().unwrap_or_default().iter().take(256);
        let widths = widths.map(|width| file.resolve(width).number().unwrap_or(USUAL_WIDTH));
        let matrix = file.entry(font, "FontMatrix");
        let scale = matrix.array().and_then(|matrix| matrix.first()?.number()).map(f64::abs);
        Self {
            to_unicode: None,
            codes: Codes::Simple(simple::characters(file, font)),
            widths: (first..).zip(widths).map(|(code, width)| (code, code, width)).collect(),
            usual_width: USUAL_WIDTH,
            scale: scale.filter(|&scale| scale > 0.0 && font.is("Subtype", "Type3")).unwrap_or(0.001),
        }
    }

    fn composite(file: &File<'_>, font: &Dict) -> Self {
        let below = file.entry(font, "DescendantFonts");
        let below = below.array().and_then(<[_]>::first).map(|first| file.resolve(first));
        let below = below.as_deref().and_then(Object::dict).cloned().unwrap_or_default();
        let encoding = file.entry(font, "Encoding");
        let own = file.content(&encoding).map(|content| CMap::parse(&content));
        let stated = own.as_ref().and_then(|map| map.base.clone());
        let stated = stated.or_else(|| encoding.dict()?.get("UseCMap").name().map(str::to_owned));
        let encoding = stated.or_else(|| encoding.name().map(str::to_owned)).unwrap_or_default();
        let collection = file.entry(&below, "CIDSystemInfo");
        let ordering = collection.dict().map(|dict| file.entry(dict, "Ordering"));
        let is_gb1 = ordering.as_deref().and_then(Object::string) == Some(b"GB1");
        let coding = Coding::of(&encoding).unwrap_or(Coding::Identity);
        Self {
            to_unicode: None,
            codes: Codes::Composite { coding, own, encoding, is_gb1 },
            widths: widths(file, &below),
            usual_width: file.entry(&below, "DW").number().unwrap_or(1000.0),
            scale: 0.001,
        }
    }

    /// The first code of `bytes`, which are not empty, and its length.
    pub fn next(&self, bytes: &[u8]) -> (Shown, usize) {
        match &self.codes {
            Codes::Simple(table) => {
                let code = bytes.first().copied().unwrap_or(0);
                let known = || table.get(usize::from(code)).copied().flatten().map(String::from);
                let text = self.mapped(u32::from(code)).or_else(known);
                (self.shown(text, u32::from(code), code == b' '), 1)
            }
            Codes::Composite { coding, own, encoding, is_gb1 } => {
                let own = own.as_ref();
                let told = own.filter(|map| map.has_lengths()).and_then(|map| map.code(bytes));
                let length = told.map_or_else(|| coding.length(bytes), |(_, length)| length).max(1);
                let raw = &bytes[..length.min(bytes.len())];
                let code = raw.iter().fold(0, |code, &byte| code << 8 | u32::from(byte));
                let known = coding.text(raw);
                let ascii = known.as_ref().and_then(|text| ascii_cid(encoding, text.chars().next()?));
                let other = if *coding == Coding::Identity { code } else { u32::MAX };
                let cid = own.and_then(|map| map.cid(code)).or(ascii).unwrap_or(other);
                let text = self.mapped(code).or(known).or_else(|| is_gb1.then(|| gb1(cid)).flatten());
                (self.shown(text, cid, length == 1 && code == 32), length)
            }
        }
    }

    fn mapped(&self, code: u32) -> Option<String> {
        self.to_unicode.as_ref()?.text(code)
    }

    fn shown(&self, text: Option<String>, glyph: u32, is_space: bool) -> Shown {
        let behind = self.widths.partition_point(|(first, _, _)| *first <= glyph);
        let width = self.widths[..behind].last().filter(|(_, last, _)| glyph <= *last);
        let width = width.map_or(self.usual_width, |(_, _, width)| *width) * self.scale;
        let text = text.unwrap_or_else(|| char::REPLACEMENT_CHARACTER.to_string());
        Shown { text, width, is_space }
    }
}

/// The widths of a composite font's glyphs: `1 [500 600] 10 20 1000`.
fn widths(file: &File<'_>, font: &Dict) -> Vec<(u32, u32, f64)> {
    let listed = file.entry(font, "W");
    let mut widths = Vec::new();
    let mut numbers: Vec<f64> = Vec::new();
    for item in listed.array().unwrap_or_default() {
        if widths.len() >= MAX_WIDTHS || !file.budget.take_steps(1) {
            break;
        }
        let item = file.resolve(item);
        match (&*item, numbers.as_slice()) {
            (Object::Array(items), [first]) => {
                file.budget.take_steps(items.len() as u64);
                let items = items.iter().take(MAX_WIDTHS).filter_map(Object::number);
                widths
                    .extend((*first as u32..u32::MAX).zip(items).map(|(glyph, width)| (glyph, glyph, width)));
                numbers.clear();
            }
            (Object::Number(width), [first, last]) => {
                widths.push((*first as u32, *last as u32, *width));
                numbers.clear();
            }
            (Object::Number(number), _) => numbers.push(*number),
            _ => numbers.clear(),
        }
    }
    widths.sort_by_key(|(first, _, _)| *first);
    widths
}
