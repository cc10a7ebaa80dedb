//! Hostile addresses are refused, before anything is sent.

use jiff::Timestamp;
use polidex_ingest::fetch::{Client, ClientOptions, Exchange, FetchError, Guard, Looking, Lookup};
use std::{collections::HashSet, net::IpAddr, sync::Arc};
use url::Url;

/// Addresses that must not be asked. Those that cannot be parsed cannot be asked either.
const HOSTILE: &[&str] = &[
    // Loopback, in every spelling of an IPv4 address.
    "http://127.0.0.1/",
    "http://127.0.0.1:8080/",
    "http://127.1/",
    "http://127.0.1/",
    "http://127.255.255.254/",
    "http://127.0.0.1./",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.0.0.1/",
    "http://0x7f.1/",
    "http://0X7F.0x0.0X0.0x1/",
    "http://017700000001/",
    "http://0177.0.0.1/",
    "http://0177.1/",
    "http://0177.0x0.0.01/",
    "http://127.0.0.1%2f@example.cn/",
    "http://%31%32%37.0.0.1/",
    "http://127%2e0%2e0%2e1/",
    "http://１２７.０.０.１/",
    "http://①②⑦.⓪.⓪.①/",
    "http://127。0。0。1/",
    "http://127.0.0.1\\@www.example.cn/",
    "http:\\\\127.0.0.1/",
    "http:127.0.0.1/",
    "http:///127.0.0.1/",
    "ht\ntp://127.0.0.1/",
    "  http://127.0.0.1/",
    // Other IPv4 addresses that are not public.
    "http://0/",
    "http://0.0.0.0/",
    "http://0.1.2.3/",
    "http://10.0.0.1/",
    "http://0xa.0.0.1/",
    "http://100.64.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://2852039166/",
    "http://0xa9fea9fe/",
    "http://172.16.0.1/",
    "http://172.31.255.255/",
    "http://192.0.0.192/",
    "http://192.0.2.1/",
    "http://192.88.99.1/",
    "http://192.168.0.1/",
    "http://3232235521/",
    "http://198.18.0.1/",
    "http://198.51.100.1/",
    "http://203.0.113.1/",
    "http://224.0.0.251/",
    "http://240.0.0.1/",
    "http://255.255.255.255/",
    "http://168.63.129.16/",
    "http://256.0.0.1/",
    "http://4294967296/",
    // IPv6.
    "http://[::]/",
    "http://[::1]/",
    "http://[0:0:0:0:0:0:0:1]/",
    "http://[0000::0001]:80/",
    "http://[::127.0.0.1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[0:0:0:0:0:ffff:0a00:0001]/",
    "http://[::ffff:0:127.0.0.1]/",
    "http://[64:ff9b::127.0.0.1]/",
    "http://[64:ff9b::a9fe:a9fe]/",
    "http://[64:ff9b:1::1.1.1.1]/",
    "http://[100::1]/",
    "http://[2001::1]/",
    "http://[2001:0:7f00:1::]/",
    "http://[2001:db8::1]/",
    "http://[2002:7f00:1::]/",
    "http://[2002:a9fe:a9fe::1]/",
    "http://[3fff::1]/",
    "http://[5f00::1]/",
    "http://[fc00::1]/",
    "http://[fd00:ec2::254]/",
    "http://[fe80::1]/",
    "http://[fe80::1%25eth0]/",
    "http://[fe80::1%eth0]/",
    "http://[fec0::1]/",
    "http://[ff02::1]/",
    // Names of this machine or network.
    "http://localhost/",
    "http://LOCALHOST:8080/",
    "http://localhost./",
    "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/",
    "http://www.localhost/",
    "http://localhost.localdomain/",
    "http://printer.local/",
    "http://metadata.google.internal/",
    "http://metadata/",
    "http://router.lan/",
    "http://nas.home.arpa/",
    "http://example.onion/",
    // Names of which the resolver says that they are here.
    "http://rebound.example.cn/",
    "http://rebound.example.cn./",
    "http://mixed.example.cn/",
    "http://mapped.example.cn/",
    // User names that look like hosts, and passwords.
    "http://www.example.cn@127.0.0.1/",
    "http://www.example.cn%00@127.0.0.1/",
    "http://www.example.cn:80@[::1]/",
    "http://user@www.example.cn/",
    "http://user:secret@www.example.cn/",
    "http://:secret@www.example.cn/",
    // Services that are not the web's.
    "http://www.example.cn:0/",
    "http://www.example.cn:22/",
    "http://www.example.cn:25/",
    "http://www.example.cn:6379/",
    "https://www.example.cn:6667/",
    // Other schemes.
    "file:///etc/hosts",
    "file://www.example.cn/share",
    "ftp://www.example.cn/",
    "gopher://www.example.cn:70/",
    "dict://www.example.cn:11211/",
    "ldap://www.example.cn/",
    "ws://www.example.cn/",
    "data:text/html,secret",
    "javascript:alert(1)",
    "blob:http://www.example.cn/1",
    "jar:http://www.example.cn!/",
    "view-source:http://www.example.cn/",
    "//127.0.0.1/",
    "http://",
    "",
];

