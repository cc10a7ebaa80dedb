//! Filters: from `field:value` to the labels that documents carry.

use super::{
    ast::{Filter, FilterField, FilterValue},
    dates,
    plan::{Plan, Status, Validity},
    planner::Context,
};
use crate::{answer::Explanation, text::fold};
use polidex_corpus::{
    issuer,
    model::{Kind, Lang, Level, MeasureKind, Warning},
    number::DocumentNumber,
};
use std::{collections::BTreeSet, sync::Arc};

/// Years that a range may span; the first is that of the oldest law still in the books.
const YEARS: std::ops::RangeInclusive<i64> = 1900..=2100;

/// Adds `filters` to `plan`. Values of one field are alternatives, fields must all hold.
pub fn apply(
    filters: &[Filter],
    context: &Context<'_>,
    plan: &mut Plan,
    explain: &mut Vec<Explanation>,
    warnings: &mut Vec<Warning>,
) {
    let mut fields: Vec<FilterField> = filters.iter().map(|filter| filter.field).collect();
    fields.sort_unstable();
    fields.dedup();
    for field in fields {
        for excluded in [false, true] {
            let mut labels = Vec::new();
            let mut any = false;
            for filter in filters.iter().filter(|filter| filter.field == field && filter.excluded == excluded)
            {
                let resolved = resolve(filter, context, plan, warnings);
                any |= resolved.is_some();
                labels.extend(resolved.into_iter().flatten());
            }
            if !any {
                continue;
            }
            explain.push(Explanation::Filter {
                field: field.as_str().to_owned(),
                values: values(&labels),
                excluded,
            });
            match field {
                // Act through the plan's validity and its dates.
                FilterField::Status | FilterField::Date => {}
                // All editions: nothing is kept out.
                FilterField::Edition if labels.is_empty() => {}
                _ if excluded => plan.exclusions.extend(labels),
                _ => plan.filters.push(labels),
            }
        }
    }
}

fn values(labels: &[String]) -> Vec<String> {
    labels
        .iter()
        .map(|label| label.split_once(':').map_or(label.as_str(), |(_, value)| value).to_owned())
        .collect()
}

/// The labels of one filter; `None` of one that is not written as such a filter is and is left out. Statuses
/// and editions act on the plan itself.
fn resolve(
    filter: &Filter,
    context: &Context<'_>,
    plan: &mut Plan,
    warnings: &mut Vec<Warning>,
) -> Option<Vec<String>> {
    if filter.field == FilterField::Date {
        return dates::resolve(filter, plan, warnings);
    }
    let FilterValue::Text(value) = &filter.value else {
        return years(filter, context, warnings);
    };
    let value = value.as_str();
    let labels = match filter.field {
        FilterField::Year => return years(filter, context, warnings),
        FilterField::Kind => Kind::parse(value).map(|kind| vec![format!("kind:{}", kind.name())]),
        FilterField::Level => Level::parse(value).map(|level| vec![format!("level:{}", level.name())]),
        FilterField::Lang => language(value),
        FilterField::Region => {
            Some(vec![format!("region:{}", issuer::locate(value).1.unwrap_or_else(|| value.to_uppercase()))])
        }
        FilterField::Number => Some(DocumentNumber::parse(value).map_or_else(
            || containing("number:", value, context),
            |number| vec![format!("number:{}", number.key)],
        )),
        FilterField::Issuer => Some(containing("issuer:", value, context)),
        FilterField::Source => Some(containing("source:", value, context)),
        FilterField::Status => {
            status(value, filter.excluded, context, plan, warnings);
            return Some(vec![format!("status:{value}")]);
        }
        FilterField::Edition => {
            plan.superseded = true;
            return Some(if value.eq_ignore_ascii_case("all") {
                Vec::new()
            } else {
                vec![format!("edition:{value}")]
            });
        }
        FilterField::Measure => {
            MeasureKind::asked(value).map(|kind| vec![format!("measure:{}", kind.name())])
        }
        FilterField::Date => None,
    };
    let labels = labels.unwrap_or_default();
    if labels.is_empty() {
        warnings.push(Warning::new(
            "filter_matches_nothing",
            format!("No document has {}:{value}.", filter.field),
            format!("没有文件符合 {}:{value}。", filter.field),
        ));
    }
    Some(labels)
}

