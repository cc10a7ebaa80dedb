//! Figures: sums of money and shares, as policy documents print them.

mod decimal;
mod money;
mod share;

pub use money::{Money, moneys};
pub use share::{Share, shares};

/// The place of a figure in a printed range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// No range.
    None,
    /// The lower end: 10 in 10—30万元.
    Lower,
    /// The upper end.
    Upper,
}

/// What stands between the two ends of a printed range.
const RANGE_SIGNS: &[&str] = &["——", "—", "–", "-", "－", "~", "～", "至", "到", "―"];

/// The length of a range sign, with the white space around it, that `text` begins with.
fn range_sign(text: &str) -> Option<usize> {
    let trimmed = text.trim_start();
    let sign = RANGE_SIGNS.iter().find(|sign| trimmed.starts_with(**sign))?;
    let rest = trimmed[sign.len()..].trim_start();
    Some(text.len() - rest.len())
}
