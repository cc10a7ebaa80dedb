//! Requirements, facts and steps in words, for reports in both languages.

use super::{
    amount::{Sum, TraceStep},
    check::{Gap, Have, Truth},
    fact::standing_name,
    words::{
        applicant_name, figure_name, money, ownership_name, per, place_name, role_name, size_name, trimmed,
        unit_value,
    },
};
use polidex_corpus::{
    locale::Locale,
    model::{Currency, Days, Figure, Per, Range, SizeClass, Span, Test},
    vocabulary,
};

impl Sum {
    /// In words: `150,000 yuan`, `up to 5,000,000 yuan`, `300,000 to 600,000 yuan`.
    pub fn describe(&self, currency: Currency, locale: Locale) -> String {
        let say = |value| money(value, currency, locale);
        match (self.max, locale) {
            #[allow(clippy::float_cmp, reason = "a range whose ends are the same number is that number")]
            (Some(max), _) if max == self.min => say(max),
            (Some(max), Locale::En) if self.min <= 0.0 => format!("up to {}", say(max)),
            (Some(max), Locale::Zh) if self.min <= 0.0 => format!("最高{}", say(max)),
            (Some(max), Locale::En) => format!("{} to {}", say(self.min), say(max)),
            (Some(max), Locale::Zh) => format!("{}至{}", say(self.min), say(max)),
            (None, Locale::En) if self.min <= 0.0 => "not yet known".into(),
            (None, Locale::Zh) if self.min <= 0.0 => "尚不能计算".into(),
            (None, Locale::En) => format!("at least {}", say(self.min)),
            (None, Locale::Zh) => format!("不少于{}", say(self.min)),
        }
    }
}

fn range(figure: Figure, range: &Range, locale: Locale) -> String {
    let say = |value| unit_value(figure, value, locale);
    let min = range.min.map(|min| match (range.above, locale) {
        (true, Locale::En) => format!("above {}", say(min)),
        (true, Locale::Zh) => format!("超过{}", say(min)),
        (false, Locale::En) => format!("at least {}", say(min)),
        (false, Locale::Zh) => format!("不低于{}", say(min)),
    });
    let max = range.max.map(|max| match (range.below, locale) {
        (true, Locale::En) => format!("below {}", say(max)),
        (true, Locale::Zh) => format!("低于{}", say(max)),
        (false, Locale::En) => format!("at most {}", say(max)),
        (false, Locale::Zh) => format!("不超过{}", say(max)),
    });
    min.into_iter().chain(max).collect::<Vec<_>>().join(locale.pick(", ", "、"))
}

fn days(days: &Days, locale: Locale) -> String {
    let from = days.from.map(|day| format!("{}{day}", locale.pick(" from ", "自")));
    let to = days.to.map(|day| format!("{}{day}", locale.pick(" until ", "至")));
    from.into_iter().chain(to).collect()
}

fn listed<'a>(names: impl Iterator<Item = &'a str>, locale: Locale) -> String {
    names.collect::<Vec<_>>().join(locale.pick(" or ", "或"))
}

/// What a requirement asks.
pub fn describe(test: &Test, locale: Locale) -> String {
    match test {
        Test::Place { role, place } => format!("{}{}", role_name(*role, locale), place_name(place, locale)),
        Test::Sector { any_of } => format!(
            "{}{}",
            locale.pick("works in ", "从事"),
            listed(any_of.iter().map(|id| vocabulary::sectors().label(id, locale)), locale)
        ),
        Test::Size { any_of } => listed(any_of.iter().map(|size| size_name(*size, locale)), locale),
        Test::Figure { figure, range: asked, years, first } => {
            let mut words = format!("{} {}", figure_name(*figure, locale), range(*figure, asked, locale));
            if *first {
                words.push_str(locale.pick(" for the first time", "（首次）"));
            }
            if *years > 1 {
                let consecutive = match locale {
                    Locale::En => format!(" in {years} consecutive years"),
                    Locale::Zh => format!("（连续{years}年）"),
                };
                words.push_str(&consecutive);
            }
            words
        }
        Test::Certificate { any_of, levels, grades, new, days: when } => {
            let names = listed(any_of.iter().map(|id| vocabulary::certificates().label(id, locale)), locale);
            let levels = listed(levels.iter().map(|level| level.label(locale)), locale);
            let grades: Vec<String> = grades.iter().map(ToString::to_string).collect();
            let mut words = String::new();
            words.push_str(if *new { locale.pick("newly ", "新获") } else { "" });
            words.push_str(locale.pick("certified as ", "认定："));
            words.push_str(
                &[levels, names].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" "),
            );
            if !grades.is_empty() {
                words.push_str(locale.pick(", grade ", "，等级 "));
                words.push_str(&grades.join("/"));
            }
            words.push_str(&days(when, locale));
            words
        }
        Test::Event { any_of, days: when } => {
            let names = listed(any_of.iter().map(|id| vocabulary::events().label(id, locale)), locale);
            format!("{names}{}", days(when, locale))
        }
        Test::Founded { days: when } => format!("{}{}", locale.pick("founded", "成立："), days(when, locale)),
        Test::Ownership { any_of } => listed(any_of.iter().map(|one| ownership_name(*one, locale)), locale),
        Test::Applicant { any_of } => listed(any_of.iter().map(|one| applicant_name(*one, locale)), locale),
        Test::Standing { standing } => standing_name(*standing, locale).to_owned(),
        Test::Procedure => locale.pick("a step of the authority", "须经主管部门程序").to_owned(),
        Test::Any { tests } => {
            let parts: Vec<String> = tests.iter().map(|test| describe(test, locale)).collect();
            parts.join(locale.pick(" or ", "，或"))
        }
    }
}

