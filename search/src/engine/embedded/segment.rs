//! One segment of the index, with what scoring needs close at hand.

use super::{
    super::{
        EngineError,
        kept::Kept,
        matching::{DocBits, DocId, Nearness, Norms, Stretches, Units, Visit, Walk, carrying},
    },
    facet_values::FacetValues,
    phrase,
    schema::{self, Fields},
    walk::BlockWalk,
};
use crate::{
    query::{phrase::Phrase, plan::NearPair},
    rank::{Field, Role},
};
use std::{
    collections::{BTreeSet, HashMap},
    ops::Range,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};
use tantivy::{
    Index, InvertedIndexReader, ReloadPolicy, SegmentReader, Term,
    columnar::{Column, StrColumn},
    postings::{BlockSegmentPostings, TermInfo},
    schema::IndexRecordOption,
};

/// A segment that is open for reading.
pub struct Segment {
    pub reader: SegmentReader,
    pub fields: Fields,
    inverted: [Arc<InvertedIndexReader>; 4],
    /// By field where the postings of terms are; none of terms that stand nowhere.
    known: [Kept<String, Option<TermInfo>>; 4],
    labels: Arc<InvertedIndexReader>,
    /// By field and document the class of its length.
    lengths: [Vec<u8>; 4],
    norms: Norms,
    stretches: Stretches,
    /// Whether it holds superseded editions.
    superseded: bool,
    facets: Option<StrColumn>,
    /// Labels of the facet column by ordinal, read when they are first counted.
    facet_labels: OnceLock<Vec<String>>,
    /// What documents have in the facet column, read when it is first counted.
    facet_values: OnceLock<FacetValues>,
    /// The documents of a language, by its label.
    languages: Mutex<HashMap<String, Arc<DocBits>>>,
    /// For each document what it is in its own document.
    roles: Vec<Role>,
    /// Whether documents have been deleted.
    has_deletes: bool,
    clause: Column<u64>,
    tie: Column<u64>,
    date: Column<i64>,
    effective: Column<i64>,
    expires: Column<i64>,
}

/// Opens every segment of `index`, which holds newest or superseded editions.
pub fn open_all(index: &Index, norms: &Norms, superseded: bool) -> Result<Vec<Segment>, EngineError> {
    let fields = schema::build().1;
    let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
    reader
        .searcher()
        .segment_readers()
        .iter()
        .map(|reader| Segment::open(reader, fields, norms, superseded))
        .collect()
}

impl Segment {
    fn open(
        reader: &SegmentReader,
        fields: Fields,
        norms: &Norms,
        superseded: bool,
    ) -> Result<Self, EngineError> {
        let fast = reader.fast_fields();
        let policy = fast.u64("policy")?;
        let mut rows = vec![0; reader.max_doc() as usize];
        policy.values.get_range(0, &mut rows);
        let mut roles = vec![0; reader.max_doc() as usize];
        fast.u64("role")?.values.get_range(0, &mut roles);
        let inverted = |field: Field| reader.inverted_index(fields.tokens[field.index()]);
        let lengths = |field: Field| -> Result<Vec<u8>, EngineError> {
            let classes = reader.get_fieldnorms_reader(fields.tokens[field.index()])?;
            Ok((0..reader.max_doc()).map(|doc| classes.fieldnorm_id(doc)).collect())
        };
        Ok(Self {
            inverted: [
                inverted(Field::BodyWords)?,
                inverted(Field::BodyGrams)?,
                inverted(Field::ContextWords)?,
                inverted(Field::ContextGrams)?,
            ],
            lengths: [
                lengths(Field::BodyWords)?,
                lengths(Field::BodyGrams)?,
                lengths(Field::ContextWords)?,
                lengths(Field::ContextGrams)?,
            ],
            known: <_>::default(),
            labels: reader.inverted_index(fields.labels)?,
            norms: norms.clone(),
            stretches: Stretches::new(rows.into_iter().map(|row| row as u32)),
            superseded,
            facets: fast.str("facets")?,
            facet_labels: OnceLock::new(),
            facet_values: OnceLock::new(),
            languages: Mutex::default(),
            roles: roles.into_iter().map(Role::from_code).collect(),
            has_deletes: reader.has_deletes(),
            clause: fast.u64("clause")?,
            tie: fast.u64("tie")?,
            date: fast.i64("date")?,
            effective: fast.i64("effective")?,
            expires: fast.i64("expires")?,
            reader: reader.clone(),
            fields,
        })
    }

