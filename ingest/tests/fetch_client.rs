//! One exchange with servers sound and unsound, on loopback.

use crate::loopback::{Server, response};
use flate2::{Compression, write::GzEncoder};
use polidex_ingest::fetch::{
    Client, ClientOptions, Exchange, FetchError, Looking, Lookup, Part, Refusal, Request,
};
use std::{
    io::{self, Write},
    net::{IpAddr, Ipv4Addr},
    sync::Arc,
    thread,
    time::Duration,
};
use url::Url;

const AGENT: &str = "polidex/0.1 (+mailto:test@example.cn)";

fn options() -> ClientOptions {
    ClientOptions { allow_private: true, ..ClientOptions::new(AGENT) }
}

async fn fetch(options: ClientOptions, url: Url) -> Result<Exchange, FetchError> {
    Client::new(options).unwrap().send(&url.into()).await
}

/// Every name has one and the same address.
struct Everything(IpAddr);

impl Lookup for Everything {
    fn lookup(&self, _: String) -> Looking {
        let address = self.0;
        Box::pin(async move { Ok(vec![address]) })
    }
}

/// No name has an address.
struct Nothing;

impl Lookup for Nothing {
    fn lookup(&self, _: String) -> Looking {
        Box::pin(async { Err(io::Error::new(io::ErrorKind::NotFound, "no such name")) })
    }
}

#[tokio::test]
async fn an_exchange_says_what_went_over_the_wire() {
    let server = Server::replaying(response(
        "ETag: \"1\"\r\nX-Name: \u{e9}\r\nSet-Cookie: a\r\nSet-Cookie: b\r\n",
        b"text",
    ));
    let mut request = Request::from(server.url("/a.html?x=1#part"));
    request.etag = Some("W/\"\u{e9}1\"".into());
    request.last_modified = Some("Wed, 01 May 2024 00:00:00 GMT".into());
    let exchange = Client::new(options()).unwrap().send(&request).await.unwrap();
    assert_eq!((exchange.url, exchange.status), (server.url("/a.html?x=1"), 200));
    assert_eq!(exchange.server, Some(Ipv4Addr::LOCALHOST.into()));
    assert_eq!(exchange.body, b"text");
    let headers: Vec<_> = exchange.response_headers.iter().map(|(name, value)| (&**name, &**value)).collect();
    // The byte pair of é in UTF-8, read as Latin-1.
    let expected = [
        ("content-length", "4"),
        ("etag", "\"1\""),
        ("x-name", "\u{c3}\u{a9}"),
        ("set-cookie", "a"),
        ("set-cookie", "b"),
    ];
    assert_eq!(headers, expected);
    // What is recorded is what the server received, header for header.
    let lines = exchange.request_headers.iter().map(|(name, value)| format!("{name}: {value}\r\n"));
    let recorded = format!("GET /a.html?x=1 HTTP/1.1\r\n{}\r\n", lines.collect::<String>());
    // The server reads the Latin-1 byte as one that is no UTF-8.
    assert_eq!(server.requests(), [recorded.replace('\u{e9}', "\u{FFFD}")]);
    let sent =
        |name: &str| exchange.request_headers.iter().find(|(key, _)| key == name).map(|(_, value)| &**value);
    assert_eq!(sent("host"), Some(server.address.to_string().as_str()));
    assert_eq!(sent("user-agent"), Some(AGENT));
    assert_eq!(sent("accept-encoding"), Some("gzip, br, zstd"));
    assert_eq!(sent("if-none-match"), Some("W/\"\u{e9}1\""));
    assert_eq!(sent("if-modified-since"), Some("Wed, 01 May 2024 00:00:00 GMT"));
}

