//! How a number of a list is written: 1, 一, 甲, ①, iv.

const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
const LEGAL: [char; 10] = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];
const STEMS: &str = "甲乙丙丁戊己庚辛壬癸";
const BRANCHES: &str = "子丑寅卯辰巳午未申酉戌亥";

/// The number as the format `name` of `OOXML` writes it. Formats that are not known count in digits.
pub(super) fn written(number: u32, name: &str) -> String {
    match name {
        "none" => String::new(),
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "japaneseDigitalTenThousand"
        | "koreanCounting" => han(number, &DIGITS, ['十', '百', '千', '万']),
        "chineseLegalSimplified" | "ideographLegalTraditional" | "japaneseLegal" => {
            han(number, &LEGAL, ['拾', '佰', '仟', '万'])
        }
        "ideographDigital" | "taiwaneseDigital" => {
            number.to_string().bytes().map(|digit| DIGITS[usize::from(digit - b'0')]).collect()
        }
        "ideographTraditional" => nth(number, STEMS),
        "ideographZodiac" => nth(number, BRANCHES),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => circled(number),
        "decimalEnclosedParen" => enclosed(number, '⑴', 20),
        "decimalEnclosedFullstop" => enclosed(number, '⒈', 20),
        "decimalFullWidth" | "decimalFullWidth2" => number.to_string().chars().map(full_width).collect(),
        "decimalZero" => format!("{number:02}"),
        "upperRoman" => roman(number),
        "lowerRoman" => roman(number).to_lowercase(),
        "upperLetter" => letters(number, 'A'),
        "lowerLetter" => letters(number, 'a'),
        _ => number.to_string(),
    }
}

/// A number below one hundred million in Han numerals: 一百零八, 十二.
fn han(number: u32, digits: &[char; 10], units: [char; 4]) -> String {
    let [ten, hundred, thousand, myriad] = units;
    if number == 0 {
        return "零".to_owned();
    }
    if number >= 100_000_000 {
        return number.to_string();
    }
    let mut text = String::new();
    let below = |number: u32, text: &mut String, mut is_gap: bool| {
        for (unit, sign) in [(1_000, Some(thousand)), (100, Some(hundred)), (10, Some(ten)), (1, None)] {
            let digit = number / unit % 10;
            if digit == 0 {
                is_gap |= !text.is_empty();
                continue;
            }
            if std::mem::take(&mut is_gap) {
                text.push('零');
            }
            // Ten alone is 十; in the middle of a number it is 一十.
            if !(digit == 1 && unit == 10 && text.is_empty() && ten == '十') {
                text.push(digits[digit as usize]);
            }
            text.extend(sign);
        }
    };
    let (high, low) = (number / 10_000, number % 10_000);
    if high > 0 {
        below(high, &mut text, false);
        text.push(myriad);
    }
    below(low, &mut text, high > 0 && low < 1_000);
    text
}

fn nth(number: u32, signs: &str) -> String {
    let count = signs.chars().count() as u32;
    signs.chars().nth((number.max(1) - 1) as usize % count as usize).map(String::from).unwrap_or_default()
}

fn circled(number: u32) -> String {
    match number {
        0 => "⓪".to_owned(),
        21..=35 => enclosed(number - 20, '㉑', 15),
        36..=50 => enclosed(number - 35, '㊱', 15),
        _ => enclosed(number, '①', 20),
    }
}

/// The sign that stands `number - 1` places behind `first`, where there are so many.
fn enclosed(number: u32, first: char, count: u32) -> String {
    let sign = (1..=count).contains(&number).then(|| char::from_u32(first as u32 + number - 1)).flatten();
    sign.map_or_else(|| number.to_string(), String::from)
}

fn full_width(digit: char) -> char {
    char::from_u32(digit as u32 - '0' as u32 + '０' as u32).unwrap_or(digit)
}

fn roman(number: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1_000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if !(1..4_000).contains(&number) {
        return number.to_string();
    }
    let (mut rest, mut text) = (number, String::new());
    for (value, sign) in SIGNS {
        while rest >= value {
            text.push_str(sign);
            rest -= value;
        }
    }
    text
}

/// a to z, then aa to zz, as Word goes on.
fn letters(number: u32, first: char) -> String {
    if !(1..=26 * 8).contains(&number) {
        return number.to_string();
    }
    let letter = char::from_u32(first as u32 + (number - 1) % 26).unwrap_or(first);
    std::iter::repeat_n(letter, 1 + (number as usize - 1) / 26).collect()
}

#[cfg(test)]
mod tests {
    use super::written;
    use polidex_corpus::numeral;

    fn check(format: &str, expected: &[(u32, &str)]) {
        for (number, text) in expected {
            assert_eq!(written(*number, format), *text, "{format}");
        }
    }

    #[test]
    fn numbers_are_written_as_word_writes_them() {
        let han = [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (101, "一百零一"), (111, "一百一十一")];
        check("chineseCounting", &han);
        check("japaneseCounting", &[(1005, "一千零五"), (10_010, "一万零一十"), (20_300, "二万零三百")]);
        check("chineseLegalSimplified", &[(1, "壹"), (12, "壹拾贰")]);
        check("decimalEnclosedCircle", &[(1, "①"), (20, "⑳"), (21, "㉑"), (36, "㊱"), (51, "51")]);
        check("decimalEnclosedParen", &[(2, "⑵")]);
        check("ideographTraditional", &[(1, "甲"), (10, "癸")]);
        check("upperRoman", &[(4, "IV"), (1999, "MCMXCIX"), (0, "0")]);
        check("lowerLetter", &[(1, "a"), (27, "aa"), (53, "aaa")]);
        check("decimalZero", &[(7, "07")]);
        check("ideographDigital", &[(10, "一〇")]);
        check("unknown", &[(7, "7")]);
        check("none", &[(7, "")]);
    }

    #[test]
    fn every_han_numeral_is_read_back() {
        for number in (1..20_000).chain([99_999, 1_000_000, 99_999_999]) {
            let text = written(number, "chineseCountingThousand");
            assert_eq!(numeral::parse(&text), Some(number), "{text}");
        }
    }
}
