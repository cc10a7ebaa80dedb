//! Texts that were damaged before they were published: by a wrong decoding, or by a careless mirror.

use polidex_corpus::{model::Warning, text::is_han};

/// Fewer signs of damage can be chance.
const FEWEST: usize = 3;

/// One sign in so many characters is damage, not a slip.
const RARE: usize = 2_000;

/// What GBK makes of UTF-8's replacement characters, and of memory that was never written.
const TYPICAL: &[&str] = &["锟斤拷", "锘", "烫烫烫", "屯屯屯", "ï»¿", "â€"];

/// The warning that a text is damaged, if it looks so.
pub(crate) fn warning(text: &str) -> Option<Warning> {
    let signs = signs(text);
    let length = text.chars().count();
    (signs >= FEWEST && signs * RARE >= length).then(|| {
        Warning::new(
            "garbled_text",
            format!("the text looks damaged in {signs} places (lost or wrong characters); compare it with the official page"),
            format!("正文有 {signs} 处疑似乱码或缺字，请与官方页面核对"),
        )
    })
}

/// How many places look damaged.
fn signs(text: &str) -> usize {
    let typical: usize = TYPICAL.iter().map(|sign| text.matches(sign).count()).sum();
    let (mut before, mut last) = ('\0', '\0');
    // Whether letters with tones stand behind the last Han character.
    let mut toned = false;
    let mut signs = typical;
    for c in text.chars() {
        let lost = c == char::REPLACEMENT_CHARACTER && last != c;
        // 政??策: characters that an encoding could not write.
        let asked = last == '?' && before == '?' && is_han(c);
        // 政zhèng策: a transcription between characters.
        let transcribed = is_han(c) && toned && last.is_alphabetic();
        toned = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ".contains(c) || toned && c.is_alphabetic() && !is_han(c);
        // UTF-8 read as Latin-1.
        let misread =
            ('\u{C2}'..='\u{F4}').contains(&last) && ('\u{80}'..='\u{BF}').contains(&c) && c != '\u{A0}';
        signs += usize::from(lost) + usize::from(asked) + usize::from(transcribed) + usize::from(misread);
        (before, last) = (last, c);
    }
    signs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damage_is_told_from_odd_texts() {
        let damaged = [
            "示例市\u{FFFD}人民\u{FFFD}\u{FFFD}政府\u{FFFD}通知",
            "关于??支持??软件??产业的通知",
            "锟斤拷锟斤拷示例锟斤拷",
            "示shì例市zhèng政府fǔ通知",
            "å\u{85}³äº\u{8e}æ\u{94}¯æ\u{8c}\u{81}",
        ];
        for text in damaged {
            assert_eq!(warning(text).unwrap().code, "garbled_text", "{text}");
        }
        for sound in
            ["为什么？？请看答复。", "Café à la carte – naïve", "示例市人民政府关于支持软件产业的通知", ""]
        {
            assert!(warning(sound).is_none(), "{sound}");
        }
        assert!(warning(&format!("{}{}", damaged[0], "示例市支持软件产业。".repeat(2_000))).is_none());
    }
}