/// Addresses that may be asked.
const SOUND: &[&str] = &[
    "http://www.example.cn/",
    "https://www.example.cn./",
    "https://www.example.cn:8443/政策?x=1#part",
    "http://www.示例.cn/",
    "http://localhost.example.cn/",
    "http://notlocalhost.cn/",
    "http://127.0.0.1.example.cn/",
    "http://1.1.1.1/",
    "http://16843009/",
    "http://[2400:3200::1]/",
    "http://[64:ff9b::1.1.1.1]:8080/",
];

/// Answers as a hostile name server would; other names have a public address.
struct Hostile;

impl Lookup for Hostile {
    fn lookup(&self, host: String) -> Looking {
        let addresses: &[&str] = match host.trim_end_matches('.') {
            "rebound.example.cn" => &["127.0.0.1"],
            "mixed.example.cn" => &["1.1.1.1", "10.0.0.1"],
            "mapped.example.cn" => &["::ffff:127.0.0.1"],
            _ => panic!("{host} was looked up although it can be refused as it stands"),
        };
        let addresses = addresses.iter().map(|text| text.parse::<IpAddr>().unwrap()).collect();
        Box::pin(async move { Ok(addresses) })
    }
}

#[tokio::test]
async fn hostile_addresses_are_refused() {
    let unlike: HashSet<_> = HOSTILE.iter().collect();
    assert!(unlike.len() == HOSTILE.len() && HOSTILE.len() >= 60);
    let options = ClientOptions { lookup: Arc::new(Hostile), ..ClientOptions::new("polidex/0.1") };
    let client = Client::new(options).unwrap();
    let mut checked = 0;
    for text in HOSTILE {
        let Ok(url) = Url::parse(text) else { continue };
        let result = client.send(&url.into()).await;
        assert!(matches!(result, Err(FetchError::Refused { .. })), "{text}: {result:?}");
        checked += 1;
    }
    assert!(checked >= 100, "only {checked} are addresses at all");
}

#[test]
fn redirects_to_them_are_refused() {
    for text in
        HOSTILE.iter().filter(|text| !text.ends_with(".example.cn/") && !text.ends_with(".example.cn./"))
    {
        let hop = Exchange {
            url: Url::parse("ftp://www.example.cn/").unwrap(),
            sent_at: Timestamp::UNIX_EPOCH,
            server: None,
            request_headers: Vec::new(),
            status: 302,
            // Headers are read as one character a byte.
            response_headers: vec![("location".into(), text.bytes().map(char::from).collect())],
            body: Vec::new(),
        };
        if let Some(target) = hop.location() {
            assert!(Guard::default().check(&target).is_err(), "{text} leads to {target}");
        }
    }
}

#[test]
fn sound_addresses_pass() {
    for text in SOUND {
        assert_eq!(Guard::default().check(&Url::parse(text).unwrap()), Ok(()), "{text}");
    }
}
