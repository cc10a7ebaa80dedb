//! Style sheet, scripts and icon. They are part of the program and bear a hash of their bytes in their
//! address, so that browsers may keep them for ever; the widget, whose address is written into pages of
//! others, is asked for again and told by its tag.

use axum::{
    extract::Path,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use polidex_corpus::text::sha256_hex;
use std::sync::LazyLock;

/// Something that a page loads.
pub struct Asset {
    name: &'static str,
    media_type: &'static str,
    body: &'static str,
    hash: String,
}

/// The style sheet of all pages.
pub static STYLE: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new(
        "page.css",
        "text/css; charset=utf-8",
        concat!(
            include_str!("../../../web/page/base.css"),
            include_str!("../../../web/page/search.css"),
            include_str!("../../../web/page/document.css"),
        ),
    )
});

/// A script: what page and widget share, and then its own files, joined when the program is compiled.
macro_rules! script {
    ($($own:literal),+ $(,)?) => {
        concat!(
            "(() => {\n'use strict';\n",
            include_str!("../../../web/shared/dom.js"),
            "const STRINGS = {\n'zh-CN':\n",
            include_str!("../../../web/i18n/zh-CN.json"),
            ", en:\n",
            include_str!("../../../web/i18n/en.json"),
            "};\n",
            include_str!("../../../web/shared/i18n.js"),
            include_str!("../../../web/shared/typing.js"),
            include_str!("../../../web/shared/combobox.js"),
            include_str!("../../../web/shared/quotation.js"),
            $(include_str!($own),)+
            "})();\n",
        )
    };
}

const JAVASCRIPT: &str = "text/javascript; charset=utf-8";

/// The script of all pages.
pub static SCRIPT: LazyLock<Asset> = LazyLock::new(|| {
    let joined = script!(
        "../../../web/page/swap.js",
        "../../../web/page/live.js",
        "../../../web/page/wizard.js",
        "../../../web/page/copy.js",
    );
    Asset::new("page.js", JAVASCRIPT, joined)
});

/// The widget: everything that a page of another site loads.
pub static WIDGET: LazyLock<Asset> = LazyLock::new(|| {
    let joined = script!(
        "../../../web/widget/style.js",
        "../../../web/widget/element.js",
        "../../../web/widget/search.js",
        "../../../web/widget/quote.js",
        "../../../web/widget/match.js",
    );
    Asset::new("widget.js", JAVASCRIPT, joined)
});

/// The icon.
pub static ICON: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("icon.svg", "image/svg+xml", include_str!("../../../web/page/icon.svg")));

impl Asset {
    fn new(name: &'static str, media_type: &'static str, body: &'static str) -> Self {
        Self { name, media_type, body, hash: sha256_hex(body.as_bytes())[..16].to_owned() }
    }

    /// Its address on this server, which changes when it changes.
    pub fn address(&self) -> String {
        format!("/assets/{}?v={}", self.name, self.hash)
    }

    fn respond(&self, asked: &HeaderMap, kept: &'static str) -> Response {
        let etag = format!("\"{}\"", self.hash);
        let known = asked.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.media_type));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(kept));
        if let Ok(etag) = HeaderValue::from_str(&etag) {
            headers.insert(header::ETAG, etag);
        }
        if known.is_some_and(|known| known.split(',').any(|tag| tag.trim().trim_start_matches("W/") == etag))
        {
            return (StatusCode::NOT_MODIFIED, headers).into_response();
        }
        (headers, self.body).into_response()
    }
}

/// `GET /assets/{name}`
pub async fn asset(Path(name): Path<String>, asked: HeaderMap) -> Response {
    let known = [&STYLE, &SCRIPT, &ICON].into_iter().find(|asset| asset.name == name);
    match known {
        Some(asset) => asset.respond(&asked, "public, max-age=31536000, immutable"),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// `GET /widget.js`: readable from every site; which sites may ask for answers is said by the server's list.
pub async fn widget(asked: HeaderMap) -> Response {
    let mut response = WIDGET.respond(&asked, "no-cache");
    let headers = response.headers_mut();
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("cross-origin"));
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_asset_that_is_known_is_not_sent_again() {
        let mut asked = HeaderMap::new();
        assert_eq!(STYLE.respond(&asked, "no-cache").status(), StatusCode::OK);
        let etag = format!("W/\"x\", \"{}\"", STYLE.hash);
        asked.insert(header::IF_NONE_MATCH, HeaderValue::from_str(&etag).expect("a header"));
        assert_eq!(STYLE.respond(&asked, "no-cache").status(), StatusCode::NOT_MODIFIED);
    }

    #[test]
    fn both_languages_have_the_same_strings() {
        let keys = |text: &str| -> Vec<String> {
            let strings: serde_json::Map<String, serde_json::Value> =
                serde_json::from_str(text).expect("an object of strings");
            strings.keys().cloned().collect()
        };
        assert_eq!(
            keys(include_str!("../../../web/i18n/zh-CN.json")),
            keys(include_str!("../../../web/i18n/en.json"))
        );
    }
}
