//! Reports of matching: for a terminal, as Markdown, as HTML, as a calendar.

mod calendar;
mod html;
mod markdown;
mod table;
mod view;

pub use calendar::calendar;
pub use html::write as write_html;
pub use markdown::write as write_markdown;
pub use table::{write as write_table, write_effects};
pub use view::{ConditionView, MatchView, ReportView, verdict_name};
