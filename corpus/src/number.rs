//! Document numbers (发文字号).

use serde::{Deserialize, Serialize};

/// A document number: as printed, and in one canonical form.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct DocumentNumber {
    /// The number as printed.
    pub printed: String,
    /// The canonical key: equal for every way of printing the same number, such as `国发〔2020〕8号`.
    pub key: String,
    /// The issuer's code in Han characters or, for an English form, its romanisation: 国发, 国务院令.
    pub code: String,
    /// The year, where the form has one.
    pub year: Option<u16>,
    /// The number within code and year.
    pub sequence: u32,
}
