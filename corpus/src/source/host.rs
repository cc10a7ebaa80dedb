//! Which hosts belong to a source.

use super::Source;

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
}
