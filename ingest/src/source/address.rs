//! One form for every address, so that a page is fetched and stored once.

use polidex_corpus::source::CanonicalRules;
use regex::Regex;
use std::{borrow::Cow, sync::LazyLock};
use url::Url;

/// Query parameters that only say how a reader came to a page.
const TRACKING: &[&str] = &[
    "spm",
    "scm",
    "gclid",
    "fbclid",
    "bd_vid",
    "isappinstalled",
    "share_token",
    "wxshare_count",
    "share_from",
];

/// What the messenger 微信 puts into `from` when a page is passed on; any other value of `from` may tell
/// pages apart.
const PASSED_ON: &[&str] = &["singlemessage", "groupmessage", "timeline", "message"];

/// The mobile twin that TRS sites make beside a page: `t20180127_8836458_app.html`.
static MOBILE_TWIN: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(/t\d{8}_\d+)_app(\.s?html?)$").expect("a valid pattern"));

/// An address in the form by which its page is known.
///
/// For all sites: no fragment; percent-encoding in one spelling; no parameters that only track readers;
/// the page instead of its mobile twin `…_app.html`. (Letter case of the host and default ports are
/// already settled in a [`Url`].) Then the source's own rules. Scheme, `www.` and `index.html` stay
/// as they are, since changing them can change the page: [`url_key`] looks past the first two, and a
/// source's rules may take away the third.
///
/// Applying it twice gives what applying it once does: replacements that do not settle are left out.
pub fn canonical(url: &Url, rules: &CanonicalRules) -> Url {
    let plain = generic(url, rules);
    let own = replaced(&plain, rules);
    if replaced(&own, rules) == own { own } else { plain }
}

/// What two addresses of one page share: host without `www.`, port unless it is the scheme's own, path
/// and query. `http` and `https` are one. Meant for addresses in [`canonical`] form.
pub fn url_key(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    let mut key = host.strip_prefix("www.").unwrap_or(host).to_owned();
    if let Some(port) = url.port() {
        key.push(':');
        key.push_str(&port.to_string());
    }
    key.push_str(url.path());
    if let Some(query) = url.query() {
        key.push('?');
        key.push_str(query);
    }
    key
}

/// The rules for all sites, and the source's list of parameters.
fn generic(url: &Url, rules: &CanonicalRules) -> Url {
    let mut url = url.clone();
    url.set_fragment(None);
    let path = spelled(url.path());
    let path = MOBILE_TWIN.replace(&path, "$1$2").into_owned();
    if !url.cannot_be_a_base() {
        url.set_path(&path);
    }
    let query = url.query().map(|query| {
        let kept = query.split('&').filter(|pair| !pair.is_empty() && !is_noise(pair, rules));
        kept.map(spelled).collect::<Vec<_>>().join("&")
    });
    url.set_query(query.as_deref().filter(|query| !query.is_empty()));
    url
}

/// The source's replacements; an address that they break stays as it was.
fn replaced(url: &Url, rules: &CanonicalRules) -> Url {
    let mut text = Cow::Borrowed(url.as_str());
    for rule in &rules.replace {
        if let Cow::Owned(new) = rule.pattern.replace_all(&text, rule.with.as_str()) {
            text = Cow::Owned(new);
        }
    }
    match Url::parse(&text) {
        Ok(new) if matches!(new.scheme(), "http" | "https") => generic(&new, rules),
        _ => url.clone(),
    }
}

fn is_noise(pair: &str, rules: &CanonicalRules) -> bool {
    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
    let lower = name.to_ascii_lowercase();
    lower.starts_with("utm_")
        || TRACKING.contains(&lower.as_str())
        || lower == "from" && PASSED_ON.contains(&value)
        || rules.drop_query.iter().any(|dropped| dropped == name)
}