    /// Postings of a term, with frequencies if they are counted.
    fn block_postings(
        &self,
        field: Field,
        term: &str,
        counted: bool,
    ) -> Result<Option<BlockSegmentPostings>, EngineError> {
        let Some(info) = self.term_info(field, term)? else { return Ok(None) };
        let option = if counted { IndexRecordOption::WithFreqs } else { IndexRecordOption::Basic };
        Ok(Some(self.inverted[field.index()].read_block_postings_from_terminfo(&info, option)?))
    }

    fn term_info(&self, field: Field, term: &str) -> Result<Option<TermInfo>, EngineError> {
        let (inverted, place) = (&self.inverted[field.index()], self.fields.tokens[field.index()]);
        let look_up = || inverted.get_term_info(&Term::from_field_text(place, term));
        Ok(self.known[field.index()].get(term, look_up)?)
    }

    /// In how many documents a term stands, deleted ones included.
    pub fn document_frequency(&self, field: Field, term: &str) -> Result<u32, EngineError> {
        Ok(self.term_info(field, term)?.map_or(0, |info| info.doc_freq))
    }

    /// Shows the terms of a field from one up to another, with the number of documents that hold them.
    pub fn visit_terms(
        &self,
        field: Field,
        range: Range<&str>,
        visit: &mut dyn FnMut(&str, u32),
    ) -> Result<(), EngineError> {
        let all = self.inverted[field.index()].terms();
        let mut terms = all.range().ge(range.start).lt(range.end).into_stream()?;
        while let Some((term, info)) = terms.next() {
            if let Ok(term) = std::str::from_utf8(term) {
                visit(term, info.doc_freq);
            }
        }
        Ok(())
    }

    /// Shows every label that begins with `prefix`, with its postings, in the order of labels.
    pub fn visit_labels(
        &self,
        prefix: &str,
        mut visit: impl FnMut(&str, BlockSegmentPostings),
    ) -> Result<(), EngineError> {
        let mut end = prefix.as_bytes().to_vec();
        end.push(0xff);
        let mut terms = self.labels.terms().range().ge(prefix.as_bytes()).lt(&end).into_stream()?;
        while let Some((term, info)) = terms.next() {
            let postings = self.labels.read_block_postings_from_terminfo(info, IndexRecordOption::Basic)?;
            if let Ok(label) = std::str::from_utf8(term) {
                visit(label, postings);
            }
        }
        Ok(())
    }

    /// Adds every label that begins with `prefix` and is carried by a document that is not deleted.
    pub fn labels_with_prefix(&self, prefix: &str, labels: &mut BTreeSet<String>) -> Result<(), EngineError> {
        self.visit_labels(prefix, |label, postings| {
            let mut carried = false;
            for_each(postings, |docs, _| carried |= docs.iter().any(|&doc| self.is_alive(doc)));
            if carried {
                labels.insert(label.to_owned());
            }
        })
    }
}

impl Units for Segment {
    fn len(&self) -> usize {
        self.reader.max_doc() as usize
    }

    fn is_alive(&self, doc: DocId) -> bool {
        !self.has_deletes || !self.reader.is_deleted(doc)
    }

    fn has_deleted(&self) -> bool {
        self.has_deletes
    }

    fn postings(&self, field: Field, term: &str, visit: Visit<'_>) -> Result<(), EngineError> {
        if let Some(postings) = self.block_postings(field, term, true)? {
            for_each(postings, visit);
        }
        Ok(())
    }

    fn holders(&self, field: Field, term: &str, visit: Visit<'_>) -> Result<(), EngineError> {
        if let Some(postings) = self.block_postings(field, term, false)? {
            for_each(postings, visit);
        }
        Ok(())
    }

