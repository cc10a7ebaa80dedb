//! The fields of the Tantivy index.

use super::tokens::{MARKS, MarksTokenizer, SEPARATED, SeparatedTokenizer};
use tantivy::{
    Index,
    schema::{self, INDEXED, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions},
};

/// Handles of the fields.
#[derive(Clone, Copy)]
pub struct Fields {
    /// The four token fields, in the order of [`crate::rank::Field::ALL`].
    pub tokens: [schema::Field; 4],
    /// The punctuation of the clause itself, at the positions that its grams leave empty.
    pub marks: schema::Field,
    pub labels: schema::Field,
    pub facets: schema::Field,
    pub clause: schema::Field,
    pub policy: schema::Field,
    pub tie: schema::Field,
    pub role: schema::Field,
    pub date: schema::Field,
    pub effective: schema::Field,
    pub expires: schema::Field,
    /// What [`super::leaving`] knows the terms of a unit by.
    pub fingerprint: schema::Field,
}

fn indexed(tokenizer: &str, positions: bool, lengths: bool) -> TextOptions {
    let option =
        if positions { IndexRecordOption::WithFreqsAndPositions } else { IndexRecordOption::WithFreqs };
    TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer(tokenizer)
            .set_index_option(option)
            .set_fieldnorms(lengths),
    )
}

/// Builds the schema. Nothing is stored: texts come from the document store.
pub fn build() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let tokens = |positions| indexed(SEPARATED, positions, true);
    let raw = TextFieldIndexing::default()
        .set_tokenizer("raw")
        .set_index_option(IndexRecordOption::Basic)
        .set_fieldnorms(false);
    let fast = NumericOptions::default().set_fast();
    let fields = Fields {
        tokens: [
            builder.add_text_field("body_words", tokens(false)),
            builder.add_text_field("body_grams", tokens(true)),
            builder.add_text_field("context_words", tokens(false)),
            builder.add_text_field("context_grams", tokens(true)),
        ],
        marks: builder.add_text_field("body_marks", indexed(MARKS, true, false)),
        labels: builder.add_text_field("labels", TextOptions::default().set_indexing_options(raw)),
        facets: builder.add_text_field("facets", TextOptions::default().set_fast("raw")),
        clause: builder.add_u64_field("clause", fast.clone()),
        policy: builder.add_u64_field("policy", fast.clone() | INDEXED),
        tie: builder.add_u64_field("tie", fast.clone()),
        role: builder.add_u64_field("role", fast.clone()),
        date: builder.add_i64_field("date", fast.clone()),
        effective: builder.add_i64_field("effective", fast.clone()),
        expires: builder.add_i64_field("expires", fast.clone()),
        fingerprint: builder.add_u64_field("fingerprint", fast),
    };
    (builder.build(), fields)
}

/// Makes the token form of [`super::tokens`] known to an index.
pub fn register(index: &Index) {
    index.tokenizers().register(SEPARATED, SeparatedTokenizer::default());
    index.tokenizers().register(MARKS, MarksTokenizer::default());
}
