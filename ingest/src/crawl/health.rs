//! Whether the pages of a source suddenly look different from those of the runs before.

use polidex_corpus::{model::Warning, store::PageReading};

/// Pages that a run must have read before it can tell.
const LEAST: usize = 3;

/// Texts that were not read before differ in length anyway: so many tell by their middle one.
const LEAST_NEW: usize = 8;

/// How many readings of earlier runs a run is held against.
pub(super) const HISTORY: usize = 400;

/// The rules of a source that held articles no longer do.
const TEMPLATE: &str = "template_changed";

/// Texts have lost more than half of their length.
const SHRANK: &str = "texts_shrank";

/// What a run says to an alarm.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Says {
    /// It is on.
    On(Warning),
    /// It is off: pages look as they used to.
    Off,
    /// The run brought too little to tell.
    Nothing,
}

/// The alarms of `source` after a run that read `now`, where earlier runs read `before` and `known` were on.
pub(super) fn assess(
    source: &str,
    now: &[PageReading],
    before: &[PageReading],
    known: &[Warning],
) -> Vec<Warning> {
    let verdicts = [(TEMPLATE, ladder(source, now, before)), (SHRANK, lengths(source, now, before))];
    let alarms = verdicts.into_iter().filter_map(|(code, says)| match says {
        Says::On(warning) => Some(warning),
        Says::Off => None,
        Says::Nothing => known.iter().find(|alarm| alarm.code == code).cloned(),
    });
    alarms.collect()
}

/// Where articles used to be held by the source's own selectors and half of them are not any more.
fn ladder(source: &str, now: &[PageReading], before: &[PageReading]) -> Says {
    let fallen = |readings: &[PageReading]| {
        let ruled = readings.iter().filter_map(|reading| reading.ruled);
        ruled.fold((0, 0), |(all, fallen), ruled| (all + 1, fallen + usize::from(!ruled)))
    };
    let ((all, fell), (all_before, fell_before)) = (fallen(now), fallen(before));
    if all >= LEAST && fell * 5 < all {
        return Says::Off;
    }
    let used_to_fit = all_before >= LEAST && fell_before * 5 < all_before;
    if all < LEAST || fell * 2 < all || !used_to_fit {
        return Says::Nothing;
    }
    Says::On(Warning::new(
        TEMPLATE,
        format!(
            "{fell} of the {all} pages read have no element that page.body of the source's definition names, where earlier pages had; \
             the site seems to have a new template: look with `polidex doctor --source {source} --live`, mend the definition, then `polidex reextract`"
        ),
        format!(
            "本次读取的 {all} 个网页中有 {fell} 个未命中来源定义的 page.body，此前的网页则能命中；网站可能已改版：\
             请用 `polidex doctor --source {source} --live` 检查并修改定义，再运行 `polidex reextract`"
        ),
    ))
}

/// Where pages that were read again, or the middle one of many new pages, have less than half of the length.
fn lengths(source: &str, now: &[PageReading], before: &[PageReading]) -> Says {
    let again: Vec<(u64, u64)> =
        now.iter().filter_map(|reading| Some((reading.chars, reading.before?))).collect();
    let shrunk = again.iter().filter(|(chars, before)| chars * 2 < *before).count();
    if again.len() >= LEAST && shrunk * 2 >= again.len() {
        let all = again.len();
        return Says::On(shrank(
            source,
            &format!("{shrunk} of the {all} pages that were read again have less than half of their text"),
            &format!("重新读取的 {all} 个网页中有 {shrunk} 个正文不足原来的一半"),
        ));
    }
    let fresh = |readings: &[PageReading]| -> Vec<u64> {
        readings.iter().filter(|reading| reading.before.is_none()).map(|reading| reading.chars).collect()
    };
    let (new, old) = (fresh(now), fresh(before));
    if new.len() >= LEAST_NEW && old.len() >= LEAST_NEW {
        let (half, usual) = (middle(new), middle(old));
        if half * 2 < usual {
            return Says::On(shrank(
                source,
                &format!("new pages have {half} characters (the middle one), earlier ones had {usual}"),
                &format!("新网页正文长度中位数为 {half} 字，此前为 {usual} 字"),
            ));
        }
        return Says::Off;
    }
    if again.len() >= LEAST { Says::Off } else { Says::Nothing }
}

fn shrank(source: &str, en: &str, zh: &str) -> Warning {
    Warning::new(
        SHRANK,
        format!(
            "{en}; look whether the texts are whole: `polidex doctor --source {source} --live`, or, if they are, `polidex sources accept {source}`"
        ),
        format!(
            "{zh}；请检查正文是否完整：`polidex doctor --source {source} --live`；若无误，运行 `polidex sources accept {source}`"
        ),
    )
}

fn middle(mut values: Vec<u64>) -> u64 {
    values.sort_unstable();
    values.get(values.len() / 2).copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(number: usize, ruled: bool, chars: u64, before: Option<u64>) -> PageReading {
        PageReading { source: "city".into(), key: number.to_string(), ruled: Some(ruled), chars, before }
    }

    fn new(count: usize, ruled: bool, chars: u64) -> Vec<PageReading> {
        (0..count).map(|number| reading(number, ruled, chars, None)).collect()
    }

    fn codes(now: &[PageReading], before: &[PageReading], known: &[Warning]) -> Vec<String> {
        assess("city", now, before, known).into_iter().map(|alarm| alarm.code).collect()
    }

    #[test]
    fn a_ladder_that_held_and_does_not_any_more_is_an_alarm_until_it_holds_again() {
        let usual = new(20, true, 900);
        assert_eq!(codes(&new(4, false, 900), &usual, &[]), [TEMPLATE]);
        let alarm = assess("city", &new(4, false, 900), &usual, &[]);
        // Too few pages to tell: the alarm stays. Earlier pages that fell through do not make it usual.
        assert_eq!(codes(&new(1, true, 900), &usual, &alarm), [TEMPLATE]);
        let mixed = [usual.clone(), new(20, false, 900)].concat();
        assert_eq!(codes(&new(4, false, 900), &mixed, &alarm), [TEMPLATE]);
        assert_eq!(codes(&new(4, true, 900), &mixed, &alarm), [""; 0]);
        // A definition that never fitted is not sudden.
        assert_eq!(codes(&new(9, false, 900), &new(20, false, 900), &[]), [""; 0]);
        assert_eq!(codes(&new(9, false, 900), &[], &[]), [""; 0]);
    }

    #[test]
    fn texts_that_lose_half_of_their_length_are_an_alarm() {
        let usual = new(20, true, 900);
        let again = |chars| (0..4).map(|number| reading(number, true, chars, Some(900))).collect::<Vec<_>>();
        assert_eq!(codes(&again(400), &usual, &[]), [SHRANK]);
        assert_eq!(codes(&again(460), &usual, &assess("city", &again(400), &usual, &[])), [""; 0]);
        assert_eq!(codes(&new(8, true, 400), &usual, &[]), [SHRANK]);
        // A few short notices are no news.
        assert_eq!(codes(&new(7, true, 100), &usual, &[]), [""; 0]);
    }
}
