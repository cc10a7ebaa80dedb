//! What facets, values and statuses are called on the page.

use crate::output::visible;
use maud::{Markup, html};
use polidex_corpus::{
    locale::{Locale, Localized},
    model::{Kind, Level},
    region::Region,
};
use polidex_search::{answer::PolicySummary, query::plan::Status};

/// What a facet or a field of a filter is called.
pub fn field(name: &str, locale: Locale) -> String {
    let (en, zh) = match name {
        "issuer" => ("Issuer", "发文机关"),
        "region" => ("Region", "地区"),
        "level" => ("Level", "层级"),
        "year" => ("Year", "年份"),
        "kind" => ("Kind", "文种"),
        "lang" => ("Language", "语言"),
        "number" => ("Number", "文号"),
        "status" => ("Status", "效力"),
        "measure" => ("Support", "支持方式"),
        "source" => ("Source", "来源"),
        "edition" => ("Edition", "版本"),
        other => return other.to_owned(),
    };
    locale.pick(en, zh).to_owned()
}

/// What a value of a field is called. Values that speak for themselves stay.
pub fn value(field: &str, value: &str, locale: Locale) -> String {
    let named = match field {
        "region" => Region::parse(value).map(|region| region.label(locale)).filter(|name| !name.is_empty()),
        "level" => Level::parse(value).map(|value| level(value, locale).to_owned()),
        "kind" => Kind::parse(value).map(|kind| kind.label(locale).to_owned()),
        "status" => Status::parse(value).map(|value| status(value, locale).to_owned()),
        "lang" => lang(value, locale).map(str::to_owned),
        "measure" => measure(value, locale).map(str::to_owned),
        _ => None,
    };
    named.unwrap_or_else(|| value.to_owned())
}

/// A level of government in words.
pub fn level(level: Level, locale: Locale) -> &'static str {
    let (en, zh) = match level {
        Level::National => ("national", "国家级"),
        Level::Provincial => ("provincial", "省级"),
        Level::Municipal => ("municipal", "市级"),
        Level::District => ("district", "区县级"),
    };
    locale.pick(en, zh)
}

fn lang(tag: &str, locale: Locale) -> Option<&'static str> {
    let (en, zh) = match tag {
        "zh" => ("Chinese", "中文"),
        "zh-Hans" | "zh-hans" => ("Chinese (simplified)", "简体中文"),
        "zh-Hant" | "zh-hant" => ("Chinese (traditional)", "繁体中文"),
        "en" => ("English", "英文"),
        "und" => ("undetermined", "未定"),
        _ => return None,
    };
    Some(locale.pick(en, zh))
}

fn measure(name: &str, locale: Locale) -> Option<&'static str> {
    let (en, zh) = match name {
        "reward" => ("reward", "奖励"),
        "subsidy" => ("subsidy", "补助"),
        "interest_subsidy" => ("interest subsidy", "贴息"),
        "matching" => ("matching payment", "配套"),
        "relief" => ("relief", "减免"),
        "tax" => ("tax", "税收"),
        "deduction" => ("deduction", "扣除"),
        "loan" => ("loan", "贷款"),
        "guarantee" => ("guarantee", "担保"),
        "fee_exemption" => ("fee exemption", "免收费用"),
        "priority" => ("priority", "优先"),
        "certification" => ("certification", "认定"),
        "other" => ("other", "其他"),
        _ => return None,
    };
    Some(locale.pick(en, zh))
}

/// A status in a word or two, for badges and sentences; what was looked through stands beside it.
pub fn status(status: Status, locale: Locale) -> &'static str {
    let (en, zh) = match status {
        Status::InForce => ("in force", "现行有效"),
        Status::NotYetEffective => ("not yet effective", "尚未生效"),
        Status::PartlyInvalid => ("partly repealed", "部分失效"),
        Status::Repealed => ("repealed", "已废止"),
        Status::ExpiredByTerm => ("expired by its term", "已过有效期"),
        Status::Unknown => ("status unknown", "效力未知"),
    };
    locale.pick(en, zh)
}

/// What a reader must know of a document before quoting it: its status, and what it is not.
pub fn badges(policy: &PolicySummary, locale: Locale) -> Markup {
    // Nothing is called in force without saying how that is known.
    let known = match policy.status {
        Status::InForce => Some(locale.pick(
            "in force by its own dates; no repeal found in the stored documents",
            "依其自身日期为现行有效；在库中文件内未发现废止",
        )),
        _ => None,
    };
    html! {
        span .badge data-status=(policy.status.name()) title=[known] { (status(policy.status, locale)) }
        @if policy.superseded {
            span .badge data-status="superseded" { (locale.pick("superseded", "已有新版本")) }
        }
        @if policy.amended && !policy.superseded {
            span .badge data-status="amended" { (locale.pick("amended", "经修改")) }
        }
        @if !policy.corrections.is_empty() {
            @let said: Vec<_> = policy.corrections.iter().map(|made| made.localized(locale)).collect();
            span .badge data-status="amended" title=(visible(&said.join("; "))) {
                (locale.pick("corrected", "已更正"))
            }
        }
        @if policy.catalogue {
            span .badge { (locale.pick("catalogue entry, no text", "仅目录，无正文")) }
        }
        @if let Some(day) = &policy.gone_since {
            span .badge data-status="superseded" title=(locale.pick("what is stored of it stays", "已入库的内容保留")) { (crate::output::hits::gone(day, locale)) }
        }
        @if policy.illustrative {
            span .badge { (locale.pick("illustrative sample", "示例文本")) }
        }
    }
}