#[tokio::test]
async fn transfer_encoding_is_removed_and_content_encoding_kept() {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all("政策".as_bytes()).unwrap();
    let body = gzip.finish().unwrap();
    let mut bytes =
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n".to_vec();
    for chunk in body.chunks(7) {
        bytes.extend(format!("{:x}\r\n", chunk.len()).bytes());
        bytes.extend(chunk);
        bytes.extend(b"\r\n");
    }
    bytes.extend(b"0\r\n\r\n");
    let exchange = fetch(options(), Server::replaying(bytes).url("/")).await.unwrap();
    assert_eq!(exchange.body, body);
    assert_eq!(exchange.content(6).unwrap(), "政策".as_bytes());
    assert!(matches!(exchange.content(5), Err(FetchError::DecodedTooLarge { limit: 5, .. })));
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let server = Server::replaying(
        "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/secret\r\nContent-Length: 0\r\n\r\n",
    );
    let exchange = fetch(options(), server.url("/")).await.unwrap();
    assert_eq!((exchange.status, server.requests().len()), (302, 1));
    assert_eq!(exchange.location().unwrap().as_str(), "http://127.0.0.1:1/secret");
}

#[tokio::test]
async fn a_response_without_a_body_is_one() {
    let server =
        Server::replaying("HTTP/1.1 304 Not Modified\r\nContent-Encoding: gzip\r\nContent-Length: 9\r\n\r\n");
    let exchange = fetch(options(), server.url("/")).await.unwrap();
    assert_eq!((exchange.status, exchange.body.len()), (304, 0));
    assert_eq!(exchange.content(0).unwrap(), b"");
}

#[tokio::test]
async fn odd_headers_do_not_hide_a_page() {
    let odd = "HTTP/1.1 200\r\nServer : old\r\n(broken): x\r\nX-Folded: a\r\n\tb\r\nX-Empty:\r\nCONTENT-LENGTH: 4\r\n\r\npage";
    let exchange = fetch(options(), Server::replaying(odd).url("/")).await.unwrap();
    assert_eq!(exchange.body, b"page");
    assert_eq!((exchange.header("Server"), exchange.header("x-empty")), (Some("old"), Some("")));
    let folded = exchange.header("X-Folded").unwrap();
    assert!(folded.starts_with('a') && folded.ends_with('b'), "{folded:?}");
    assert_eq!(exchange.header("(broken)"), None);
    let until_closed = Server::replaying("HTTP/1.0 404 Not Found\nContent-Type: text/html\n\ngone");
    let exchange = fetch(options(), until_closed.url("/")).await.unwrap();
    assert_eq!((exchange.status, &*exchange.body), (404, &b"gone"[..]));
}

#[tokio::test]
async fn broken_answers_are_errors_that_may_pass() {
    let broken = [
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\nab",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "HTTP/1.1 two hundred\r\n\r\n",
        "SSH-2.0-Server\r\n",
        "",
    ];
    for bytes in broken {
        let error = fetch(options(), Server::replaying(bytes).url("/")).await.unwrap_err();
        assert!(matches!(error, FetchError::Broken { .. }), "{bytes:?}: {error:?}");
        assert!(error.is_transient());
    }
}

#[tokio::test]
async fn what_is_too_large_names_its_limit() {
    let small = || ClientOptions { body_bytes: 1000, header_bytes: 500, ..options() };
    let exact = Server::replaying(response("", &[b'x'; 1000]));
    assert_eq!(fetch(small(), exact.url("/")).await.unwrap().body.len(), 1000);
    let body = |error| matches!(error, FetchError::TooLarge { part: Part::Body, limit: 1000, .. });
    let announced = Server::replaying(response("", &[b'x'; 1001]));
    assert!(body(fetch(small(), announced.url("/")).await.unwrap_err()));
    let endless = Server::start(|_, connection| {
        let head = b"HTTP/1.1 200 OK\r\n\r\n";
        let _ = connection.write_all(head);
        while connection.write_all(&[b'x'; 4096]).is_ok() {}
    });
    assert!(body(fetch(small(), endless.url("/")).await.unwrap_err()));
    let headers = Server::replaying(response(&format!("X: {}\r\n", "x".repeat(500)), b""));
    let error = fetch(small(), headers.url("/")).await.unwrap_err();
    assert!(matches!(error, FetchError::TooLarge { part: Part::Headers, limit: 500, .. }), "{error:?}");
    assert!(!error.is_transient());
    let flood = Server::replaying(response(&"X: y\r\n".repeat(100_000), b""));
    assert!(fetch(small(), flood.url("/")).await.is_err());
}