fn language(value: &str) -> Option<Vec<String>> {
    let tags: Vec<Lang> = match value.to_ascii_lowercase().as_str() {
        "zh" | "中文" => vec![Lang::ZhHans, Lang::ZhHant],
        "英文" => vec![Lang::En],
        "any" => vec![Lang::ZhHans, Lang::ZhHant, Lang::En, Lang::Und],
        tag => vec![Lang::parse(tag)?],
    };
    Some(tags.into_iter().map(|lang| format!("lang:{}", lang.tag())).collect())
}

/// Labels with `prefix` whose value contains what was asked for; an equal one wins alone.
fn containing(prefix: &str, value: &str, context: &Context<'_>) -> Vec<String> {
    let wanted = fold(value.trim());
    let all = (context.labels)(prefix);
    let folded = |label: &String| fold(&label[prefix.len()..]);
    if let Some(equal) = all.iter().find(|label| folded(label) == wanted) {
        return vec![equal.clone()];
    }
    all.into_iter().filter(|label| folded(label).contains(&wanted)).collect()
}

fn years(filter: &Filter, context: &Context<'_>, warnings: &mut Vec<Warning>) -> Option<Vec<String>> {
    let (from, to) = match &filter.value {
        FilterValue::Range(from, to) => (from.as_deref(), to.as_deref()),
        FilterValue::Text(value) => (Some(value.as_str()), Some(value.as_str())),
    };
    let read = |bound: Option<&str>, open: i64| {
        bound.map_or(Some(open), |bound| {
            let year = fold(bound).trim().trim_end_matches('年').parse().ok();
            year.or_else(|| dates::year(bound, context.day))
        })
    };
    let (Some(from), Some(to)) = (read(from, *YEARS.start()), read(to, *YEARS.end())) else {
        warnings.push(Warning::new(
            "bad_year",
            format!(
                "A year range looks like year:2018..2023; this one was not understood and was left out: {}.",
                shown(filter)
            ),
            format!("年份范围的写法为 year:2018..2023；未能理解，已忽略：{}。", shown(filter)),
        ));
        return None;
    };
    let years = from.max(*YEARS.start())..=to.min(*YEARS.end());
    Some(years.map(|year| format!("year:{year}")).collect())
}

fn status(value: &str, excluded: bool, context: &Context<'_>, plan: &mut Plan, warnings: &mut Vec<Warning>) {
    let Some(status) = Status::parse(value) else {
        let known = Status::ALL.map(Status::name).join(", ");
        warnings.push(Warning::new(
            "unknown_status",
            format!("There is no status {value}; statuses are {known}."),
            format!("没有状态 {value}；可用的状态为 {known}。"),
        ));
        if !excluded {
            // No document carries this label: what has a status that there is not, is not found.
            plan.filters.push(vec![format!("status:{value}")]);
        }
        return;
    };
    let validity = plan.validity.get_or_insert_with(|| Validity {
        day: context.day,
        admitted: BTreeSet::default(),
        excluded: BTreeSet::default(),
        falls: Arc::default(),
    });
    if excluded { &mut validity.excluded } else { &mut validity.admitted }.insert(status);
}

pub(super) fn shown(filter: &Filter) -> String {
    match &filter.value {
        FilterValue::Text(value) => value.clone(),
        FilterValue::Range(from, to) => {
            format!("{}..{}", from.as_deref().unwrap_or(""), to.as_deref().unwrap_or(""))
        }
    }
}
