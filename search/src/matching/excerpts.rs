//! The words of a text that are quoted.

use polidex_corpus::model::Span;

/// Pieces of a text with where they stand, in order: a store of a million clauses has more text than memory should
/// hold.
#[derive(Debug, Clone)]
pub struct Excerpts(Vec<(Span, String)>);

impl Excerpts {
    /// The whole text.
    pub fn whole(text: String) -> Self {
        Self(vec![(Span::new(0, text.chars().count()), text)])
    }

    /// The pieces of a text in which `spans` lie.
    pub fn of(text: &str, mut spans: Vec<Span>) -> Self {
        spans.sort_unstable();
        let mut pieces: Vec<(Span, String)> = Vec::new();
        for span in spans {
            match pieces.last_mut().filter(|(piece, _)| span.start <= piece.end) {
                Some((piece, _)) => piece.end = piece.end.max(span.end),
                None => pieces.push((span, String::new())),
            }
        }
        let (mut chars, mut at) = (text.chars(), 0);
        for (span, piece) in &mut pieces {
            // A span that a damaged store gives is cut at the end of the text, never a panic.
            chars.by_ref().take(span.start - at).for_each(drop);
            piece.extend(chars.by_ref().take(span.len()));
            piece.shrink_to_fit();
            at = span.end;
        }
        Self(pieces)
    }

    /// The words of a span; what lies in no piece is left out.
    pub fn slice(&self, span: Span) -> &str {
        let behind = self.0.partition_point(|(piece, _)| piece.start <= span.start);
        let Some((piece, text)) = behind.checked_sub(1).map(|place| &self.0[place]) else { return "" };
        let mut places = text.char_indices().map(|(at, _)| at).chain([text.len()]);
        let Some(start) = places.nth(span.start - piece.start) else { return "" };
        let end = if span.is_empty() { Some(start) } else { places.nth(span.len() - 1) };
        &text[start..end.unwrap_or(text.len())]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_span_reads_as_in_the_whole_text(
            text in "[一二三ab é🙂]{0,60}",
            ends in prop::collection::vec((0usize..60, 0usize..20), 0..8),
        ) {
            let length = text.chars().count();
            let span = |(start, length_of): (usize, usize)| {
                let start = start.min(length);
                Span::new(start, (start + length_of).min(length))
            };
            let spans: Vec<Span> = ends.into_iter().map(span).collect();
            let (whole, pieces) = (Excerpts::whole(text.clone()), Excerpts::of(&text, spans.clone()));
            for span in spans {
                let expected: String = text.chars().skip(span.start).take(span.len()).collect();
                prop_assert_eq!(pieces.slice(span), &expected);
                prop_assert_eq!(whole.slice(span), &expected);
            }
        }
    }

    #[test]
    fn what_is_beyond_the_text_is_left_out() {
        let pieces = Excerpts::of("对企业给予奖励", vec![Span::new(1, 3), Span::new(5, 99)]);
        assert_eq!(pieces.slice(Span::new(5, 99)), "奖励");
        assert_eq!(pieces.slice(Span::new(0, 2)), "");
        assert_eq!(pieces.slice(Span::new(50, 60)), "");
        assert_eq!(Excerpts::of("", vec![Span::new(3, 4)]).slice(Span::new(3, 4)), "");
    }
}
