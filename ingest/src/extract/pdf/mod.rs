//! PDF files: the text layer, line by line, paragraphs and tables put together again.
//!
//! | step | from → to | module |
//! | --- | --- | --- |
//! | scan | bytes → objects | `file`, `object`, `cipher`, `filter` |
//! | pages | objects → pages with their content | `pages` |
//! | interpret | content → characters and drawn lines at their places | `content`, `font`, `cmap`, `coding` |
//! | lay out | → lines, and rows of tables | `layout`, `line`, `table` |
//! | write | → paragraphs, without page numbers and running heads | `running`, `paragraph` |
//!
//! Nothing here fails on damaged bytes: what can be found is read, within a [`Budget`].

mod budget;
mod cipher;
mod cmap;
mod coding;
mod content;
mod file;
mod filter;
mod font;
mod layout;
mod line;
mod matrix;
mod object;
mod opinion;
mod pages;
mod paragraph;
mod running;
mod simple;
mod table;

use super::{Article, Unreadable, properties_title, signs};
use crate::Limits;
use budget::Budget;
use content::Interpreter;
use encoding_rs::{GB18030, UTF_8, UTF_16BE, WINDOWS_1252};
use file::File;
use polidex_corpus::model::Warning;

/// A character at its place, on a page turned upright; `y` grows downwards.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Placed {
    c: char,
    left: f32,
    right: f32,
    y: f32,
    size: f32,
}

/// What reading the pages showed besides text.
#[derive(Debug, Default)]
struct Seen {
    pages: usize,
    /// Pages with a picture and without text.
    pictures: usize,
    slanted: usize,
    heads: usize,
}

/// Extracts a PDF file.
pub(super) fn extract(bytes: &[u8], limits: &Limits) -> Result<Article, Unreadable> {
    let budget = Budget::new(limits.document_bytes);
    let file = File::open(bytes, &budget);
    if file.is_locked() {
        return Err(Unreadable::Encrypted);
    }
    let mut article = Article::default();
    let seen = read(&file, &mut article);
    if seen.pages == 0 {
        return Err(Unreadable::Broken { format: "PDF", detail: "it has no pages".to_owned() });
    }
    let letters = article.text.chars().filter(|c| !c.is_whitespace());
    let (lost, all) = letters.fold((0, 0), |(lost, all), c| (lost + usize::from(c == '\u{FFFD}'), all + 1));
    match all {
        0 => return Err(Unreadable::NoTextLayer { pages: seen.pages }),
        _ if lost * 2 > all => return Err(Unreadable::NoCharacters),
        _ => {}
    }
    let title = file.entry(&file.information(), "Title").string().map(text_string).unwrap_or_default();
    article.page_title = properties_title(&title, &article.text);
    article.warnings.extend(warnings(&seen, &budget));
    if limits.second_opinion {
        article.warnings.extend(opinion::second(bytes, &article.text, limits.document_bytes));
    }
    signs::settle(&mut article);
    Ok(article)
}

fn read(file: &File<'_>, article: &mut Article) -> Seen {
    let mut interpreter = Interpreter::new(file);
    let mut seen = Seen::default();
    let mut laid_out = Vec::new();
    for page in pages::of(file) {
        seen.pages += 1;
        if file.budget.is_spent() {
            continue;
        }
        let shapes = interpreter.page(&page.content(file), &page.resources);
        seen.pictures += usize::from(shapes.has_picture && shapes.glyphs.is_empty());
        let layout = layout::layout(shapes);
        seen.slanted += layout.slanted;
        laid_out.push(layout.items);
    }
    seen.heads = running::remove(&mut laid_out);
    paragraph::write(&laid_out, article);
    seen
}

fn warnings(seen: &Seen, budget: &Budget) -> Vec<Warning> {
    let Seen { pages, pictures, slanted, heads } = seen;
    let mut warnings = Vec::new();
    let mut warn = |is_so: bool, code: &str, en: String, zh: String| {
        warnings.extend(is_so.then(|| Warning::new(code, en, zh)));
    };
    warn(
        *pictures > 0,
        "pages_without_text",
        format!("{pictures} of {pages} pages hold pictures and no text (no text layer)"),
        format!("{pages} 页中有 {pictures} 页只有图像，没有文本层"),
    );
    warn(
        *slanted > 0,
        "slanted_text",
        format!("{slanted} characters that run across the text, such as watermarks, were left out"),
        format!("有 {slanted} 个与正文方向不同的字符（如水印），已略去"),
    );
    warn(
        *heads > 0,
        "running_heads",
        format!("{heads} lines that repeat at the edges of pages were left out"),
        format!("有 {heads} 行在页眉页脚重复出现，已略去"),
    );
    warn(
        budget.is_spent(),
        "cut_off",
        "the file holds more than the limits allow; what stands before was read".to_owned(),
        "文件内容超出上限，仅读取此前内容".to_owned(),
    );
    warnings
}

/// A text outside of content streams. Many Chinese programs write GBK there, which is against the rules.
fn text_string(bytes: &[u8]) -> String {
    let encoding = match bytes {
        [0xFE, 0xFF, ..] => UTF_16BE,
        [0xEF, 0xBB, 0xBF, ..] => UTF_8,
        _ if GB18030.decode_without_bom_handling_and_without_replacement(bytes).is_some() => GB18030,
        _ => WINDOWS_1252,
    };
    encoding.decode(bytes).0.into_owned()
}

/// Whether a character is written without spaces around it: Han, kana and full-width signs.
fn is_wide(c: char) -> bool {
    matches!(c,
        '\u{2E80}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}'
        | '\u{FF00}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFF}' | '“' | '”' | '‘' | '’' | '—' | '…' | '·'
    )
}
