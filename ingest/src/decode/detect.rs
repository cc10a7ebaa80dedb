//! Which encoding bytes are in that nobody has labelled.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, GB18030};

/// How much is looked at, in bytes.
const DETECTED: usize = 16 * 1024;

/// Fewer pairs of bytes tell nothing.
const ENOUGH: usize = 64;

/// The likeliest encoding.
pub(super) fn detect(bytes: &[u8]) -> &'static Encoding {
    // The beginning of what is no ASCII tells enough.
    let start = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
    let end = bytes.len().min(start + DETECTED);
    let window = &bytes[start..end];
    if is_simplified(window) {
        return GB18030;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(window, end == bytes.len());
    // Among encodings that fit equally well, a Chinese one is the likely one here.
    detector.guess(Some(b"cn"), Utf8Detection::Allow)
}

/// Whether bytes are GB2312 by its layout: the usual case, told in a hundredth of the detector's time.
///
/// The rows B0 to D7 hold the 3,755 usual characters in the order of their sounds, A1 to A3 the signs;
/// nearly all of a text lies there. Other encodings of two bytes leave these rows (kana are in A4 and
/// A5, Big5 has second bytes below A1), but for the Korean one, whose syllables end at row C8. Of single
/// bytes above 7F, as in Cyrillic, words have an odd number as often as not.
fn is_simplified(bytes: &[u8]) -> bool {
    let (mut usual, mut late, mut other) = (0, 0, 0);
    let mut rest = bytes;
    while let [first, behind @ ..] = rest {
        rest = behind;
        if first.is_ascii() {
            continue;
        }
        let [second, behind @ ..] = rest else { break };
        let in_rows = matches!(first, 0xA1..=0xA3 | 0xB0..=0xD7) && matches!(second, 0xA1..=0xFE);
        usual += usize::from(in_rows);
        late += usize::from(in_rows && *first > 0xC8);
        other += usize::from(!in_rows);
        rest = behind;
    }
    usual >= ENOUGH && other * 20 <= usual && late * 5 >= usual
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{BIG5, EUC_JP, EUC_KR, KOI8_R, WINDOWS_1251, WINDOWS_1252};

    /// Illustrative texts.
    const SIMPLIFIED: &str = "示例市支持工业软件发展若干措施，对首次升规入统的企业给予奖励，由主管部门会同财政部门组织实施，自公布之日起施行。各有关单位要加强协调，按照职责分工抓好落实。";
    const TRADITIONAL: &str = "示例市支持工業軟體發展若干措施，對首次升規入統的企業給予獎勵，由主管部門會同財政部門組織實施，自公布之日起施行。各有關單位要加強協調，按照職責分工抓好落實。";
    const KOREAN: &str = "예시 시는 소프트웨어 산업의 발전을 지원하기 위한 여러 조치를 발표하였으며 처음으로 등록한 기업에 장려금을 지급한다. 관계 부서는 협조를 강화하고 직책에 따라 업무를 철저히 수행하여야 한다.";
    const JAPANESE: &str = "例示市はソフトウェア産業の発展を支援するための措置を公表し、初めて登録した企業に奨励金を支給する。関係部門は協力を強化し、それぞれの職責に従って業務を確実に実施しなければならない。";
    const RUSSIAN: &str = "Город-пример объявил о мерах поддержки предприятий, разрабатывающих программное обеспечение, и выплатит вознаграждение впервые зарегистрированным организациям в порядке, установленном настоящими правилами.";

    #[test]
    fn simplified_chinese_is_told_by_its_rows() {
        assert!(is_simplified(&GB18030.encode(SIMPLIFIED).0));
        assert!(is_simplified(&GB18030.encode(&format!("<p class=a>{SIMPLIFIED}</p>\n").repeat(9)).0));
        for (text, encoding) in [
            (TRADITIONAL, BIG5),
            (TRADITIONAL, GB18030),
            (KOREAN, EUC_KR),
            (JAPANESE, EUC_JP),
            (RUSSIAN, WINDOWS_1251),
            (RUSSIAN, KOI8_R),
            ("Straße, élève, año, über, façade. ", WINDOWS_1252),
        ] {
            let bytes = encoding.encode(&text.repeat(5)).0.into_owned();
            assert!(!is_simplified(&bytes), "{}", encoding.name());
        }
        assert!(!is_simplified(SIMPLIFIED.as_bytes()) && !is_simplified(b""));
    }

    #[test]
    fn the_rest_is_left_to_the_detector() {
        let guessed = |text: &str, encoding: &'static Encoding| detect(&encoding.encode(text).0);
        assert_eq!(guessed(SIMPLIFIED, GB18030), GB18030);
        assert_eq!(guessed(RUSSIAN, WINDOWS_1251), WINDOWS_1251);
    }
}
