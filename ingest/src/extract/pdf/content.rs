//! Content streams: which characters a page shows where, and the lines it draws.

use super::{
    file::File,
    font::Font,
    matrix::Matrix,
    object::{Dict, Lexer, Object, is_space},
};
use std::{collections::HashMap, rc::Rc};

/// Deepest nesting of drawings within drawings.
const MAX_FORMS: usize = 8;

/// Deepest nesting of saved states and of marked content.
const MAX_NESTING: usize = 256;

/// Most operands of one operator that are kept.
const MAX_OPERANDS: usize = 10_000;

/// Most characters of one page.
const MAX_GLYPHS: usize = 1_000_000;

/// Most drawn lines of one page.
const MAX_RULES: usize = 5_000;

/// A character on a page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Glyph {
    pub c: char,
    /// Where it begins, on the base line,
    pub from: (f32, f32),
    /// and ends.
    pub to: (f32, f32),
    /// Height of the font.
    pub size: f32,
}

/// A drawn line, or the long side of a thin box.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rule {
    pub from: (f32, f32),
    pub to: (f32, f32),
}

/// What a page shows.
#[derive(Debug, Default)]
pub(super) struct Shapes {
    pub glyphs: Vec<Glyph>,
    pub rules: Vec<Rule>,
    /// Whether there is a picture, which may show text.
    pub has_picture: bool,
}

#[derive(Clone)]
struct State {
    ctm: Matrix,
    font: Option<Rc<Font>>,
    size: f64,
    char_spacing: f64,
    word_spacing: f64,
    stretch: f64,
    leading: f64,
    rise: f64,
}

/// What a mark around content says of it.
enum Mark {
    Plain,
    /// A page number or a running head.
    Pagination,
    /// The text that the content stands for; `None` once it is written.
    Actual(Option<String>),
}

/// Reads pages; fonts are read once a file.
pub(super) struct Interpreter<'f, 'b> {
    file: &'f File<'b>,
    fonts: HashMap<u32, Rc<Font>>,
    state: State,
    saved: Vec<State>,
    text: Matrix,
    line: Matrix,
    marks: Vec<Mark>,
    /// The references to the drawings that are being drawn, one within the other.
    drawing: Vec<Object>,
    /// The path that is being drawn, and where its current part began and got to.
    path: Vec<Rule>,
    start: (f64, f64),
    at: (f64, f64),
    shapes: Shapes,
}

impl<'f, 'b> Interpreter<'f, 'b> {
    pub fn new(file: &'f File<'b>) -> Self {
        Self {
            file,
            fonts: HashMap::new(),
            state: State::new(),
            saved: Vec::new(),
            text: Matrix::IDENTITY,
            line: Matrix::IDENTITY,
            marks: Vec::new(),
            drawing: Vec::new(),
            path: Vec::new(),
            start: (0.0, 0.0),
            at: (0.0, 0.0),
            shapes: Shapes::default(),
        }
    }

    /// What a page with this content shows.
    pub fn page(&mut self, content: &[u8], resources: &Dict) -> Shapes {
        self.state = State::new();
        self.saved.clear();
        self.marks.clear();
        self.path.clear();
        self.run(content, resources);
        std::mem::take(&mut self.shapes)
    }

    fn run(&mut self, content: &[u8], resources: &Dict) {
        let mut lexer = Lexer::in_content(content);
        let mut operands: Vec<Object> = Vec::new();
        while let Some(object) = lexer.next() {
            if !self.file.budget.take_steps(1) || self.shapes.glyphs.len() >= MAX_GLYPHS {
                return;
            }
            let Object::Operator(word) = &object else {
                if operands.len() < MAX_OPERANDS {
                    operands.push(object);
                }
                continue;
            };
            match word.as_slice() {
                b"Do" => self.draw(&operands, resources),
                b"ID" => {
                    self.shapes.has_picture = true;
                    skip_picture(content, &mut lexer);
                }
                word => self.operator(word, &operands, resources),
            }
            operands.clear();
        }
    }

