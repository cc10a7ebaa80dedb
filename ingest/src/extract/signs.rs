//! Characters that stand where another was meant: radicals for ideographs, and private ones.
//!
//! Fonts of PDF files often claim that a glyph of 民 shows the radical U+2EA0, which looks the same and
//! is found by no search. A published text is never altered silently, so a warning gives the count.

use super::Article;
use polidex_corpus::model::Warning;

/// The ideographs of the Kangxi radicals from U+2F00 on, by Unicode's compatibility decomposition.
const KANGXI: &str = "\
    一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山巛工己巾\
    干幺广廴廾弋弓彐彡彳心戈戶手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生\
    用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷\
    豆豕豸貝赤走足身車辛辰辵邑酉釆里金長門阜隶隹雨靑非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻\
    黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠";

/// Those of the radicals supplement from U+2E80 on, by Unicode's table of equivalent unified
/// ideographs; `〓` where there is none of three bytes in UTF-8.
const SUPPLEMENT: &str = "\
    〓厂乛乚乙亻冂〓刀刂卜㔾小小兀尣尢〓巳幺彑〓忄心扌攵〓旡日月歺母民氵氺灬爫爫丬牛犭王〓目示礻〓糹纟罓\
    罒㓁冗〓羊〓〓耂肀聿肉〓艹艹艹虎衤覀西见角〓讠贝〓车辶辶辶邑钅長镸长门〓阝雨青韦页风飞食〓飠饣〓马骨\
    鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟";

/// How many distinct characters a warning shows.
const SHOWN: usize = 10;

/// Replaces radicals by the ideographs they stand for, and warns of these, of private characters and
/// of glyphs without a character.
pub(super) fn settle(article: &mut Article) {
    let replaced = Count::of(&article.text, |c| ideograph(c).is_some());
    if replaced.count > 0 {
        // Both take three bytes, so that the blocks keep their ranges.
        article.text = article.text.chars().map(|c| ideograph(c).unwrap_or(c)).collect();
        let Count { count, signs } = &replaced;
        let ideographs: String = signs.chars().filter_map(ideograph).collect();
        article.warnings.push(Warning::new(
            "radicals_replaced",
            format!("{count} radical characters ({signs}) were replaced by the ideographs {ideographs}"),
            format!("有 {count} 个部首字符（{signs}）已替换为对应汉字 {ideographs}"),
        ));
    }
    let radicals = Count::of(&article.text, |c| is_radical(c) && ideograph(c).is_none());
    article.warnings.extend(radicals.warning(
        "radicals",
        "radicals that stand for no whole ideograph",
        "个部首字符没有对应汉字",
    ));
    let private = Count::of(&article.text, is_private);
    article.warnings.extend(private.warning(
        "private_characters",
        "private-use characters, whose meaning only the file's fonts know",
        "个私用区字符，其含义仅由文件字体决定",
    ));
    let lost = Count::of(&article.text, |c| c == char::REPLACEMENT_CHARACTER);
    article.warnings.extend(lost.warning(
        "replaced_characters",
        "characters that the file does not identify, shown as U+FFFD",
        "个字符文件未说明为何字，以 U+FFFD 代替",
    ));
}

fn is_radical(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{2FDF}')
}

fn is_private(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}')
}

/// The ideograph that a radical stands for.
pub(super) fn ideograph(c: char) -> Option<char> {
    let (table, first) = match c {
        '\u{2E80}'..='\u{2EFF}' => (SUPPLEMENT, '\u{2E80}'),
        '\u{2F00}'..='\u{2FDF}' => (KANGXI, '\u{2F00}'),
        _ => return None,
    };
    // Every character of the tables takes three bytes.
    let at = (c as usize - first as usize) * 3;
    table.get(at..at + 3)?.chars().next().filter(|&found| found != '〓')
}

/// How often characters of one kind occur, and the first few of them.
struct Count {
    count: usize,
    signs: String,
}

impl Count {
    fn of(text: &str, is_meant: impl Fn(char) -> bool) -> Self {
        let mut found = Self { count: 0, signs: String::new() };
        let mut shown = 0;
        for c in text.chars().filter(|&c| is_meant(c)) {
            found.count += 1;
            if shown < SHOWN && !found.signs.contains(c) {
                shown += 1;
                found.signs.push(c);
            }
        }
        found
    }

    fn warning(&self, code: &str, en: &str, zh: &str) -> Option<Warning> {
        let count = self.count;
        (count > 0).then(|| {
            let codes: Vec<_> = self.signs.chars().map(|c| format!("U+{:04X}", c as u32)).collect();
            let codes = codes.join(", ");
            Warning::new(
                code,
                format!("the text holds {count} {en} ({codes})"),
                format!("文中有 {count} {zh}（{codes}）"),
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::Role;

    #[test]
    fn tables_are_whole() {
        assert_eq!((KANGXI.chars().count(), SUPPLEMENT.chars().count()), (214, 116));
        assert!(KANGXI.chars().chain(SUPPLEMENT.chars()).all(|c| c.len_utf8() == 3));
        let pairs = [
            ('\u{2F00}', '一'),
            ('\u{2FD5}', '龠'),
            ('\u{2EA0}', '民'),
            ('\u{2ED3}', '长'),
            ('\u{2EF3}', '龟'),
        ];
        for (radical, expected) in pairs {
            assert_eq!(ideograph(radical), Some(expected), "{radical:?}");
        }
        assert_eq!(ideograph('\u{2E80}'), None);
        assert_eq!(ideograph('\u{2FDF}'), None);
    }

    #[test]
    fn what_is_altered_or_doubtful_is_counted() {
        let mut article = Article::default();
        article.push("⼈⺠⼈甲\u{E001}\u{FFFD}\u{2E80}", Role::Body);
        settle(&mut article);
        assert_eq!(article.text, "人民人甲\u{E001}\u{FFFD}\u{2E80}");
        assert_eq!(article.blocks[0].range, 0..article.text.len());
        let codes: Vec<_> = article.warnings.iter().map(|warning| warning.code.as_str()).collect();
        assert_eq!(codes, ["radicals_replaced", "radicals", "private_characters", "replaced_characters"]);
        assert!(article.warnings[0].message.starts_with("3 "));
    }
}