#[tokio::test]
async fn a_slow_answer_ends_in_time() {
    let hurried = || ClientOptions { total_time: Duration::from_millis(300), ..options() };
    let dripping = Server::start(|_, connection| {
        let _ = connection.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
        while connection.write_all(b"x").is_ok() {
            thread::sleep(Duration::from_millis(20));
        }
    });
    let silent = Server::start(|_, _| thread::sleep(Duration::from_secs(3)));
    for server in [dripping, silent] {
        let error = fetch(hurried(), server.url("/")).await.unwrap_err();
        assert!(
            matches!(error, FetchError::Timeout { limit, .. } if limit == Duration::from_millis(300)),
            "{error:?}"
        );
        assert!(error.is_transient());
    }
}

#[tokio::test]
async fn names_lead_only_where_the_guard_lets_them() {
    let server = Server::replaying(response("", b"secret"));
    let named = Url::parse(&format!("http://www.example.cn:{}/", server.address.port())).unwrap();
    let loopback = Arc::new(Everything(Ipv4Addr::LOCALHOST.into()));
    let guarded = ClientOptions { lookup: loopback.clone(), ..ClientOptions::new(AGENT) };
    let error = fetch(guarded, named.clone()).await.unwrap_err();
    let expected = Refusal::ResolvesTo { host: "www.example.cn".into(), address: Ipv4Addr::LOCALHOST.into() };
    assert!(matches!(&error, FetchError::Refused { reason, .. } if *reason == expected), "{error:?}");
    assert!(!error.is_transient());
    // Nothing was sent; with leave the same name leads there.
    assert_eq!(server.requests(), [""; 0]);
    let exchange = fetch(ClientOptions { lookup: loopback, ..options() }, named).await.unwrap();
    assert_eq!(exchange.body, b"secret");
    let error = fetch(ClientOptions::new(AGENT), server.url("/")).await.unwrap_err();
    assert!(matches!(error, FetchError::Refused { reason: Refusal::Address(_), .. }), "{error:?}");
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn failures_on_the_way_have_their_names() {
    let unknown = ClientOptions { lookup: Arc::new(Nothing), ..options() };
    let error = fetch(unknown, Url::parse("http://www.example.cn/").unwrap()).await.unwrap_err();
    assert!(matches!(&error, FetchError::Dns { host, .. } if host == "www.example.cn"), "{error:?}");
    let closed = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap()
    };
    let error = fetch(options(), Url::parse(&format!("http://{closed}/")).unwrap()).await.unwrap_err();
    assert!(matches!(error, FetchError::Connect { .. }), "{error:?}");
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let plain = listener.local_addr().unwrap();
    thread::spawn(move || {
        let (mut connection, _) = listener.accept().unwrap();
        connection.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").unwrap();
    });
    let error = fetch(options(), Url::parse(&format!("https://{plain}/")).unwrap()).await.unwrap_err();
    assert!(matches!(error, FetchError::Tls { .. }), "{error:?}");
    assert!(matches!(Client::new(ClientOptions::new("a\nb")), Err(FetchError::Options(_))));
}

#[tokio::test]
async fn a_named_proxy_is_used_and_no_other() {
    let proxy = Server::replaying(response("", b"by proxy"));
    let named = ClientOptions { proxy: Some(proxy.url("")), ..ClientOptions::new(AGENT) };
    let exchange = fetch(named.clone(), Url::parse("http://www.example.cn/a").unwrap()).await.unwrap();
    assert_eq!((&*exchange.body, exchange.server), (&b"by proxy"[..], None));
    assert!(proxy.requests()[0].starts_with("GET http://www.example.cn/a HTTP/1.1\r\n"));
    let error = fetch(named, Url::parse("http://10.0.0.1/").unwrap()).await.unwrap_err();
    assert!(matches!(error, FetchError::Refused { .. }), "{error:?}");
}
