//! Writes queries in the query language, so that they parse to the same again.

use super::ast::{Filter, FilterValue, Near, Node, Operand, Query};
use super::lexer::{QUOTES, is_space};
use super::{near, period};
use std::fmt::{Display, Formatter, Result, Write};

impl Display for Query {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let empty = self.root == Node::And(Vec::new());
        if matches!(self.root, Node::Words(_)) && needs_group(&self.root) {
            group(&self.root, f)?;
        } else if !empty {
            self.root.fmt(f)?;
        }
        for (number, filter) in self.filters.iter().enumerate() {
            if number > 0 || !empty {
                f.write_char(' ')?;
            }
            filter.fmt(f)?;
        }
        Ok(())
    }
}

impl Display for Node {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::And(parts) => {
                for (number, part) in parts.iter().enumerate() {
                    if number > 0 {
                        f.write_char(' ')?;
                    }
                    // Words right behind words would become one with them, or a period with what joins them.
                    let before = number.checked_sub(1).map(|before| &parts[before]);
                    let apart = matches!(
                        (before, part),
                        (Some(Self::Words(_) | Self::Near(_)), Self::Words(_) | Self::Near(_))
                    );
                    if apart || needs_group(part) { group(part, f)? } else { part.fmt(f)? }
                }
                Ok(())
            }
            Self::Each(parts) => {
                for (number, part) in parts.iter().enumerate() {
                    if number > 0 {
                        f.write_str(" AND ")?;
                    }
                    if needs_group(part) { group(part, f)? } else { part.fmt(f)? }
                }
                Ok(())
            }
            Self::Or(parts) => {
                for (number, part) in parts.iter().enumerate() {
                    if number > 0 {
                        f.write_str(" OR ")?;
                    }
                    part.fmt(f)?;
                }
                Ok(())
            }
            Self::Not(part) => {
                f.write_char('-')?;
                if matches!(**part, Self::Phrase(_)) { part.fmt(f) } else { group(part, f) }
            }
            Self::Words(text) => words(&text.text, f),
            Self::Phrase(text) => quoted(&text.text, f),
            Self::Prefix(text) => write!(f, "{}*", text.text),
            Self::Near(near) => near.fmt(f),
        }
    }
}

impl Display for Near {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        self.left.fmt(f)?;
        match self.distance {
            Some(distance) => write!(f, " NEAR/{distance} ")?,
            None => f.write_str(" NEAR ")?,
        }
        self.right.fmt(f)
    }
}

impl Display for Operand {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        if self.quoted { quoted(&self.text.text, f) } else { words(&self.text.text, f) }
    }
}

/// Whether a part would be read in another way beside others: alternatives, and words such as 近 that would
/// join what stands on both sides of them.
fn needs_group(part: &Node) -> bool {
    match part {
        Node::Or(_) | Node::Each(_) => true,
        Node::Words(text) => text.text.split(is_space).any(near::is_operator),
        _ => false,
    }
}

impl Display for Filter {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        if self.excluded {
            f.write_char('-')?;
        }
        write!(f, "{}:", self.field)?;
        match &self.value {
            FilterValue::Text(value) if value.chars().all(char::is_alphanumeric) => f.write_str(value),
            FilterValue::Text(value) => quoted(value, f),
            FilterValue::Range(from, to) => {
                write!(f, "{}..{}", from.as_deref().unwrap_or(""), to.as_deref().unwrap_or(""))
            }
        }
    }
}

/// Words as they stand. Behind what would be read as a period stand empty quotation marks, which say nothing
/// and keep it from that.
fn words(text: &str, f: &mut Formatter<'_>) -> Result {
    let chars: Vec<char> = text.chars().collect();
    let mut at = 0;
    while at < chars.len() {
        let begins = at == 0 || is_space(chars[at - 1]);
        if let Some(end) = period::at(&chars, at).filter(|_| begins) {
            chars[at..end].iter().try_for_each(|c| f.write_char(*c))?;
            f.write_str("\"\"")?;
            at = end;
        } else {
            f.write_char(chars[at])?;
            at += 1;
        }
    }
    Ok(())
}

/// The space keeps a parenthesis that words end with apart from that of the group.
fn group(part: &Node, f: &mut Formatter<'_>) -> Result {
    write!(f, "({part} )")
}

/// In the first kind of quotation marks that the text does not contain itself. There always is one:
/// the text was read from between such marks, or from where none can stand.
fn quoted(text: &str, f: &mut Formatter<'_>) -> Result {
    let (open, close) = QUOTES.iter().find(|(_, close)| !text.contains(*close)).unwrap_or(&QUOTES[0]);
    write!(f, "{}{text}{}", open[0], close[0])
}
