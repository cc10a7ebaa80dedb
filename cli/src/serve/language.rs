//! The reader's language and day.

use super::problem::Problem;
use crate::answers::Day;
use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, Uri, header, request::Parts},
};
use jiff::civil::Date;
use polidex_corpus::locale::Locale;
use url::form_urlencoded;
use utoipa::{
    IntoParams,
    openapi::path::{Parameter, ParameterIn},
};

/// The parameter that names the language of messages.
pub const LOCALE: &str = "locale";
/// The parameter that names the day for statuses.
pub const AS_OF: &str = "as_of";

/// Who reads the answer: language and day, by the parameters `locale` and `as_of`, which every address takes.
#[derive(Debug, Clone, Copy)]
pub struct Reader {
    /// Language of messages: the parameter, else what the browser prefers, else English.
    pub locale: Locale,
    /// The day for statuses.
    pub day: Day,
}

impl<S: Sync> FromRequestParts<S> for Reader {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let mut day = Day::today();
        for (name, value) in pairs(&parts.uri) {
            if name == LOCALE && !matches!(&*value, "zh" | "en") {
                return Err(Problem::bad(
                    format!("locale: `{value}` is neither zh nor en"),
                    format!("locale：`{value}` 应为 zh 或 en"),
                ));
            }
            if name == AS_OF {
                let Ok(date) = value.parse() else {
                    return Err(Problem::bad(
                        format!("as_of: `{value}` is no date; write it as 2026-03-01"),
                        format!("as_of：`{value}` 不是日期；写法如 2026-03-01"),
                    ));
                };
                day = Day::asked(Some(date));
            }
        }
        Ok(Self { locale: locale_of(&parts.uri, &parts.headers), day })
    }
}

/// What every address takes.
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "it describes parameters; they are read from pairs")]
struct Described {
    /// Language of messages; by the header Accept-Language unless it is named.
    #[param(inline)]
    locale: Option<Spoken>,
    /// The day for statuses; the present one unless it is named.
    #[param(value_type = Option<String>, format = Date)]
    as_of: Option<Date>,
}

/// The languages that messages exist in.
#[derive(utoipa::ToSchema)]
#[schema(rename_all = "snake_case")]
#[allow(dead_code, reason = "it describes a parameter")]
enum Spoken {
    /// Chinese.
    Zh,
    /// English.
    En,
}

impl IntoParams for Reader {
    fn into_params(within: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        Described::into_params(within)
    }
}

fn pairs(uri: &Uri) -> form_urlencoded::Parse<'_> {
    form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes())
}

/// The language that a request is to be answered in.
pub fn locale_of(uri: &Uri, headers: &HeaderMap) -> Locale {
    let named = pairs(uri).find(|(name, _)| name == LOCALE);
    match named.as_ref().map(|(_, value)| &**value) {
        Some("zh") => Locale::Zh,
        Some("en") => Locale::En,
        _ => headers
            .get(header::ACCEPT_LANGUAGE)
            .and_then(|value| value.to_str().ok())
            .map_or(Locale::En, preferred),
    }
}

/// The language that an `Accept-Language` prefers: the first of highest weight among those that polidex
/// speaks.
fn preferred(accepted: &str) -> Locale {
    let mut best = (0.0, Locale::En);
    for range in accepted.split(',') {
        let mut parts = range.split(';');
        let tag = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
        let weight = parts.find_map(|part| part.trim().strip_prefix("q=")?.parse::<f32>().ok());
        let weight = weight.unwrap_or(1.0);
        let spoken = tag.starts_with("zh") || tag.starts_with("en");
        if spoken && weight > best.0 {
            best = (weight, Locale::from_tag(&tag));
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_preferred_language_is_the_one_of_highest_weight() {
        assert_eq!(preferred("zh-CN,zh;q=0.9,en;q=0.8"), Locale::Zh);
        assert_eq!(preferred("fr, en;q=0.3, zh-Hant;q=0.7"), Locale::Zh);
        assert_eq!(preferred("en-GB,zh;q=0.9"), Locale::En);
        assert_eq!(preferred("de"), Locale::En);
        assert_eq!(preferred(";;q=,=zh"), Locale::En);
    }
}