    fn operator(&mut self, word: &[u8], operands: &[Object], resources: &Dict) {
        let number = |at: usize| operands.get(at).and_then(Object::number).unwrap_or(0.0);
        match word {
            b"q" if self.saved.len() < MAX_NESTING => self.saved.push(self.state.clone()),
            b"Q" => self.state = self.saved.pop().unwrap_or_else(|| self.state.clone()),
            b"cm" => self.state.ctm = Matrix::of(operands).then(&self.state.ctm),
            b"BT" => self.place(Matrix::IDENTITY),
            b"Tf" => {
                self.state.size = number(1);
                self.state.font =
                    operands.first().and_then(Object::name).and_then(|name| self.font(name, resources));
            }
            b"Tc" => self.state.char_spacing = number(0),
            b"Tw" => self.state.word_spacing = number(0),
            b"Tz" => self.state.stretch = number(0) / 100.0,
            b"TL" => self.state.leading = number(0),
            b"Ts" => self.state.rise = number(0),
            b"Td" => self.go(number(0), number(1)),
            b"TD" => {
                self.state.leading = -number(1);
                self.go(number(0), number(1));
            }
            b"Tm" => self.place(Matrix::of(operands)),
            b"T*" => self.go(0.0, -self.state.leading),
            b"Tj" => self.show(operands.first()),
            b"TJ" => self.show_spaced(operands.first()),
            b"'" => {
                self.go(0.0, -self.state.leading);
                self.show(operands.first());
            }
            b"\"" => {
                (self.state.word_spacing, self.state.char_spacing) = (number(0), number(1));
                self.go(0.0, -self.state.leading);
                self.show(operands.get(2));
            }
            b"BMC" | b"BDC" => self.mark(operands, resources),
            b"EMC" => drop(self.marks.pop()),
            _ => self.path(word, number),
        }
    }

    fn place(&mut self, matrix: Matrix) {
        (self.text, self.line) = (matrix, matrix);
    }

    fn go(&mut self, x: f64, y: f64) {
        self.place(Matrix::moved(x, y).then(&self.line));
    }

    fn font(&mut self, name: &str, resources: &Dict) -> Option<Rc<Font>> {
        let fonts = self.file.entry(resources, "Font");
        let entry = self.listed(fonts.dict()?, name);
        let id = if let Object::Reference(id) = entry { Some(*id) } else { None };
        if let Some(font) = id.and_then(|id| self.fonts.get(&id)) {
            return Some(Rc::clone(font));
        }
        let font = Rc::new(Font::read(self.file, self.file.resolve(entry).dict()?));
        self.fonts.extend(id.map(|id| (id, Rc::clone(&font))));
        Some(font)
    }

