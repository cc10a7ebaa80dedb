//! Where a clause stands: `a17-1.k2.i3`, and what names it from outside: `POLICY[@EDITION]#PATH`.

use crate::model::PolicyId;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// One step of a [`ClausePath`]. The letter says what is counted, the number which one it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// `p1`: a part (编, Part).
    Part(u32),
    /// `t1`: a text enclosed in a notice (印发的文件).
    Enclosed(u32),
    /// `c1`: a chapter (章, Chapter).
    Chapter(u32),
    /// `s1`: a section (节, Section).
    Section(u32),
    /// `a17`, `a17-1`: an article (条, Article); the second number is the 之一 of 第十七条之一, 0 when there is none.
    Article(u32, u32),
    /// `k2`: a paragraph of an article (款).
    Paragraph(u32),
    /// `i3`: an item (项, （三）, (c)).
    Item(u32),
    /// `m1`: a sub-item (目, 1.).
    Subitem(u32),
    /// `n1`: one level of 一、（一）1.（1）; the depth is the number of `n` steps.
    Numbered(u32),
    /// `h0`: a heading, title or note above the body; counted over the document.
    Heading(u32),
    /// `x4`: a paragraph outside every numbered clause; counted over the document.
    Text(u32),
}

impl Step {
    fn letter(self) -> char {
        match self {
            Self::Part(_) => 'p',
            Self::Enclosed(_) => 't',
            Self::Chapter(_) => 'c',
            Self::Section(_) => 's',
            Self::Article(..) => 'a',
            Self::Paragraph(_) => 'k',
            Self::Item(_) => 'i',
            Self::Subitem(_) => 'm',
            Self::Numbered(_) => 'n',
            Self::Heading(_) => 'h',
            Self::Text(_) => 'x',
        }
    }

    /// The number behind the letter.
    pub fn number(self) -> u32 {
        match self {
            Self::Part(n)
            | Self::Enclosed(n)
            | Self::Chapter(n)
            | Self::Section(n)
            | Self::Article(n, _)
            | Self::Paragraph(n)
            | Self::Item(n)
            | Self::Subitem(n)
            | Self::Numbered(n)
            | Self::Heading(n)
            | Self::Text(n) => n,
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Article(n, sub) if *sub > 0 => write!(f, "a{n}-{sub}"),
            step => write!(f, "{}{}", step.letter(), step.number()),
        }
    }
}

impl FromStr for Step {
    type Err = PathError;

    fn from_str(text: &str) -> Result<Self, PathError> {
        let bad = || PathError(text.to_owned());
        let mut chars = text.chars();
        let letter = chars.next().ok_or_else(bad)?;
        let rest = chars.as_str();
        if letter == 'a' {
            let (number, sub) = rest.split_once('-').unwrap_or((rest, "0"));
            return Ok(Self::Article(number.parse().map_err(|_| bad())?, sub.parse().map_err(|_| bad())?));
        }
        let make = match letter {
            'p' => Self::Part,
            't' => Self::Enclosed,
            'c' => Self::Chapter,
            's' => Self::Section,
            'k' => Self::Paragraph,
            'i' => Self::Item,
            'm' => Self::Subitem,
            'n' => Self::Numbered,
            'h' => Self::Heading,
            'x' => Self::Text,
            _ => return Err(bad()),
        };
        rest.parse().map(make).map_err(|_| bad())
    }
}

/// A path that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no clause path; paths look like a5, a17-1.k2.i3, n2.n1 or x4")]
pub struct PathError(pub String);

/// The steps from the document down to a clause, joined by dots. Unique within an edition of a
/// policy and fixed by the text alone, so that a citation never moves.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct ClausePath(pub Vec<Step>);

impl ClausePath {
    /// The path one step further down.
    #[must_use]
    pub fn child(&self, step: Step) -> Self {
        let mut steps = self.0.clone();
        steps.push(step);
        Self(steps)
    }
}

impl fmt::Display for ClausePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, step) in self.0.iter().enumerate() {
            if number > 0 {
                f.write_str(".")?;
            }
            write!(f, "{step}")?;
        }
        Ok(())
    }
}

impl FromStr for ClausePath {
    type Err = PathError;

    fn from_str(text: &str) -> Result<Self, PathError> {
        text.split('.').map(str::parse).collect::<Result<_, _>>().map(Self)
    }
}

impl Serialize for ClausePath {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ClausePath {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// A reference to a policy or to one clause of it: `POLICY[@EDITION][#PATH]`. Without an edition
/// the newest is meant. What stands behind `#` is kept as written, since 第五条第二款 is understood too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClauseRef {
    /// The policy.
    pub policy: PolicyId,
    /// The edition's key, a date as a rule.
    pub edition: Option<String>,
    /// The clause, as a path or as a label in words.
    pub clause: Option<String>,
}

impl ClauseRef {
    /// Splits a reference. Any text is accepted; whether it names something is the store's answer.
    pub fn parse(text: &str) -> Self {
        let (head, clause) = match text.split_once('#') {
            Some((head, clause)) => (head, Some(clause.trim().to_owned())),
            None => (text, None),
        };
        let (policy, edition) = match head.split_once('@') {
            Some((policy, edition)) => (policy, Some(edition.trim().to_owned())),
            None => (head, None),
        };
        Self {
            policy: PolicyId(policy.trim().to_owned()),
            edition: edition.filter(|text| !text.is_empty()),
            clause: clause.filter(|text| !text.is_empty()),
        }
    }
}

impl fmt::Display for ClauseRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.policy)?;
        if let Some(edition) = &self.edition {
            write!(f, "@{edition}")?;
        }
        if let Some(clause) = &self.clause {
            write!(f, "#{clause}")?;
        }
        Ok(())
    }
}

impl Serialize for ClauseRef {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_survive_a_round_trip() {
        for text in ["a5", "a17-1.k2.i3.m1", "n1.n2.n3", "t1.c2", "h0", "x4", "p1.c1.s2"] {
            assert_eq!(text.parse::<ClausePath>().unwrap().to_string(), text);
        }
        for text in ["", "a", "q1", "a1.", "a1..k2", "第五条", "a-1"] {
            assert!(text.parse::<ClausePath>().is_err(), "{text}");
        }
    }

    #[test]
    fn references_survive_a_round_trip() {
        for text in ["guofa-2020-8", "guofa-2020-8#a5", "guofa-2020-8@2020-07-27#a5.k2", "x#第五条第二款"]
        {
            assert_eq!(ClauseRef::parse(text).to_string(), text);
        }
    }
}
