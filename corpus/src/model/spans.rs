//! The spans that a value refers to.

use super::Span;
use serde::{
    Deserializer,
    de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor},
};
use std::fmt;

/// Every span in a value that is written in JSON, however deep: every object with a number as `start` and one as `end`.
///
/// # Errors
/// When the text is not JSON.
pub fn spans_in(json: &str) -> serde_json::Result<Vec<Span>> {
    let mut found = Vec::new();
    Spans(&mut found).deserialize(&mut serde_json::Deserializer::from_str(json))?;
    Ok(found)
}

/// Collects spans; a value comes to a number where it is one.
struct Spans<'a>(&'a mut Vec<Span>);

impl<'de> DeserializeSeed<'de> for Spans<'_> {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Spans<'_> {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
        Ok(usize::try_from(number).ok())
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<Self::Value, A::Error> {
        while values.next_element_seed(Spans(self.0))?.is_some() {}
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut values: A) -> Result<Self::Value, A::Error> {
        let (mut start, mut end) = (None, None);
        while let Some(key) = values.next_key::<String>()? {
            let number = values.next_value_seed(Spans(self.0))?;
            match key.as_str() {
                "start" => start = number,
                "end" => end = number,
                _ => {}
            }
        }
        if let (Some(start), Some(end)) = (start, end)
            && start <= end
        {
            self.0.push(Span { start, end });
        }
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_found_however_deep_they_lie() {
        let json = r#"{"a": {"start": 3, "end": 9}, "b": [null, true, -1, 2.5, "start", [{"span": {"start": 0, "end": 0, "x": {"start": 7, "end": 8}}}]],
            "no": [{"start": 1}, {"start": 5, "end": 4}, {"start": "1", "end": 2}]}"#;
        assert_eq!(spans_in(json).unwrap(), [Span::new(3, 9), Span::new(7, 8), Span::new(0, 0)]);
        assert_eq!(spans_in("3").unwrap(), []);
        assert!(spans_in("{").is_err());
    }
}
