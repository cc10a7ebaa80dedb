//! From the bytes of a robots.txt to its lines of key and value.

/// What a line is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    UserAgent,
    Allow,
    Disallow,
    CrawlDelay,
    Sitemap,
}

/// Every accepted spelling in lower case. The misspellings are those that site owners often make.
const SPELLINGS: [(&[u8], Key); 16] = [
    (b"user-agent", Key::UserAgent),
    (b"useragent", Key::UserAgent),
    (b"user agent", Key::UserAgent),
    (b"allow", Key::Allow),
    (b"disallow", Key::Disallow),
    (b"dissallow", Key::Disallow),
    (b"dissalow", Key::Disallow),
    (b"disalow", Key::Disallow),
    (b"diasllow", Key::Disallow),
    (b"disallaw", Key::Disallow),
    (b"crawl-delay", Key::CrawlDelay),
    (b"crawldelay", Key::CrawlDelay),
    (b"crawl delay", Key::CrawlDelay),
    (b"sitemap", Key::Sitemap),
    (b"site-map", Key::Sitemap),
    (b"site map", Key::Sitemap),
];

/// The byte order mark of UTF-8.
const BOM: [u8; 3] = [0xEF, 0xBB, 0xBF];

/// The lines that mean something, in order, comments and white space removed.
pub(super) fn lines(bytes: &[u8]) -> impl Iterator<Item = (Key, &[u8])> {
    // A mark that lost its end somewhere is skipped as well.
    let mark = bytes.iter().zip(BOM).take_while(|&(&byte, mark)| byte == mark).count();
    bytes[mark..].split(|byte| matches!(byte, b'\n' | b'\r')).filter_map(line)
}

fn line(line: &[u8]) -> Option<(Key, &[u8])> {
    let end = memchr::memchr(b'#', line).unwrap_or(line.len());
    let line = line[..end].trim_ascii();
    match memchr::memchr(b':', line) {
        Some(colon) => Some((key(line[..colon].trim_ascii_end())?, line[colon + 1..].trim_ascii_start())),
        None => without_colon(line),
    }
}

/// A key and a value of one word each, their colon forgotten.
fn without_colon(line: &[u8]) -> Option<(Key, &[u8])> {
    let space = line.iter().position(u8::is_ascii_whitespace)?;
    let value = line[space..].trim_ascii_start();
    let is_word = !value.iter().any(u8::is_ascii_whitespace);
    key(&line[..space]).filter(|_| is_word).map(|key| (key, value))
}

fn key(name: &[u8]) -> Option<Key> {
    SPELLINGS.iter().find(|(spelling, _)| name.eq_ignore_ascii_case(spelling)).map(|&(_, key)| key)
}
