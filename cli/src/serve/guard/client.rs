//! Who asks: the address that limits are counted for.

use crate::console::Message;
use anyhow::Result;
use axum::http::HeaderMap;
use std::net::{IpAddr, Ipv6Addr};

/// A network of addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    bits: u8,
}

impl Network {
    /// Reads `10.0.0.0/8` or `::1`.
    pub fn parse(text: &str) -> Result<Self> {
        let (address, bits) =
            text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
        let read = || {
            let address = plain(address.parse().ok()?);
            let most = if address.is_ipv4() { 32 } else { 128 };
            let bits = bits.map_or(Some(most), |bits| bits.parse().ok())?;
            (bits <= most).then_some(Self { address, bits })
        };
        Ok(read().ok_or_else(|| {
            Message::new(
                format!("`{text}` is no address and no network; write 127.0.0.1 or 10.0.0.0/8"),
                format!("`{text}` 不是地址或网段；写法如 127.0.0.1 或 10.0.0.0/8"),
            )
        })?)
    }

    /// Whether an address lies in it.
    pub fn holds(self, address: IpAddr) -> bool {
        match (self.address, address) {
            (IpAddr::V4(own), IpAddr::V4(other)) => {
                let mask = u32::MAX.checked_shl(32 - u32::from(self.bits)).unwrap_or(0);
                u32::from(own) & mask == u32::from(other) & mask
            }
            (IpAddr::V6(own), IpAddr::V6(other)) => {
                let mask = u128::MAX.checked_shl(128 - u32::from(self.bits)).unwrap_or(0);
                u128::from(own) & mask == u128::from(other) & mask
            }
            _ => false,
        }
    }
}

/// An IPv4 address that is written as IPv6 is one of IPv4.
fn plain(address: IpAddr) -> IpAddr {
    address.to_canonical()
}

/// The address of whoever asks: the peer's, unless that is a proxy that is believed; then the last one that
/// the chain of believed proxies names. What stands further left anybody may have written.
pub fn address(peer: IpAddr, headers: &HeaderMap, proxies: &[Network]) -> IpAddr {
    let believed = |address: IpAddr| proxies.iter().any(|proxy| proxy.holds(address));
    let mut client = plain(peer);
    let lines: Vec<_> = headers.get_all("x-forwarded-for").iter().collect();
    for line in lines.iter().rev() {
        for hop in line.to_str().unwrap_or_default().rsplit(',') {
            if !believed(client) {
                return client;
            }
            match hop.trim().parse() {
                Ok(address) => client = plain(address),
                Err(_) => return client,
            }
        }
    }
    client
}

/// What requests are counted for: an IPv4 address, or the network of 64 bits that an IPv6 host can choose its
/// addresses from.
pub fn counted(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => Ipv6Addr::from(u128::from(address) & (u128::MAX << 64)).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn client(peer: &str, forwarded: &str, proxies: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", HeaderValue::from_str(forwarded).unwrap());
        let proxies: Vec<Network> = proxies.iter().map(|proxy| Network::parse(proxy).unwrap()).collect();
        address(peer.parse().unwrap(), &headers, &proxies).to_string()
    }

    #[test]
    fn only_proxies_that_are_believed_speak_for_others() {
        assert_eq!(client("192.0.2.1", "198.51.100.7", &[]), "192.0.2.1");
        assert_eq!(client("127.0.0.1", "198.51.100.7", &["127.0.0.1"]), "198.51.100.7");
        assert_eq!(client("127.0.0.1", "203.0.113.9, 198.51.100.7", &["127.0.0.0/8"]), "198.51.100.7");
        let two = ["127.0.0.1", "10.0.0.0/8"];
        assert_eq!(client("127.0.0.1", "203.0.113.9, 10.1.2.3", &two), "203.0.113.9");
        assert_eq!(client("::ffff:127.0.0.1", "nonsense", &["127.0.0.1"]), "127.0.0.1");
    }

    #[test]
    fn networks_are_read_and_hold_what_lies_in_them() {
        let holds =
            |network: &str, address: &str| Network::parse(network).unwrap().holds(address.parse().unwrap());
        assert!(holds("10.0.0.0/8", "10.255.0.1") && !holds("10.0.0.0/8", "11.0.0.1"));
        assert!(holds("0.0.0.0/0", "8.8.8.8") && holds("::/0", "::1") && !holds("::/0", "1.1.1.1"));
        assert!(holds("2001:db8::/32", "2001:db8:9::1") && !holds("::1", "::2"));
        for wrong in ["10.0.0.0/33", "x", "", "10.0.0.0/", "::/129"] {
            assert!(Network::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn an_ipv6_host_is_counted_by_its_network() {
        let counted = |text: &str| super::counted(text.parse().unwrap()).to_string();
        assert_eq!(counted("2001:db8:1:2:aaaa::1"), counted("2001:db8:1:2:bbbb::2"));
        assert_ne!(counted("2001:db8:1:2::1"), counted("2001:db8:1:3::1"));
        assert_eq!(counted("192.0.2.1"), "192.0.2.1");
    }
}
