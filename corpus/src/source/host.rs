//! Which hosts belong to a source.

use super::Source;
use url::Url;

/// The source that an address belongs to: the one that names its host most closely, the first of
/// `sources` where several do.
pub fn for_url<'s>(url: &Url, sources: &'s [Source]) -> Option<&'s Source> {
    let host = url.host_str()?;
    let near = sources.iter().filter_map(|source| Some((source.host_distance(host)?, source)));
    near.min_by_key(|&(distance, _)| distance).map(|(_, source)| source)
}

impl Source {
    /// How closely one of the source's hosts names `host`: 0 for a host that is named itself, else how
    /// many labels a wildcard stands for; `None` for a host of somebody else.
    pub fn host_distance(&self, host: &str) -> Option<usize> {
        let host = host.to_ascii_lowercase();
        self.hosts.iter().filter_map(|pattern| distance(pattern, &host)).min()
    }
}

/// `*.example.cn` takes in every host below `example.cn`, but not `example.cn` itself.
fn distance(pattern: &str, host: &str) -> Option<usize> {
    match pattern.strip_prefix("*.") {
        None => (pattern == host).then_some(0),
        Some(parent) => {
            let below = host.strip_suffix(parent)?.strip_suffix('.')?;
            (!below.is_empty()).then(|| below.split('.').count())
        }
    }
}

/// Whether a host, or a pattern of hosts, is written as it must be: labels of lower-case letters,
/// digits and hyphens, with `*` only as the whole first label.
pub(super) fn is_well_formed(pattern: &str) -> bool {
    let name = pattern.strip_prefix("*.").unwrap_or(pattern);
    let label = |label: &str| {
        !label.is_empty()
            && label.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    name.split('.').all(label)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::parse;

    #[test]
    fn wildcards_stand_for_labels() {
        for (pattern, host, expected) in [
            ("www.example.cn", "www.example.cn", Some(0)),
            ("www.example.cn", "example.cn", None),
            ("*.example.cn", "a.example.cn", Some(1)),
            ("*.example.cn", "a.b.example.cn", Some(2)),
            ("*.example.cn", "example.cn", None),
            ("*.example.cn", "badexample.cn", None),
            ("*.example.cn", ".example.cn", None),
        ] {
            assert_eq!(distance(pattern, host), expected, "{pattern} {host}");
        }
    }

    #[test]
    fn hosts_are_names_alone() {
        for good in ["example.cn", "*.example.cn", "127.0.0.1", "localhost"] {
            assert!(is_well_formed(good), "{good}");
        }
        for bad in ["", "*", "*.", "http://example.cn", "Example.cn", "a..b", "a.*.cn", "example.cn/", "a:80"]
        {
            assert!(!is_well_formed(bad), "{bad}");
        }
    }

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
