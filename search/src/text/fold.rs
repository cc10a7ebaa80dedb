//! One written form for what is the same character.
//!
//! The invariant that everything rests on: folding takes one character to one character, whatever
//! stands beside it. So a text and its folded form have the same length in characters, offsets need
//! no map, and a query folds exactly as the text did. Folding twice changes nothing.

/// For each character of U+4E00 to U+9FFF its folded form as a little-endian `u16`; 0 where the
/// form does not fit into 16 bits.
static MAIN: &[u8; 2 * 0x5200] = include_bytes!(concat!(env!("OUT_DIR"), "/fold_main.bin"));

/// Sorted pairs of little-endian `u32` (character, folded form) for the rest.
static OTHER: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/fold_other.bin"));

/// The folded form of a character.
///
/// * full-width forms → half-width, every kind of space → space, separators of lines and
///   paragraphs → line feed
/// * upper case → lower case, where that is one character
/// * traditional → simplified, compatibility ideographs and radicals → unified ideographs; the
///   circles that stand for zero in dates → 〇
/// * kinds of quotation marks, brackets, dashes and middle dots → one of each
#[inline]
pub fn fold_char(c: char) -> char {
    match c {
        '\0'..='\u{7F}' => c.to_ascii_lowercase(),
        '\u{4E00}'..='\u{9FFF}' => fold_main(c),
        '\u{2E80}'..='\u{2FDF}'
        | '\u{3400}'..='\u{4DBF}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{323AF}' => fold_other(c),
        _ => fold_sign(c),
    }
}

/// The folded form of a text, of the same number of characters.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(text, &mut folded);
    folded
}

/// Appends the folded form of `text` to `out`. Stretches that are folded already are copied whole.
pub fn fold_into(text: &str, out: &mut String) {
    out.reserve(text.len());
    let mut copied = 0;
    for (at, c) in text.char_indices() {
        let folded = fold_char(c);
        if folded != c {
            out.push_str(&text[copied..at]);
            out.push(folded);
            copied = at + c.len_utf8();
        }
    }
    out.push_str(&text[copied..]);
}

#[inline]
fn fold_main(c: char) -> char {
    let at = 2 * (u32::from(c) as usize - 0x4E00);
    match u16::from_le_bytes([MAIN[at], MAIN[at + 1]]) {
        0 => fold_other(c),
        code => char::from_u32(u32::from(code)).unwrap_or(c),
    }
}

fn fold_other(c: char) -> char {
    let (pairs, _) = OTHER.as_chunks::<8>();
    let number =
        |pair: &[u8; 8], at: usize| u32::from_le_bytes([pair[at], pair[at + 1], pair[at + 2], pair[at + 3]]);
    pairs
        .binary_search_by_key(&u32::from(c), |pair| number(pair, 0))
        .ok()
        .and_then(|found| char::from_u32(number(&pairs[found], 4)))
        .unwrap_or(c)
}

/// Folds what is neither ASCII nor an ideograph.
fn fold_sign(c: char) -> char {
    match c {
        // Full-width letters may be capitals, full-width signs may have kinds of their own.
        '\u{FF01}'..='\u{FF5E}' => {
            let narrow = char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c);
            fold_char(narrow)
        }
        '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => ' ',
        '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
        '“' | '”' | '„' | '‟' | '〝' | '〞' | '〟' | '「' | '」' | '『' | '』' | '｢' | '｣' | '«' | '»' => {
            '"'
        }
        '‘' | '’' | '‚' | '‛' => '\'',
        '〈' | '‹' | '⟨' | '\u{2329}' => '《',
        '〉' | '›' | '⟩' | '\u{232A}' => '》',
        '〔' | '【' | '〖' => '[',
        '〕' | '】' | '〗' => ']',
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '﹣' | '─' => '-',
        '•' | '‧' | '∙' | '⋅' | '・' | '･' => '·',
        '〜' | '∼' => '~',
        '○' | '◯' => '〇',
        '｡' => '。',
        '￥' => '¥',
        _ => lower(c),
    }
}

fn lower(c: char) -> char {
    let mut forms = c.to_lowercase();
    match (forms.next(), forms.next()) {
        (Some(form), None) => form,
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn folding_twice_changes_no_character() {
        for c in '\0'..=char::MAX {
            assert_eq!(fold_char(fold_char(c)), fold_char(c), "{c:?} U+{:04X}", u32::from(c));
        }
    }

    #[test]
    fn kinds_of_one_character_fold_alike() {
        let check = |text: &str, expected: &str| assert_eq!(fold(text), expected);
        check("ＡＢＣ１２３％　Ｒ＆Ｄ", "abc123% r&d");
        check("軟體產業發展條例、企業所得稅", "软体产业发展条例、企业所得税");
        check("北碚府辦發〔2022〕114號", "北碚府办发[2022]114号");
        check("“十四五”「规划」『纲要』", "\"十四五\"\"规划\"\"纲要\"");
        check("二○一一年、二〇一一年、二◯一一年", "二〇一一年、二〇一一年、二〇一一年");
        check("2018—2023 2018–2023 2018－2023", "2018-2023 2018-2023 2018-2023");
        check("⻓⾦⽉ 金屬 ⼯業", "长金月 金属 工业");
        check("《〈甲〉》", "《《甲》》");
        check("Straße ÉTÉ İ", "straße été İ");
    }

    #[test]
    fn simplified_text_stays_as_it_is() {
        let text = "专精特新中小企业著作权与乾坤之外,标题\n";
        assert_eq!(fold(text).replace('干', "乾"), text);
    }

    proptest! {
        #[test]
        fn length_and_offsets_stay(text in "(\\PC|[一-龥]|[Ａ-ｚ]){0,60}") {
            let folded = fold(&text);
            prop_assert_eq!(folded.chars().count(), text.chars().count());
            prop_assert!(text.chars().map(fold_char).eq(folded.chars()));
            prop_assert_eq!(fold(&folded), folded);
        }
    }
}
