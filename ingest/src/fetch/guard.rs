//! What may be asked for: http and https at addresses of the public internet.
//!
//! Addresses come from pages that anybody writes, so without a guard a page could make us read the
//! services of our own network. A host written as an address is checked here before anything is
//! sent; a name is checked where it is resolved, and only what was checked is connected to.

use super::address::is_global;
use polidex_corpus::locale::{Locale, Localized};
use std::{borrow::Cow, net::IpAddr};
use url::{Host, Url};

/// Why an address is not asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Neither http nor https.
    #[error("{0}: is not read; only http and https are")]
    Scheme(String),
    /// No host.
    #[error("it names no host")]
    NoHost,
    /// A user name or password in the address.
    #[error("it carries a user name or password; remove it")]
    Credentials,
    /// A port on which no web server listens but other services do.
    #[error("port {0} belongs to another service than the web")]
    Port(u16),
    /// A literal address that is not public.
    #[error("{0} is not an address of the public internet; --allow-private lifts this for intranets")]
    Address(IpAddr),
    /// A name that means this machine or this network.
    #[error("{0} is a name of the local network; --allow-private lifts this for intranets")]
    LocalName(String),
    /// A name that resolves to an address that is not public.
    #[error(
        "{host} resolves to {address}, which is not an address of the public internet; \
         --allow-private lifts this for intranets"
    )]
    ResolvesTo {
        /// The name.
        host: String,
        /// The first address among its addresses that is not public.
        address: IpAddr,
    },
}

impl Localized for Refusal {
    fn localized(&self, locale: Locale) -> Cow<'_, str> {
        if locale == Locale::En {
            return self.to_string().into();
        }
        match self {
            Self::Scheme(scheme) => format!("不读取 {scheme}: 地址，只读取 http 和 https"),
            Self::NoHost => "地址中没有主机名".into(),
            Self::Credentials => "地址中带有用户名或密码，请去掉".into(),
            Self::Port(port) => format!("端口 {port} 属于网页以外的服务"),
            Self::Address(address) => format!("{address} 不是公网地址；内网请用 --allow-private"),
            Self::LocalName(host) => format!("{host} 是本地网络的名称；内网请用 --allow-private"),
            Self::ResolvesTo { host, address } => {
                format!("{host} 解析为 {address}，不是公网地址；内网请用 --allow-private")
            }
        }
        .into()
    }
}

/// Names that never denote a public site: those of RFC 6761 and its registry, and what private
/// networks use by custom.
const LOCAL_DOMAINS: [&str; 12] = [
    "alt",
    "corp",
    "home",
    "home.arpa",
    "internal",
    "intranet",
    "invalid",
    "lan",
    "local",
    "localdomain",
    "localhost",
    "onion",
];

/// Ports that browsers do not ask either (the Fetch standard's "bad ports") and that of Redis, in order.
const FOREIGN_PORTS: &[u16] = &[
    0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103,
    104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514,
    515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723,
    2049, 3659, 4045, 4190, 5060, 5061, 6000, 6379, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
];

/// The rules for what may be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Guard {
    /// Whether addresses and names of private networks are accepted. Scheme, credentials and ports are
    /// checked all the same.
    pub allow_private: bool,
}

impl Guard {
    /// Checks an address as far as it can be checked before its host is resolved. Every hop of a
    /// redirect is to pass here.
    pub fn check(&self, url: &Url) -> Result<(), Refusal> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(Refusal::Scheme(url.scheme().to_owned()));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Refusal::Credentials);
        }
        if let Some(port) = url.port().filter(|port| FOREIGN_PORTS.binary_search(port).is_ok()) {
            return Err(Refusal::Port(port));
        }
        match url.host().ok_or(Refusal::NoHost)? {
            Host::Domain(name) if self.allow_private || is_public_name(name) => Ok(()),
            Host::Domain(name) => Err(Refusal::LocalName(name.to_owned())),
            Host::Ipv4(address) => self.check_literal(address.into()),
            Host::Ipv6(address) => self.check_literal(address.into()),
        }
    }

    fn check_literal(self, address: IpAddr) -> Result<(), Refusal> {
        if self.allow_private || is_global(address) { Ok(()) } else { Err(Refusal::Address(address)) }
    }

    /// Checks what a name resolved to. One private address refuses the whole answer: a name with public
    /// and private addresses is a trap or a mistake, and either way not a public site.
    pub fn check_resolved(&self, host: &str, addresses: &[IpAddr]) -> Result<(), Refusal> {
        match addresses.iter().find(|&&address| !is_global(address)) {
            Some(&address) if !self.allow_private => {
                Err(Refusal::ResolvesTo { host: host.to_owned(), address })
            }
            _ => Ok(()),
        }
    }
}

/// Whether a name may be one of the public internet: it has a dot, and not a local domain at its end.
fn is_public_name(name: &str) -> bool {
    let name = name.trim_end_matches('.');
    let is_in =
        |domain: &str| name.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    name.contains('.') && !LOCAL_DOMAINS.into_iter().any(is_in)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_are_in_order() {
        assert!(FOREIGN_PORTS.is_sorted());
    }

    #[test]
    fn an_intranet_may_be_allowed() {
        let guard = Guard { allow_private: true };
        for text in ["http://127.0.0.1:8080/", "http://[::1]/", "http://intranet/", "http://10.0.0.1/"] {
            assert_eq!(guard.check(&Url::parse(text).unwrap()), Ok(()), "{text}");
        }
        let check = |text| guard.check(&Url::parse(text).unwrap());
        assert_eq!(check("file:///etc/hosts"), Err(Refusal::Scheme("file".into())));
        assert_eq!(check("http://user@127.0.0.1/"), Err(Refusal::Credentials));
        assert_eq!(check("http://127.0.0.1:25/"), Err(Refusal::Port(25)));
    }

    #[test]
    fn one_private_address_spoils_the_answer() {
        let addresses = ["1.1.1.1".parse().unwrap(), "10.0.0.1".parse().unwrap()];
        let refused = Guard::default().check_resolved("www.example.cn", &addresses);
        assert!(matches!(refused, Err(Refusal::ResolvesTo { address, .. }) if address == addresses[1]));
        assert_eq!(Guard::default().check_resolved("www.example.cn", &addresses[..1]), Ok(()));
    }
}
