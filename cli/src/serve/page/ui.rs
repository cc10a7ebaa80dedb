//! The reader's language and what links keep of it.

use crate::serve::language::{AS_OF, LOCALE, locale_of};
use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, Uri, request::Parts},
};
use maud::{Markup, html};
use polidex_corpus::locale::Locale;
use std::convert::Infallible;

/// How the reader sees the page.
#[derive(Debug, Clone)]
pub struct Ui {
    /// The language of everything that is not quoted.
    pub locale: Locale,
    /// Whether the address names the language, so that links keep it.
    named: bool,
    /// The day for statuses, where the address names one, so that links keep it too.
    day: Option<String>,
    /// The path of this page.
    path: String,
    /// The parameters of this page, without language and day.
    parameters: Vec<(String, String)>,
}

impl<S: Send + Sync> FromRequestParts<S> for Ui {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::new(&parts.uri, &parts.headers))
    }
}

impl Ui {
    /// By the parameter `locale`, else by the browser's languages.
    pub fn new(uri: &Uri, headers: &HeaderMap) -> Self {
        let all = url::form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
        let (named, others): (Vec<_>, Vec<_>) = all.into_owned().partition(|(name, _)| name == LOCALE);
        let (days, parameters): (Vec<_>, Vec<_>) = others.into_iter().partition(|(name, _)| name == AS_OF);
        Self {
            locale: locale_of(uri, headers),
            named: !named.is_empty(),
            day: days.into_iter().next().map(|(_, day)| day),
            path: uri.path().to_owned(),
            parameters,
        }
    }

    /// Chooses between the two renderings of one message.
    pub fn pick<'a>(&self, en: &'a str, zh: &'a str) -> &'a str {
        self.locale.pick(en, zh)
    }

    /// The language as browsers and screen readers call it.
    pub fn lang(&self) -> &'static str {
        self.locale.pick("en", "zh-CN")
    }

    /// The value of a parameter of this page.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The day for statuses, where the address names one.
    pub fn day(&self) -> Option<&str> {
        self.day.as_deref()
    }

    /// The same reader, with today for statuses.
    pub fn today(&self) -> Self {
        Self { day: None, ..self.clone() }
    }

    /// All parameters of this page but language and day, decoded.
    pub fn parameters(&self) -> &[(String, String)] {
        &self.parameters
    }

    /// The address of a page of ours, in the language and for the day that were chosen.
    pub fn href<'p>(&self, path: &str, parameters: impl IntoIterator<Item = (&'p str, &'p str)>) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(parameters);
        if self.named {
            query.append_pair(LOCALE, self.locale.pick("en", "zh"));
        }
        if let Some(day) = &self.day {
            query.append_pair(AS_OF, day);
        }
        let query = query.finish();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }

    /// What a form sends besides its fields, so that the next page keeps language and day.
    pub fn kept(&self) -> Markup {
        html! {
            @if let Some(day) = &self.day { input type="hidden" name=(AS_OF) value=(day); }
            @if self.named { input type="hidden" name=(LOCALE) value=(self.locale.pick("en", "zh")); }
        }
    }

    /// Links to this page in each language. Pages that are answers to a form (`fixed`) have no address;
    /// their links lead to the empty form.
    pub fn languages(&self, fixed: bool) -> Markup {
        let link = |locale: Locale| {
            let other = Self { locale, named: true, ..self.clone() };
            let kept = self.parameters.iter().filter(|_| !fixed);
            other.href(&self.path, kept.map(|(name, value)| (name.as_str(), value.as_str())))
        };
        let choice = |locale: Locale, lang: &str, name: &str| {
            html! {
                @let current = (locale == self.locale).then_some("true");
                a href=(link(locale)) lang=(lang) hreflang=(lang) aria-current=[current] { (name) }
            }
        };
        html! {
            nav #languages aria-label=(self.pick("Language", "语言")) {
                (choice(Locale::Zh, "zh-CN", "中文")) (choice(Locale::En, "en", "English"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ui(uri: &'static str) -> Ui {
        Ui::new(&Uri::from_static(uri), &HeaderMap::new())
    }

    #[test]
    fn links_keep_a_language_that_was_chosen() {
        assert_eq!(ui("/").href("/quote", []), "/quote");
        assert_eq!(ui("/?locale=zh").href("/", [("q", "a b&c")]), "/?q=a+b%26c&locale=zh");
        let then = ui("/?as_of=2020-01-01&q=a");
        assert_eq!(then.href("/quote", []), "/quote?as_of=2020-01-01");
        assert_eq!(then.today().href("/", [("q", "a")]), "/?q=a");
    }
}
