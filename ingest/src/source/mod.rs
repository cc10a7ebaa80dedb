//! What a source's rules do to addresses and pages: lists are read, addresses brought to one form,
//! and saved pages checked against a definition.
//!
//! The rules themselves are data, [`polidex_corpus::source`].

mod address;
mod check;
mod dates;
mod json;
mod list;
mod paging;
mod select;

pub use address::{canonical, url_key};
pub use check::{BodyMatch, FieldMatch, PageCheck, check_page};
pub(crate) use list::looks_like_document;
pub use list::{Link, ListPage, list_page};
pub use select::faults;

pub(crate) use dates::in_url as date_in_address;
pub(crate) use select::is_selector;

use polidex_corpus::source::Source;
use url::Url;

/// The source that an address belongs to: the one that names its host most closely, the first of
/// `sources` where several do.
pub fn for_url<'s>(url: &Url, sources: &'s [Source]) -> Option<&'s Source> {
    let host = url.host_str()?;
    let near = sources.iter().filter_map(|source| Some((source.host_distance(host)?, source)));
    near.min_by_key(|&(distance, _)| distance).map(|(_, source)| source)
}

#[cfg(test)]
mod tests {
    use super::*;
    use polidex_corpus::source::parse;

    fn source(name: &str, hosts: &str) -> Source {
        let text = format!(
            "name = '{name}'\ntitle = {{ zh = '示例市', en = 'Example' }}\ntier = 'official'\nhosts = [{hosts}]"
        );
        parse(&text, name).unwrap()
    }

    #[test]
    fn the_closest_host_wins() {
        let sources = [source("city", "'*.example.cn'"), source("office", "'office.example.cn', 'old.cn'")];
        for (address, expected) in [
            ("https://office.example.cn/a", Some("office")),
            ("https://tax.example.cn/a", Some("city")),
            ("http://OLD.cn:8080/", Some("office")),
            ("https://example.cn/", None),
            ("https://example.com/", None),
            ("data:text/plain,a", None),
        ] {
            let found = for_url(&Url::parse(address).unwrap(), &sources);
            assert_eq!(found.map(|source| source.name.as_str()), expected, "{address}");
        }
    }
}