/// Percent-encoding in one spelling: unreserved characters plain, hexadecimal digits in upper case
/// (RFC 3986, 6.2.2). Bytes stay what they are, whatever encoding they are in.
fn spelled(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        match rest.get(..2).and_then(|hex| u8::from_str_radix(hex, 16).ok().filter(|_| !hex.starts_with('+')))
        {
            // A dot must stay encoded: decoded dots would be read as steps of a path.
            Some(byte) if byte.is_ascii_alphanumeric() || b"-_~".contains(&byte) => {
                out.push(char::from(byte));
            }
            Some(_) => {
                out.push('%');
                out.push_str(&rest[..2].to_ascii_uppercase());
            }
            None => {
                out.push('%');
                continue;
            }
        }
        rest = &rest[2..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rules(text: &str) -> CanonicalRules {
        toml::from_str(text).unwrap()
    }

    fn check(rules: &CanonicalRules, cases: &[(&str, &str)]) {
        for (address, expected) in cases {
            let found = canonical(&Url::parse(address).unwrap(), rules);
            assert_eq!(found.as_str(), *expected, "{address}");
        }
    }

    #[test]
    fn addresses_of_one_page_become_one() {
        check(
            &CanonicalRules::default(),
            &[
                ("HTTP://WWW.Example.CN:80/a#top", "http://www.example.cn/a"),
                ("https://example.cn:443", "https://example.cn/"),
                ("https://example.cn:8443/", "https://example.cn:8443/"),
                (
                    "https://example.cn/t20240127_8836458_app.html",
                    "https://example.cn/t20240127_8836458.html",
                ),
                ("https://example.cn/my_app.html", "https://example.cn/my_app.html"),
                ("https://example.cn/index.html", "https://example.cn/index.html"),
                ("https://example.cn/a?utm_source=x&id=7&spm=1.2", "https://example.cn/a?id=7"),
                ("https://example.cn/a?UTM_Medium=x", "https://example.cn/a"),
                ("https://example.cn/a?", "https://example.cn/a"),
                ("https://example.cn/a?b=2&a=1", "https://example.cn/a?b=2&a=1"),
                ("https://example.cn/a?from=timeline&isappinstalled=0", "https://example.cn/a"),
                ("https://example.cn/a?from=2020-01-01", "https://example.cn/a?from=2020-01-01"),
                ("https://example.cn/%7euser/%e5%b8%82", "https://example.cn/~user/%E5%B8%82"),
                ("https://example.cn/市", "https://example.cn/%E5%B8%82"),
                ("https://example.cn/100%", "https://example.cn/100%"),
                ("https://example.cn/a?q=%2f%41", "https://example.cn/a?q=%2FA"),
                ("mailto:a@example.cn", "mailto:a@example.cn"),
            ],
        );
    }

    #[test]
    fn a_source_adds_rules_of_its_own() {
        let rules = rules(
            "drop_query = ['sid']\n[[replace]]\npattern = '/index\\.html?$'\nwith = '/'\n\
             [[replace]]\npattern = '^http:'\nwith = 'https:'",
        );
        check(
            &rules,
            &[
                ("http://example.cn/a/index.htm?sid=4", "https://example.cn/a/"),
                ("http://example.cn/a?sid=4&x=1", "https://example.cn/a?x=1"),
            ],
        );
    }

    #[test]
    fn rules_that_do_not_settle_or_break_the_address_are_left_out() {
        let growing = rules("[[replace]]\npattern = 'a'\nwith = 'aa'");
        check(&growing, &[("https://example.cn/a#x", "https://example.cn/a")]);
        let breaking = rules("[[replace]]\npattern = '^https'\nwith = ''");
        check(&breaking, &[("https://example.cn/b", "https://example.cn/b")]);
        let leaving = rules("[[replace]]\npattern = '^https'\nwith = 'file'");
        check(&leaving, &[("https://example.cn/b", "https://example.cn/b")]);
    }

    #[test]
    fn twins_share_a_key() {
        let key = |address: &str| url_key(&Url::parse(address).unwrap());
        assert_eq!(key("http://www.example.cn/a?b=1"), key("https://example.cn/a?b=1"));
        assert_eq!(key("http://example.cn/"), "example.cn/");
        assert_ne!(key("http://example.cn:8080/"), key("http://example.cn/"));
        assert_ne!(key("http://example.cn/a"), key("http://example.cn/A"));
        assert_ne!(key("http://m.example.cn/a"), key("http://example.cn/a"));
    }

    proptest! {
        #[test]
        fn twice_is_once(
            tail in "[a-zA-Z0-9%/?&=#._~市 -]{0,40}",
            pattern in "[a-z./]{1,4}",
            with in "[a-z./$1]{0,4}",
        ) {
            let address = format!("http://www.example.cn/{tail}");
            let text = format!("drop_query = ['a']\n[[replace]]\npattern = '{pattern}'\nwith = '{with}'");
            for rules in [CanonicalRules::default(), rules(&text)] {
                let once = canonical(&Url::parse(&address).unwrap(), &rules);
                prop_assert_eq!(canonical(&once, &rules), once);
            }
        }
    }
}
