//! Notes that a publisher puts beside a text (注释): what became of its parts, what a word means.

use super::render::Line;
use polidex_corpus::model::{Origin, Sourced};

/// Takes the notes out of an article's lines.
pub(super) fn taken(lines: Vec<Line>) -> (Vec<Line>, Vec<Sourced<String>>) {
    let (mut kept, mut notes) = (Vec::with_capacity(lines.len()), Vec::new());
    let mut in_list = false;
    for line in lines {
        let label = label(&line.text);
        in_list = match label {
            Some(rest) => rest.is_empty(),
            None => in_list && is_numbered(&line.text),
        };
        match label {
            Some("") => {}
            None if !in_list => kept.push(line),
            _ => notes.push(Sourced::new(line.text, Origin::Field("注释".to_owned()))),
        }
    }
    (kept, notes)
}

/// What follows the label of a note; nothing follows the heading of a list of them.
fn label(line: &str) -> Option<&str> {
    let rest = line.trim_start_matches(['【', '[', '（', '(']).strip_prefix("注释")?;
    let behind = rest.trim_start_matches([']', '】', '）', ')', '：', ':']);
    (behind.is_empty() || behind.len() < rest.len()).then(|| behind.trim())
}

/// [1]…, ①…, 1.…
fn is_numbered(line: &str) -> bool {
    let line = line.trim_start_matches(['[', '〔', '（', '(', '^', '↑']);
    line.starts_with(|c: char| c.is_numeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_stand_apart() {
        let texts = [
            "第一条 为了示例。",
            "注释：第二条已失效，参见示府发〔2026〕2号。",
            "注释",
            "[1]甲。",
            "② 乙。",
            "示例市人民政府",
            "注释法律的办法",
        ];
        let line = |text: &&str| Line { text: (*text).to_owned(), ..Line::default() };
        let (kept, notes) = taken(texts.iter().map(line).collect());
        let kept: Vec<&str> = kept.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(kept, ["第一条 为了示例。", "示例市人民政府", "注释法律的办法"]);
        let notes: Vec<&str> = notes.iter().map(|note| note.value.as_str()).collect();
        assert_eq!(notes, [texts[1], "[1]甲。", "② 乙。"]);
    }
}
