//! Colours and weights on a terminal; plain text elsewhere.

use std::fmt::Display;

/// Whether to use escape sequences.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    color: bool,
}

impl Style {
    /// With or without colours.
    pub fn new(color: bool) -> Self {
        Self { color }
    }

    fn wrap(self, code: &str, text: impl Display) -> String {
        if self.color { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_string() }
    }

    /// For titles.
    pub fn bold(self, text: impl Display) -> String {
        self.wrap("1", text)
    }

    /// For what stands beside.
    pub fn dim(self, text: impl Display) -> String {
        self.wrap("2", text)
    }

    /// For references.
    pub fn reference(self, text: impl Display) -> String {
        self.wrap("36", text)
    }

    /// For what is in force, found, clean.
    pub fn good(self, text: impl Display) -> String {
        self.wrap("32", text)
    }

    /// For what needs attention.
    pub fn caution(self, text: impl Display) -> String {
        self.wrap("33", text)
    }

    /// For matches; brackets where there are no colours.
    pub fn highlight(self, text: &str) -> String {
        if self.color { self.wrap("1;33", text) } else { format!("[{text}]") }
    }
}
