//! What is known of an element by its name.

/// Traits of an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Tag(u16);

const BLOCK: u16 = 1;
const VOID: u16 = 1 << 1;
const RAW: u16 = 1 << 2;
const LEFT_OUT: u16 = 1 << 3;
const CELL: u16 = 1 << 4;
const TABLE: u16 = 1 << 5;
const ROW: u16 = 1 << 6;
const GROUP: u16 = 1 << 7;
const ITEM: u16 = 1 << 8;
const LIST: u16 = 1 << 9;
const PARAGRAPH: u16 = 1 << 10;
const LINK: u16 = 1 << 11;
const BREAK: u16 = 1 << 12;
const PAGE: u16 = 1 << 13;

/// The longest name that is known, in bytes.
const LONGEST: usize = 10;

impl Tag {
    /// The traits of a name in any letter case.
    pub fn of(name: &str) -> Self {
        let mut lower = [0; LONGEST];
        let Some(lower) = lower.get_mut(..name.len()) else { return Self::default() };
        lower.copy_from_slice(name.as_bytes());
        lower.make_ascii_lowercase();
        Self(traits(lower))
    }

    /// Whether it begins and ends a block of text.
    pub fn is_block(self) -> bool {
        self.0 & BLOCK != 0
    }

    /// Whether it has no content.
    pub fn is_void(self) -> bool {
        self.0 & VOID != 0
    }

    /// Whether its content is no markup.
    pub fn is_raw(self) -> bool {
        self.0 & RAW != 0
    }

    /// Whether its text is no part of an article.
    pub fn is_left_out(self) -> bool {
        self.0 & LEFT_OUT != 0
    }

    /// `td`, `th`.
    pub fn is_cell(self) -> bool {
        self.0 & CELL != 0
    }

    /// `table`.
    pub fn is_table(self) -> bool {
        self.0 & TABLE != 0
    }

    /// `tr`.
    pub fn is_row(self) -> bool {
        self.0 & ROW != 0
    }

    /// `thead`, `tbody`, `tfoot`, `caption`.
    pub fn is_group(self) -> bool {
        self.0 & GROUP != 0
    }

    /// `li`, `dt`, `dd`, `option`.
    pub fn is_item(self) -> bool {
        self.0 & ITEM != 0
    }

    /// `ul`, `ol`, `dl`, `select`.
    pub fn is_list(self) -> bool {
        self.0 & LIST != 0
    }

    /// `p`.
    pub fn is_paragraph(self) -> bool {
        self.0 & PARAGRAPH != 0
    }

    /// `a`.
    pub fn is_link(self) -> bool {
        self.0 & LINK != 0
    }

    /// `br`.
    pub fn is_break(self) -> bool {
        self.0 & BREAK != 0
    }

    /// `html`, `body`: they hold the page, whatever their tags say.
    pub fn is_page(self) -> bool {
        self.0 & PAGE != 0
    }

    /// Any part of a table.
    pub fn is_table_part(self) -> bool {
        self.0 & (TABLE | ROW | GROUP | CELL) != 0
    }
}

fn traits(name: &[u8]) -> u16 {
    match name {
        b"a" => LINK,
        b"br" => VOID | BREAK,
        b"p" => BLOCK | PARAGRAPH,
        b"td" | b"th" => BLOCK | CELL,
        b"tr" => BLOCK | ROW,
        b"table" => BLOCK | TABLE,
        b"tbody" | b"thead" | b"tfoot" | b"caption" => BLOCK | GROUP,
        b"li" | b"dt" | b"dd" => BLOCK | ITEM,
        b"option" => BLOCK | ITEM | LEFT_OUT,
        b"ul" | b"ol" | b"dl" => BLOCK | LIST,
        b"select" => LIST | LEFT_OUT,
        b"hr" => BLOCK | VOID,
        b"html" | b"body" => BLOCK | PAGE,
        b"div" | b"section" | b"article" | b"main" | b"header" | b"aside" | b"h1" | b"h2" | b"h3" | b"h4"
        | b"h5" | b"h6" | b"blockquote" | b"pre" | b"center" | b"figure" | b"figcaption" | b"address"
        | b"form" | b"fieldset" | b"legend" | b"details" | b"summary" | b"menu" => BLOCK,
        b"nav" | b"footer" | b"dialog" => BLOCK | LEFT_OUT,
        b"img" | b"input" | b"link" | b"meta" | b"area" | b"base" | b"col" | b"embed" | b"param"
        | b"source" | b"track" | b"wbr" | b"frame" | b"bgsound" => VOID,
        b"script" | b"style" | b"noscript" | b"iframe" | b"noframes" | b"noembed" | b"textarea" | b"xmp"
        | b"title" => RAW | LEFT_OUT,
        b"template" | b"button" | b"svg" | b"head" | b"object" | b"audio" | b"video" | b"map" => LEFT_OUT,
        _ => 0,
    }
}
