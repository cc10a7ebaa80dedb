//! Hosts as they stand in headers.

use std::net::IpAddr;

/// A host with its port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authority {
    /// Name or address, in lower case; an IPv6 address in brackets.
    pub name: String,
    /// The port, where one is named.
    port: Option<u16>,
}

impl Authority {
    /// Reads `example.cn:7700`; `None` where it is no such thing.
    pub fn parse(text: &str) -> Option<Self> {
        let (name, port) = match text.rsplit_once(':') {
            Some((name, port)) if !port.ends_with(']') => (name, Some(port.parse().ok()?)),
            _ => (text, None),
        };
        let whole =
            !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "-._[]:".contains(c));
        whole.then(|| Self { name: name.to_ascii_lowercase(), port })
    }

    /// Whether it is an address and no name.
    pub fn is_address(&self) -> bool {
        let bare = self.name.trim_start_matches('[').trim_end_matches(']');
        bare.parse::<IpAddr>().is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_read_with_and_without_ports() {
        let name = |text| Authority::parse(text).map(|host| host.name);
        assert_eq!(name("LocalHost:7700").as_deref(), Some("localhost"));
        assert_eq!(name("[::1]:7700").as_deref(), Some("[::1]"));
        assert_eq!(name("[::1]").as_deref(), Some("[::1]"));
        assert_eq!(name("127.0.0.1").as_deref(), Some("127.0.0.1"));
        for hostile in ["", "evil.example@localhost", "localhost:x", "localhost/…", "local host", ":80"] {
            assert_eq!(name(hostile), None, "{hostile}");
        }
        assert!(Authority::parse("[::1]:7700").is_some_and(|host| host.is_address()));
        assert!(!Authority::parse("127.0.0.1.example").is_some_and(|host| host.is_address()));
    }
}
