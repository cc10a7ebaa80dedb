//! Which addresses belong to the public internet.
//!
//! After the special-purpose address registries of IANA for IPv4 and IPv6 (RFC 6890 and its
//! updates): what they call not globally reachable is not global, nor is multicast, nor one public
//! number behind which a cloud keeps a service for its own machines.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Blocks of IPv4 that are not global: network and length of its prefix.
const SPECIAL_V4: [(Ipv4Addr, u32); 16] = [
    (Ipv4Addr::UNSPECIFIED, 8),            // "this network"
    (Ipv4Addr::new(10, 0, 0, 0), 8),       // private
    (Ipv4Addr::new(100, 64, 0, 0), 10),    // shared between a carrier and its customers
    (Ipv4Addr::new(127, 0, 0, 0), 8),      // loopback
    (Ipv4Addr::new(169, 254, 0, 0), 16),   // link-local, and metadata services of clouds
    (Ipv4Addr::new(172, 16, 0, 0), 12),    // private
    (Ipv4Addr::new(192, 0, 0, 0), 24),     // protocol assignments
    (Ipv4Addr::new(192, 0, 2, 0), 24),     // documentation
    (Ipv4Addr::new(192, 88, 99, 0), 24),   // relays of 6to4, given up
    (Ipv4Addr::new(192, 168, 0, 0), 16),   // private
    (Ipv4Addr::new(198, 18, 0, 0), 15),    // benchmarks
    (Ipv4Addr::new(198, 51, 100, 0), 24),  // documentation
    (Ipv4Addr::new(203, 0, 113, 0), 24),   // documentation
    (Ipv4Addr::new(168, 63, 129, 16), 32), // a cloud's platform service behind a public number
    (Ipv4Addr::new(224, 0, 0, 0), 4),      // multicast
    (Ipv4Addr::new(240, 0, 0, 0), 4),      // reserved, and broadcast
];

/// The part of IPv6 from which global unicast addresses are given out.
const GLOBAL_V6: (Ipv6Addr, u32) = (Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0), 3);

/// Blocks within it that are not global.
const SPECIAL_V6: [(Ipv6Addr, u32); 4] = [
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23), // protocols: Teredo, ORCHID, benchmarks
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32), // documentation
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16), // 6to4: a way to any IPv4 address
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20), // documentation
];

/// Where networks without IPv4 put its addresses (NAT64).
const NAT64: (Ipv6Addr, u32) = (Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, 0, 0), 96);

/// Whether an address is one of the public internet.
///
/// Outside the part of IPv6 that is given out only the common prefix of NAT64 is accepted, with a
/// global address inside: hosts without IPv4 reach most of the web that way. Addresses that are IPv4
/// in disguise (mapped, compatible, 6to4, Teredo) are refused whatever they hold, since no public
/// site needs them.
pub fn is_global(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_global_v4(address),
        IpAddr::V6(address) if holds_v6(NAT64, address) => {
            is_global_v4(Ipv4Addr::from(u128::from(address) as u32))
        }
        IpAddr::V6(address) => {
            holds_v6(GLOBAL_V6, address) && !SPECIAL_V6.iter().any(|&block| holds_v6(block, address))
        }
    }
}

fn is_global_v4(address: Ipv4Addr) -> bool {
    let bits = u32::from(address);
    !SPECIAL_V4.iter().any(|&(network, length)| (u32::from(network) ^ bits) >> (32 - length) == 0)
}

fn holds_v6((network, length): (Ipv6Addr, u32), address: Ipv6Addr) -> bool {
    (u128::from(network) ^ u128::from(address)) >> (128 - length) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn global(text: &str) -> bool {
        is_global(text.parse().unwrap())
    }

    #[test]
    fn public_addresses_are_global() {
        for text in
            ["1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "172.15.255.255"]
        {
            assert!(global(text), "{text}");
        }
        for text in ["172.32.0.0", "192.0.1.0", "198.17.255.255", "198.20.0.0", "223.255.255.255"] {
            assert!(global(text), "{text}");
        }
        for text in ["2400:3200::1", "2001:200::1", "2001:da8::1", "2606:4700::1111", "64:ff9b::1.1.1.1"] {
            assert!(global(text), "{text}");
        }
    }

    #[test]
    fn the_ends_of_special_blocks_are_not() {
        for text in
            ["0.0.0.0", "0.255.255.255", "10.0.0.0", "10.255.255.255", "100.64.0.0", "100.127.255.255"]
        {
            assert!(!global(text), "{text}");
        }
        for text in
            ["172.16.0.0", "172.31.255.255", "198.18.0.0", "198.19.255.255", "224.0.0.1", "239.255.255.255"]
        {
            assert!(!global(text), "{text}");
        }
        for text in ["240.0.0.0", "255.255.255.255", "168.63.129.16", "192.0.0.9", "192.88.99.1"] {
            assert!(!global(text), "{text}");
        }
        for text in
            ["::", "::1", "::1.1.1.1", "::ffff:1.1.1.1", "::ffff:0:1.1.1.1", "100::1", "fe80::1", "fec0::1"]
        {
            assert!(!global(text), "{text}");
        }
        for text in
            ["fc00::1", "fdff::1", "ff02::1", "2001::1", "2001:1ff::1", "2001:db8::1", "2002:101:101::"]
        {
            assert!(!global(text), "{text}");
        }
        for text in
            ["3fff:fff::1", "5f00::1", "64:ff9b::127.0.0.1", "64:ff9b::a00:1", "64:ff9b:1::1", "4000::1"]
        {
            assert!(!global(text), "{text}");
        }
    }
}
