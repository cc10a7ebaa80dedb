//! The fields that a page can state, and how sure each statement is.

use crate::{date, fields::Stated};
use polidex_corpus::{
    model::{Origin, PageFacts, Sourced},
    source::METADATA_FIELDS,
};

/// How sure a statement is, surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    /// By a rule of the source.
    Rule,
    /// A label that means nothing else, such as 发布日期.
    Label,
    /// A meta tag, or data for machines.
    Meta,
    /// A label that can mean something else, such as 时间.
    Hint,
    /// Told by where it stands.
    Place,
    /// Read from the page's address.
    Address,
}

/// What a page states, the surest statement of each field.
#[derive(Default)]
pub(super) struct Fields([Option<(Rank, Sourced<String>)>; METADATA_FIELDS.len()]);

impl Fields {
    /// Takes a statement, unless a surer or an earlier one of its rank is there. A date must be one.
    pub fn state(&mut self, field: &str, rank: Rank, value: &str, place: &str) {
        let Some(at) = METADATA_FIELDS.iter().position(|known| *known == field) else { return };
        let value = if is_date(field) { dated(value) } else { plain(value) };
        let known = &mut self.0[at];
        if let Some(value) = value.filter(|_| known.as_ref().is_none_or(|(sure, _)| rank < *sure)) {
            *known = Some((rank, Sourced::new(value.to_owned(), Origin::Field(place.to_owned()))));
        }
    }

    /// Whether a field is stated.
    pub fn knows(&self, field: &str) -> bool {
        METADATA_FIELDS.iter().position(|known| *known == field).is_some_and(|at| self.0[at].is_some())
    }

    fn take(&mut self, field: &str) -> Option<Sourced<String>> {
        let at = METADATA_FIELDS.iter().position(|known| *known == field)?;
        self.0[at].take().map(|(_, value)| value)
    }

    /// The page's title as stated, and all other fields.
    pub fn into_stated(mut self) -> (Option<Sourced<String>>, Stated) {
        let stated = Stated {
            doc_number: self.take("doc_number"),
            issuer: self.take("issuer").into_iter().collect(),
            published: self.take("published"),
            written: self.take("written"),
            effective: self.take("effective"),
            expires: self.take("expires"),
            page: PageFacts {
                index_number: self.take("index_number"),
                topic: self.take("topic"),
                column: self.take("column"),
                author: self.take("author"),
                source: self.take("source"),
                ..PageFacts::default()
            },
            ..Stated::default()
        };
        (self.take("title"), stated)
    }
}

fn is_date(field: &str) -> bool {
    matches!(field, "written" | "published" | "effective" | "expires")
}

/// The first date of a value.
fn dated(value: &str) -> Option<&str> {
    let (range, _) = date::find(value).into_iter().next()?;
    Some(&value[range])
}

/// A value without what stands around it.
fn plain(value: &str) -> Option<&str> {
    let value = value.trim().trim_matches(['|', '｜', '/', '·', '-', '—', '[', ']', '【', '】']).trim();
    let empty = value.is_empty() || matches!(value, "无" | "暂无" | "null" | "undefined" | "其他");
    (!empty).then_some(value)
}
