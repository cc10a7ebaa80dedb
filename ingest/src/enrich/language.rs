//! Language and script, by the characters that are used.

use super::Source;
use polidex_corpus::{model::Lang, text::is_han};

/// How much of a text is looked at, in bytes: the beginning says enough.
const WINDOW: usize = 8 * 1024;

/// Characters that one script has and the other writes otherwise, in pairs.
const TRADITIONAL: &str = "國與業發產經務應對為這個們總資關規開長門車東學會來時過還進體點現機電動";
const SIMPLIFIED: &str = "国与业发产经务应对为这个们总资关规开长门车东学会来时过还进体点现机电动";

/// The language that the input states, with the script that its text shows.
pub(super) fn of(source: &Source<'_>) -> Lang {
    let shown = detect(source.text());
    match source.article.stated.lang.as_deref().and_then(Lang::parse) {
        Some(stated) if stated.is_chinese() && shown.is_chinese() => shown,
        Some(stated) => stated,
        None if shown == Lang::Und => {
            source.article.stated.title.as_ref().map_or(shown, |title| detect(&title.value))
        }
        None => shown,
    }
}

/// The language of a text by the share of its Han characters, and its script by characteristic ones.
pub(crate) fn detect(text: &str) -> Lang {
    let end = (0..=text.len().min(WINDOW)).rev().find(|&end| text.is_char_boundary(end)).unwrap_or(0);
    let (mut han, mut latin, mut traditional, mut simplified) = (0_usize, 0_usize, 0_usize, 0_usize);
    for c in text[..end].chars() {
        if is_han(c) {
            han += 1;
            traditional += usize::from(han < 500 && TRADITIONAL.contains(c));
            simplified += usize::from(han < 500 && SIMPLIFIED.contains(c));
        } else if c.is_ascii_alphabetic() {
            latin += 1;
        }
    }
    // A Han character says as much as several letters.
    match () {
        () if han == 0 && latin == 0 => Lang::Und,
        () if han * 4 < latin => Lang::En,
        () if traditional > simplified => Lang::ZhHant,
        () => Lang::ZhHans,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_and_scripts_are_told_apart() {
        assert_eq!(detect("为了支持软件产业发展"), Lang::ZhHans);
        assert_eq!(detect("為了支持軟件產業發展"), Lang::ZhHant);
        assert_eq!(detect("To support the software industry (软件)"), Lang::En);
        assert_eq!(detect("12, 34"), Lang::Und);
    }
}