/// What the profile says.
pub fn describe_have(have: &Have, locale: Locale) -> String {
    let dated = |name: &str, date: Option<jiff::civil::Date>| match date {
        Some(date) => format!("{name} ({date})"),
        None => name.to_owned(),
    };
    match have {
        Have::Place { region } => region.label(locale),
        Have::Figure { figure, value, year } => match year {
            Some(year) => format!("{} ({year})", unit_value(*figure, *value, locale)),
            None => unit_value(*figure, *value, locale),
        },
        Have::Certificate { id, date } => dated(vocabulary::certificates().label(id, locale), *date),
        Have::Event { id, date } => dated(vocabulary::events().label(id, locale), *date),
        Have::Sectors { ids } => {
            let names: Vec<&str> = ids.iter().map(|id| vocabulary::sectors().label(id, locale)).collect();
            names.join(locale.pick(", ", "、"))
        }
        Have::Size { size } => size_name(*size, locale).to_owned(),
        Have::Founded { date } => date.to_string(),
        Have::Stated { holds: true } => locale.pick("stated", "已声明符合").to_owned(),
        Have::Stated { holds: false } => locale.pick("stated not to hold", "已声明不符合").to_owned(),
    }
}

/// What is missing.
pub fn describe_gap(gap: &Gap, locale: Locale) -> String {
    match gap {
        Gap::Figure { figure, needed, missing } => {
            let name = figure_name(*figure, locale);
            let (needed, by) =
                (unit_value(*figure, *needed, locale), unit_value(*figure, missing.abs(), locale));
            match (locale, *missing >= 0.0) {
                (Locale::En, true) => format!("{name}: {by} more (needs {needed})"),
                (Locale::En, false) => format!("{name}: {by} too much (limit {needed})"),
                (Locale::Zh, true) => format!("{name}：还差{by}（需达到{needed}）"),
                (Locale::Zh, false) => format!("{name}：超出{by}（上限{needed}）"),
            }
        }
        Gap::Certificate { any_of } => {
            listed(any_of.iter().map(|id| vocabulary::certificates().label(id, locale)), locale)
        }
        Gap::Event { any_of } => {
            listed(any_of.iter().map(|id| vocabulary::events().label(id, locale)), locale)
        }
        Gap::AboveDesignated => size_name(SizeClass::AboveDesignated, locale).to_owned(),
    }
}

/// One step of a computation; `words` gives the text of a span.
pub fn describe_step(
    step: &TraceStep,
    currency: Currency,
    words: &dyn Fn(Span) -> String,
    locale: Locale,
) -> String {
    let sum = |value: f64| money(value, currency, locale);
    let quoted = |span: Span| format!("“{}”", words(span));
    let for_each = |counted: Per| {
        let text = per(counted, locale);
        if text.is_empty() { text } else { format!("{}{text}", locale.pick(" ", "，")) }
    };
    match step {
        TraceStep::Given { value, ceiling, span } => {
            let kind = if *ceiling { locale.pick("at most ", "最高") } else { "" };
            format!("{kind}{} {}", sum(*value), quoted(*span))
        }
        TraceStep::Tier { value, span, threshold, reached } => {
            let state = match reached {
                Truth::Met => locale.pick("reached", "已达到"),
                Truth::Failed => locale.pick("not reached", "未达到"),
                Truth::Unknown => locale.pick("not known whether reached", "是否达到未知"),
            };
            let threshold = threshold.map(|span| format!("{} ", quoted(span))).unwrap_or_default();
            format!("{threshold}→ {} {}: {state}", sum(*value), quoted(*span))
        }
        TraceStep::Difference { lower, span } => match locale {
            Locale::En => format!("less {} if a lower step was paid {}", sum(*lower), quoted(*span)),
            Locale::Zh => format!("若已领取低一档，扣除{} {}", sum(*lower), quoted(*span)),
        },
        TraceStep::Share { rate, span, base, of, figure, result } => {
            let rate = format!("{}%", trimmed(rate * 100.0));
            let base =
                base.map(quoted).or_else(|| figure.map(|figure| figure_name(figure, locale).to_owned()));
            let of = of.map_or_else(
                || locale.pick("a base not yet known", "基数未知").to_owned(),
                |of| of.describe(currency, locale),
            );
            let base = base.map(|base| format!("{base} ")).unwrap_or_default();
            format!("{rate} {} × {base}{of} = {}", quoted(*span), result.describe(currency, locale))
        }
        TraceStep::Each { value, per, span } => {
            format!("{}{} {}", sum(*value), for_each(*per), quoted(*span))
        }
        TraceStep::Cap { value, per, binds, rule, span } => {
            let aside =
                if *binds { "" } else { locale.pick(" (for each, not for the whole)", "（单项限额）") };
            let (cap, words) = match rule {
                Some(rule) => (
                    locale.pick("cap of the document", "文件总限额"),
                    format!("“{}” {}", rule.text, rule.reference),
                ),
                None => (locale.pick("cap", "上限"), quoted(*span)),
            };
            format!("{cap} {}{} {words}{aside}", sum(*value), for_each(*per))
        }
        TraceStep::Floor { value, span } => {
            format!("{} {} {}", locale.pick("at least", "不少于"), sum(*value), quoted(*span))
        }
        TraceStep::Matched { reference, sum } => match locale {
            Locale::En => format!("{reference} gives {}", sum.describe(currency, locale)),
            Locale::Zh => format!("{reference} 给予{}", sum.describe(currency, locale)),
        },
        TraceStep::CaseByCase { span } => {
            format!("{} {}", locale.pick("decided case by case", "一事一议"), quoted(*span))
        }
    }
}
