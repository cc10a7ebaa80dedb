//! What the address bar says of a search, and the addresses that its links lead to.

use super::{related, ui::Ui};
use crate::answers::search::SearchParams;
use clap::ValueEnum;

/// The parameters of a search, as they stand in the address bar, the API and the command line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Address {
    /// The query as typed.
    pub q: String,
    /// Filters, `field:value`.
    pub filters: Vec<String>,
    /// Everything else but the cursor, by name.
    others: Vec<(String, String)>,
    /// Where the page begins.
    pub cursor: Option<String>,
}

/// Parameters that are passed on as they are.
const OTHERS: [&str; 7] = ["lang", "limit", "sort", "match", "no_translate", "recency", related::PARAMETER];

impl Address {
    /// Reads the parameters of a page. What is no parameter of a search is left out.
    pub fn read(ui: &Ui) -> Self {
        let mut address = Self::default();
        for (name, value) in ui.parameters() {
            match name.as_str() {
                "q" => address.q.clone_from(value),
                "cursor" if !value.is_empty() => address.cursor = Some(value.clone()),
                "filter" if !(value.trim().is_empty() || address.filters.contains(value)) => {
                    address.filters.push(value.clone());
                }
                name if OTHERS.contains(&name) && !value.is_empty() => address.set(name, Some(value)),
                _ => {}
            }
        }
        address
    }

    /// Whether anything is asked for.
    pub fn is_empty(&self) -> bool {
        self.q.trim().is_empty() && self.filters.is_empty()
    }

    /// A parameter by its name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.others.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The question. Values that are none are passed over: an address that somebody cut is still one.
    pub fn params(&self, limit: u32, most: u32) -> SearchParams {
        let flag = |name: &str| self.get(name) == Some("true");
        SearchParams {
            q: self.q.clone(),
            filter: self.filters.clone(),
            lang: self.choice("lang"),
            limit: self.get("limit").and_then(|limit| limit.parse().ok()).unwrap_or(limit).clamp(1, most),
            cursor: self.cursor.clone(),
            sort: self.choice("sort"),
            mode: self.choice("match"),
            recency: flag("recency"),
            no_translate: flag("no_translate"),
            explain: false,
            related: flag(related::PARAMETER),
        }
    }

    fn choice<T: ValueEnum + Default>(&self, name: &str) -> T {
        self.get(name).and_then(|value| T::from_str(value, false).ok()).unwrap_or_default()
    }

    fn set(&mut self, name: &str, value: Option<&str>) {
        self.others.retain(|(known, _)| known != name);
        self.others.extend(value.map(|value| (name.to_owned(), value.to_owned())));
    }

    /// The same search with a parameter set, or without it, from the first page.
    pub fn with(&self, name: &str, value: Option<&str>) -> Self {
        let mut address = Self { cursor: None, ..self.clone() };
        address.set(name, value);
        address
    }

    /// The same search with another query.
    pub fn asking(&self, q: impl Into<String>) -> Self {
        Self { q: q.into(), cursor: None, ..self.clone() }
    }

    /// The same search, on documents with this value only.
    pub fn filtered(&self, filter: String) -> Self {
        let mut address = Self { cursor: None, ..self.clone() };
        if !address.filters.contains(&filter) {
            address.filters.push(filter);
        }
        address
    }

    /// The same search without a filter.
    pub fn unfiltered(&self, filter: &str) -> Self {
        let mut address = Self { cursor: None, ..self.clone() };
        address.filters.retain(|known| known != filter);
        address
    }

    /// Another page of the same search.
    pub fn at(&self, cursor: Option<String>) -> Self {
        Self { cursor, ..self.clone() }
    }

    /// The names and values that make the address, the query first.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        let query = (!self.q.is_empty()).then_some(("q", self.q.as_str()));
        let filters = self.filters.iter().map(|filter| ("filter", filter.as_str()));
        let others = self.others.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        query.into_iter().chain(filters).chain(others).chain(self.cursor.as_deref().map(|at| ("cursor", at)))
    }

    /// The address of the search page.
    pub fn href(&self, ui: &Ui) -> String {
        ui.href("/", self.pairs())
    }
}

/// A filter of the query language; values that are more than one word stand in quotation marks.
pub fn filter(field: &str, value: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_.".contains(c);
    if !value.is_empty() && value.chars().all(plain) {
        format!("{field}:{value}")
    } else {
        format!("{field}:\"{}\"", value.replace('"', ""))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{HeaderMap, Uri};

    fn read(uri: &'static str) -> (Address, Ui) {
        let ui = Ui::new(&Uri::from_static(uri), &HeaderMap::new());
        (Address::read(&ui), ui)
    }

    #[test]
    fn an_address_is_read_and_written_again() {
        let (address, ui) =
            read("/?q=a&filter=level:district&filter=level:district&sort=newest&x=1&cursor=o10");
        assert_eq!(address.filters, ["level:district"]);
        assert_eq!(address.href(&ui), "/?q=a&filter=level%3Adistrict&sort=newest&cursor=o10");
    }

    #[test]
    fn another_search_begins_on_its_first_page() {
        let (address, ui) = read("/?q=a&cursor=o10");
        assert_eq!(address.filtered(filter("year", "2020")).href(&ui), "/?q=a&filter=year%3A2020");
        assert_eq!(address.with("sort", Some("oldest")).href(&ui), "/?q=a&sort=oldest");
    }

    #[test]
    fn values_with_spaces_are_quoted() {
        assert_eq!(filter("issuer", "State Council"), "issuer:\"State Council\"");
        assert_eq!(filter("issuer", "国务院"), "issuer:国务院");
    }
}