    fn walk(
        &self,
        field: Field,
        term: &str,
        from: DocId,
        counted: bool,
    ) -> Result<Option<Box<dyn Walk + '_>>, EngineError> {
        let postings = self.block_postings(field, term, counted)?;
        Ok(postings.map(|postings| Box::new(BlockWalk::new(postings, from)) as Box<dyn Walk>))
    }

    fn prefix_postings(&self, field: Field, prefix: &str, visit: Visit<'_>) -> Result<(), EngineError> {
        let inverted = &self.inverted[field.index()];
        let mut end = prefix.as_bytes().to_vec();
        end.push(0xff);
        let mut terms = inverted.terms().range().ge(prefix.as_bytes()).lt(&end).into_stream()?;
        while let Some((_, info)) = terms.next() {
            let postings = inverted.read_block_postings_from_terminfo(info, IndexRecordOption::Basic)?;
            for_each(postings, &mut *visit);
        }
        Ok(())
    }

    fn labelled(&self, label: &str, visit: Visit<'_>) -> Result<(), EngineError> {
        let term = Term::from_field_text(self.fields.labels, label);
        if let Some(postings) = self.labels.read_block_postings(&term, IndexRecordOption::Basic)? {
            for_each(postings, visit);
        }
        Ok(())
    }

    fn in_language(&self, label: &str) -> Result<Arc<DocBits>, EngineError> {
        let known = || self.languages.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bits) = known().get(label) {
            return Ok(Arc::clone(bits));
        }
        let bits = Arc::new(carrying(self, &[label.to_owned()])?);
        known().insert(label.to_owned(), Arc::clone(&bits));
        Ok(bits)
    }

    fn frequencies(&self, field: Field, term: &str, docs: &[DocId]) -> Result<Vec<u32>, EngineError> {
        let mut frequencies = vec![0; docs.len()];
        let Some(mut postings) = self.block_postings(field, term, true)? else { return Ok(frequencies) };
        for (&doc, frequency) in docs.iter().zip(&mut frequencies) {
            // Nothing stands behind the end, which is marked by a document of the highest number.
            let at = postings.seek(doc);
            if at >= postings.block_len() {
                break;
            }
            if postings.doc(at) == doc {
                *frequency = postings.freq(at);
            }
        }
        Ok(frequencies)
    }

    fn tells_marks(&self) -> bool {
        true
    }

    fn holding(&self, phrase: &Phrase, field: Field, among: &DocBits) -> Result<DocBits, EngineError> {
        phrase::holding(self, phrase, field, among)
    }

    fn near(&self, pair: &NearPair, among: &DocBits) -> Result<Option<Nearness>, EngineError> {
        phrase::near(self, pair, among)
    }

    fn facet_labels(&self) -> Result<&[String], EngineError> {
        if let Some(labels) = self.facet_labels.get() {
            return Ok(labels);
        }
        let mut labels = Vec::new();
        if let Some(column) = &self.facets {
            for ordinal in 0..column.num_terms() as u64 {
                let mut label = String::new();
                column.ord_to_str(ordinal, &mut label)?;
                labels.push(label);
            }
        }
        Ok(self.facet_labels.get_or_init(|| labels))
    }

    fn facet_ordinals(&self, doc: DocId) -> impl Iterator<Item = u64> {
        let (column, values) = match self.shared_facets(self.stretches.of(doc)) {
            Some(values) => (None, values),
            None => (self.facets.as_ref(), &[] as &[u32]),
        };
        let column = column.into_iter().flat_map(move |column| column.term_ords(doc));
        column.chain(values.iter().map(|&ordinal| u64::from(ordinal)))
    }

    fn shared_facets(&self, stretch: usize) -> Option<&[u32]> {
        // Editions of one policy may stand side by side among those that are superseded.
        if self.superseded {
            return None;
        }
        let read = || FacetValues::read(&self.stretches, self.facets.as_ref(), |doc| self.is_alive(doc));
        Some(self.facet_values.get_or_init(read).of(stretch))
    }

    fn norms(&self, field: Field) -> &[f32; 256] {
        &self.norms.0[field.index()]
    }

    fn length_classes(&self, field: Field) -> &[u8] {
        &self.lengths[field.index()]
    }

    fn stretches(&self) -> &Stretches {
        &self.stretches
    }

    fn clause(&self, doc: DocId) -> i64 {
        self.clause.values.get_val(doc) as i64
    }

    fn tie(&self, doc: DocId) -> u64 {
        self.tie.values.get_val(doc)
    }

    fn role(&self, doc: DocId) -> Role {
        self.roles[doc as usize]
    }

    fn superseded(&self, _: DocId) -> bool {
        self.superseded
    }

    fn date(&self, doc: DocId) -> Option<i64> {
        self.date.first(doc)
    }

    fn effective(&self, doc: DocId) -> Option<i64> {
        self.effective.first(doc)
    }

    fn expires(&self, doc: DocId) -> Option<i64> {
        self.expires.first(doc)
    }
}

/// Walks the documents of a posting list, block by block, with their frequencies.
pub fn for_each(mut postings: BlockSegmentPostings, mut visit: impl FnMut(&[DocId], &[u32])) {
    loop {
        let docs = postings.docs();
        if docs.is_empty() {
            return;
        }
        visit(docs, postings.freqs());
        postings.advance();
    }
}