    /// A resource; searching a long list costs steps.
    fn listed<'o>(&self, dict: &'o Dict, name: &str) -> &'o Object {
        self.file.budget.take_steps(dict.0.len() as u64 / 8);
        dict.get(name)
    }

    fn mark(&mut self, operands: &[Object], resources: &Dict) {
        if self.marks.len() >= MAX_NESTING {
            return;
        }
        let properties = match operands.get(1) {
            Some(Object::Name(name)) => {
                let listed = self.file.entry(resources, "Properties");
                let named = listed.dict().map(|dict| self.file.resolve(self.listed(dict, name)).into_owned());
                named.unwrap_or(Object::Null)
            }
            Some(other) => other.clone(),
            None => Object::Null,
        };
        let tag = operands.first().and_then(Object::name).unwrap_or_default();
        let properties = properties.dict();
        let actual = properties.and_then(|dict| dict.get("ActualText").string()).map(super::text_string);
        self.marks.push(match actual {
            _ if tag == "Artifact" && properties.is_some_and(|dict| dict.is("Type", "Pagination")) => {
                Mark::Pagination
            }
            Some(text) => Mark::Actual(Some(text)),
            None => Mark::Plain,
        });
    }

    fn show_spaced(&mut self, parts: Option<&Object>) {
        for part in parts.and_then(Object::array).unwrap_or_default() {
            if let Object::Number(back) = part {
                let x = -back / 1000.0 * self.state.size * self.state.stretch;
                self.text = Matrix::moved(x, 0.0).then(&self.text);
            } else {
                self.show(Some(part));
            }
        }
    }

    fn show(&mut self, text: Option<&Object>) {
        let (Some(bytes), Some(font)) = (text.and_then(Object::string), self.state.font.clone()) else {
            return;
        };
        let mut rest = bytes;
        while !rest.is_empty() && self.file.budget.take_steps(1) && self.shapes.glyphs.len() < MAX_GLYPHS {
            let (shown, length) = font.next(rest);
            rest = rest.get(length..).unwrap_or_default();
            let state = &self.state;
            let placed = Matrix::moved(0.0, state.rise).then(&self.text).then(&state.ctm);
            let width = shown.width * state.size * state.stretch;
            let spacing = state.char_spacing + if shown.is_space { state.word_spacing } else { 0.0 };
            let (from, to) = (placed.apply(0.0, 0.0), placed.apply(width, 0.0));
            let size = (state.size * placed.height()).abs();
            self.text = Matrix::moved(width + spacing * state.stretch, 0.0).then(&self.text);
            match self.marked(shown.text) {
                Some(text) => self.put(&text, from, to, size),
                // The text that stands for several glyphs reaches to the end of the last.
                None => self
                    .shapes
                    .glyphs
                    .last_mut()
                    .into_iter()
                    .for_each(|last| last.to = (to.0 as f32, to.1 as f32)),
            }
        }
    }

    /// What is really written, going by the marks around; `None` for what is written already.
    fn marked(&mut self, text: String) -> Option<String> {
        if self.marks.iter().any(|mark| matches!(mark, Mark::Pagination)) {
            return Some(String::new());
        }
        let actual = self.marks.iter_mut().find_map(|mark| match mark {
            Mark::Actual(actual) => Some(actual.take()),
            _ => None,
        });
        actual.unwrap_or(Some(text))
    }

    /// Adds characters that share one glyph's place.
    fn put(&mut self, text: &str, from: (f64, f64), to: (f64, f64), size: f64) {
        let count = text.chars().count() as f64;
        let between = |part: f64| {
            let part = part / count;
            ((from.0 + (to.0 - from.0) * part) as f32, (from.1 + (to.1 - from.1) * part) as f32)
        };
        for (at, c) in text.chars().enumerate() {
            let glyph =
                Glyph { c, from: between(at as f64), to: between(at as f64 + 1.0), size: size as f32 };
            if [glyph.from.0, glyph.from.1, glyph.to.0, glyph.to.1, glyph.size].iter().all(|x| x.is_finite())
            {
                self.shapes.glyphs.push(glyph);
            }
        }
    }

    /// Draws a picture or another content stream.
    fn draw(&mut self, operands: &[Object], resources: &Dict) {
        if self.drawing.len() >= MAX_FORMS {
            return;
        }
        let Some(name) = operands.first().and_then(Object::name) else { return };
        let listed = self.file.entry(resources, "XObject");
        let Some(entry) = listed.dict().map(|dict| self.listed(dict, name)) else { return };
        // A drawing cannot hold itself.
        if self.drawing.contains(entry) {
            return;
        }
        let form = self.file.resolve(entry);
        let Some(dict) = form.dict() else { return };
        self.shapes.has_picture |= dict.is("Subtype", "Image");
        if !dict.is("Subtype", "Form") {
            return;
        }
        let Some(content) = self.file.content(&form) else { return };
        let own = self.file.entry(dict, "Resources");
        let matrix = self.file.entry(dict, "Matrix");
        let matrix = matrix.array().map_or(Matrix::IDENTITY, Matrix::of);
        let (state, saved, marks) = (self.state.clone(), std::mem::take(&mut self.saved), self.marks.len());
        self.state.ctm = matrix.then(&self.state.ctm);
        self.drawing.push(entry.clone());
        self.run(&content, own.dict().unwrap_or(resources));
        self.drawing.pop();
        (self.state, self.saved) = (state, saved);
        self.marks.truncate(marks);
    }

    fn path(&mut self, word: &[u8], number: impl Fn(usize) -> f64) {
        match word {
            b"m" => (self.start, self.at) = ((number(0), number(1)), (number(0), number(1))),
            b"l" => self.line_to((number(0), number(1))),
            // Curves draw no table.
            b"c" => self.at = (number(4), number(5)),
            b"v" | b"y" => self.at = (number(2), number(3)),
            b"h" => self.line_to(self.start),
            b"re" => {
                let (x, y, width, height) = (number(0), number(1), number(2), number(3));
                self.at = (x, y);
                for corner in [(x + width, y), (x + width, y + height), (x, y + height), (x, y)] {
                    self.line_to(corner);
                }
            }
            b"s" | b"b" | b"b*" => {
                self.line_to(self.start);
                self.paint();
            }
            b"S" | b"f" | b"F" | b"f*" | b"B" | b"B*" => self.paint(),
            b"n" => self.path.clear(),
            _ => {}
        }
    }

    fn line_to(&mut self, to: (f64, f64)) {
        let place = |(x, y): (f64, f64)| {
            let (x, y) = self.state.ctm.apply(x, y);
            (x as f32, y as f32)
        };
        let rule = Rule { from: place(self.at), to: place(to) };
        self.at = to;
        if self.path.len() < MAX_RULES {
            self.path.push(rule);
        }
    }

    fn paint(&mut self) {
        let room = MAX_RULES.saturating_sub(self.shapes.rules.len());
        self.shapes.rules.extend(self.path.drain(..).take(room));
    }
}

impl State {
    fn new() -> Self {
        Self {
            ctm: Matrix::IDENTITY,
            font: None,
            size: 0.0,
            char_spacing: 0.0,
            word_spacing: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
        }
    }
}

/// Passes over the bytes of a picture within a content stream.
fn skip_picture(content: &[u8], lexer: &mut Lexer<'_>) {
    let rest = content.get(lexer.at..).unwrap_or_default();
    let is_end = |at: &usize| {
        let before = at.checked_sub(1).and_then(|at| rest.get(at)).copied().is_none_or(is_space);
        before && rest.get(at + 2).copied().is_none_or(is_space)
    };
    let end = memchr::memmem::find_iter(rest, b"EI").find(is_end);
    lexer.at += end.map_or(rest.len(), |end| end + 2);
}
