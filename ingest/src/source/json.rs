//! Lists that sites keep as JSON for their own scripts.

use super::{Link, dates};
use jiff::Timestamp;
use scraper::Html;
use serde_json::{Map, Value};
use url::Url;

/// Every object with an address that `fits`, in order, however deep; none where the text is no JSON.
pub(super) fn links(text: &str, base: &Url, fits: &dyn Fn(&Url) -> bool) -> Vec<Link> {
    let mut found = Vec::new();
    if let Ok(value) = serde_json::from_str(text) {
        walk(&value, base, fits, &mut found);
    }
    found
}

/// The JSON reader allows 128 levels, so the recursion is bounded.
fn walk(value: &Value, base: &Url, fits: &dyn Fn(&Url) -> bool, found: &mut Vec<Link>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| walk(value, base, fits, found)),
        Value::Object(object) => {
            found.extend(link(object, base, fits));
            object.values().for_each(|value| walk(value, base, fits, found));
        }
        _ => {}
    }
}

fn link(object: &Map<String, Value>, base: &Url, fits: &dyn Fn(&Url) -> bool) -> Option<Link> {
    let address = |text: &str| {
        let is_address = ["/", "./", "http"].iter().any(|start| text.starts_with(start));
        is_address.then(|| base.join(text).ok()).flatten().filter(|url| fits(url))
    };
    let url = object.values().filter_map(Value::as_str).find_map(address)?;
    let date = dates::in_address(url.path()).or_else(|| date(object));
    Some(Link { text: title(object), date, url })
}

/// The title, without the markup by which search results stress words.
fn title(object: &Map<String, Value>) -> String {
    let named = |name: &str| {
        let same = |(key, value): (&String, &Value)| {
            key.eq_ignore_ascii_case(name).then(|| value.as_str().map(str::to_owned)).flatten()
        };
        object.iter().find_map(same).filter(|text| !text.trim().is_empty())
    };
    let title = named("title").or_else(|| named("topic")).or_else(|| named("name")).unwrap_or_default();
    let text: String = Html::parse_fragment(&title).root_element().text().collect();
    text.trim().to_owned()
}

/// The day of the first field that is named for a time: a date in words, or milliseconds since 1970, as
/// a day in China.
fn date(object: &Map<String, Value>) -> Option<jiff::civil::Date> {
    let of_time = |key: &str| ["time", "date"].iter().any(|word| key.to_ascii_lowercase().contains(word));
    object.iter().filter(|(key, _)| of_time(key)).find_map(|(_, value)| match value {
        Value::String(text) => dates::in_text(text).or_else(|| in_china(text.parse().ok()?)),
        Value::Number(number) => in_china(number.as_i64()?),
        _ => None,
    })
}

fn in_china(milliseconds: i64) -> Option<jiff::civil::Date> {
    /// Smaller numbers are no milliseconds of this age: 2001-09-09.
    const EARLIEST: i64 = 1_000_000_000_000;
    let timestamp = Timestamp::from_millisecond(milliseconds).ok().filter(|_| milliseconds >= EARLIEST)?;
    Some(jiff::tz::Offset::constant(8).to_datetime(timestamp).date())
}
