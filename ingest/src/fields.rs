//! What an input states about its document: keys of a JSON line or of front matter.

use polidex_corpus::{
    model::{Origin, PageFacts, Sourced},
    source::Source,
};
use serde::Deserialize;
use serde_json::Value;

/// The keys of a JSON line or of TOML front matter. Unknown keys are ignored.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Fields {
    /// What the user calls the document.
    pub id: Option<Text>,
    /// Language, BCP 47.
    pub lang: Option<String>,
    /// The text.
    pub text: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// A title in the other language.
    pub title_translated: Option<String>,
    /// The official page.
    pub url: Option<String>,
    /// Who issued it: one name or several.
    pub issuer: Option<Names>,
    /// The document's own number.
    pub doc_number: Option<String>,
    /// 发布 date.
    pub published: Option<Text>,
    /// 成文 date.
    pub written: Option<Text>,
    /// 施行 date.
    pub effective: Option<Text>,
    /// 失效 date.
    pub expires: Option<Text>,
    /// Kind of document, in English or Chinese.
    pub kind: Option<String>,
    /// Name of the family of documents.
    pub family: Option<String>,
    /// External id or title of the document that this one translates.
    pub translation_of: Option<String>,
    /// Whether it is a sample written for demonstration.
    pub illustrative: Option<bool>,
    /// Whether it is an entry of a catalogue, without text.
    pub catalogue: Option<bool>,
}

/// A text that may be written as a number.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Text {
    /// As a string.
    String(String),
    /// As a number.
    Number(serde_json::Number),
}

impl std::fmt::Display for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::String(text) => f.write_str(text),
            Self::Number(number) => number.fmt(f),
        }
    }
}

/// One name or several.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Names {
    /// One.
    One(String),
    /// Several.
    Many(Vec<String>),
}

impl Fields {
    /// Reads front matter; dates may be TOML dates.
    ///
    /// # Errors
    /// What is wrong with the TOML, in English.
    pub fn from_toml(text: &str) -> Result<Self, String> {
        let table: toml::Table = text.parse().map_err(|error: toml::de::Error| error.message().to_owned())?;
        let object = table.into_iter().map(|(key, value)| (key, plain(value))).collect();
        serde_json::from_value(Value::Object(object)).map_err(|error| error.to_string())
    }

    /// What is stated, each value with the key it comes from.
    pub fn stated(self) -> Stated {
        let sourced = |value: Option<String>, key: &str| {
            let value = value.map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())?;
            Some(Sourced::new(value, Origin::Field(key.to_owned())))
        };
        let date = |value: Option<Text>, key: &str| sourced(value.map(|value| value.to_string()), key);
        let issuer = match self.issuer {
            Some(Names::One(name)) => vec![name],
            Some(Names::Many(names)) => names,
            None => Vec::new(),
        };
        Stated {
            title: sourced(self.title, "title"),
            title_translated: sourced(self.title_translated, "title_translated"),
            doc_number: sourced(self.doc_number, "doc_number"),
            issuer: issuer.into_iter().filter_map(|name| sourced(Some(name), "issuer")).collect(),
            published: date(self.published, "published"),
            written: date(self.written, "written"),
            effective: date(self.effective, "effective"),
            expires: date(self.expires, "expires"),
            kind: self.kind,
            lang: self.lang,
            url: self.url,
            family: self.family,
            translation_of: self.translation_of,
            illustrative: self.illustrative.unwrap_or(false),
            catalogue: self.catalogue.unwrap_or(false),
            ..Stated::default()
        }
    }
}

/// A TOML value as JSON; dates as they are written.
fn plain(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(number) => Value::from(number),
        toml::Value::Float(number) => Value::from(number),
        toml::Value::Boolean(flag) => Value::Bool(flag),
        toml::Value::Datetime(date) => Value::String(date.to_string()),
        toml::Value::Array(values) => Value::Array(values.into_iter().map(plain).collect()),
        toml::Value::Table(table) => {
            Value::Object(table.into_iter().map(|(key, value)| (key, plain(value))).collect())
        }
    }
}

/// What an input states about its document, before anything is read out of its text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stated {
    /// The title.
    pub title: Option<Sourced<String>>,
    /// A title in the other language.
    pub title_translated: Option<Sourced<String>>,
    /// The number, as printed.
    pub doc_number: Option<Sourced<String>>,
    /// The issuers; one value may name several.
    pub issuer: Vec<Sourced<String>>,
    /// 发布 date, as printed.
    pub published: Option<Sourced<String>>,
    /// 成文 date, as printed.
    pub written: Option<Sourced<String>>,
    /// 施行 date, as printed.
    pub effective: Option<Sourced<String>>,
    /// 失效 date, as printed.
    pub expires: Option<Sourced<String>>,
    /// Kind of document, in English or Chinese.
    pub kind: Option<String>,
    /// Language, BCP 47.
    pub lang: Option<String>,
    /// The official page.
    pub url: Option<String>,
    /// Name of the family of documents.
    pub family: Option<String>,
    /// The document that this one translates.
    pub translation_of: Option<String>,
    /// A sample written for demonstration.
    pub illustrative: bool,
    /// An entry of a catalogue.
    pub catalogue: bool,
    /// What a page states besides.
    pub page: PageFacts,
    /// What is known of the site, for what the page does not say.
    pub publisher: Option<Publisher>,
}

/// What holds for all documents of a site that do not say otherwise.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Publisher {
    /// Who issues them.
    pub issuer: Option<String>,
    /// For which region, as a code.
    pub region: Option<String>,
}

impl Publisher {
    /// What a source says of its documents.
    pub fn of(source: &Source) -> Self {
        Self { issuer: source.issuer.clone(), region: source.region.clone() }
    }
}
