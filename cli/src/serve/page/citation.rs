//! How a document or a clause is cited, in the style that the reader chooses.

use super::{hit::copying, marked::plain, ui::Ui};
use maud::{Markup, html};
use polidex_corpus::locale::Locale;
use polidex_search::citing::{Citation, Style};

/// The style of the address, else the one that readers of the language know best.
pub fn style(ui: &Ui) -> Style {
    let usual = match ui.locale {
        Locale::Zh => Style::ZhLegal,
        Locale::En => Style::Chicago,
    };
    ui.parameter("style").and_then(Style::parse).unwrap_or(usual)
}

/// The citation, with the choice of a style. `path` is the clause's, where one is cited.
pub fn shown(citation: &Citation, policy: &str, edition: &str, path: Option<&str>, ui: &Ui) -> Markup {
    let kept = ui.parameters().iter().filter(|(name, _)| name != "style");
    html! {
        h2 #cite { (ui.pick("How to cite", "引用格式")) }
        pre .citation { (plain(&citation.text)) }
        @if let Some(in_text) = &citation.in_text {
            p .aside { (ui.pick("In the text: ", "文中：")) (plain(in_text)) }
        }
        form .styles method="get" action="#cite" {
            @for (name, value) in kept { input type="hidden" name=(name) value=(value); }
            (ui.kept())
            label for="style" { (ui.pick("Style", "格式")) }
            select #style name="style" {
                @for style in Style::ALL {
                    option value=(style.name()) selected[style == citation.style] { (style.title(ui.locale)) }
                }
            }
            button type="submit" { (ui.pick("Show", "显示")) }
            (copying(policy, edition, path, ui))
        }
    }
}
