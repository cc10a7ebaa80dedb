//! Plain text: paragraphs are lines; a saved page's navigation and footer are left out.

use super::{Article, Block, Role, boilerplate};

/// Extracts a text file.
pub(super) fn extract(text: &str) -> Article {
    let mut article = Article::default();
    let lines: Vec<&str> = text.split('\n').collect();
    for line in &lines[boilerplate::body(&lines)] {
        article.push(line, Role::Body);
    }
    article
}

/// The lines of a text that is kept as it is, such as a JSON line's.
pub(crate) fn lines(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let from = start + (line.len() - line.trim_start().len());
        let range = from..from + line.trim().len();
        if !range.is_empty() {
            blocks.push(Block { range, role: Role::Body });
        }
        start += line.len();
    }
    blocks
}
