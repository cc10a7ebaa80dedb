//! Which characters words are looked for among. Shared with the build script.

/// Whether the segmenter looks for words among these ideographs. It cuts at every other character,
/// younger ideographs and 〇 included.
pub fn is_segmented(c: char) -> bool {
    matches!(c,
        '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{2A6DF}' | '\u{2A700}'..='\u{2EBEF}' | '\u{2F800}'..='\u{2FA1F}')
}
