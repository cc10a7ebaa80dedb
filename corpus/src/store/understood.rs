//! What texts were understood to say. It is derived from them: no export holds it, and any version of the
//! reader can fill it again.

use super::{
    Store, StoreError, StoredClause,
    clause::path_in,
    normal::title_key,
    read,
    write::{int, json},
};
use crate::model::{
    BackReference, Begins, ClausePath, CommonTerms, Edge, Ends, Measure, PointsAt, PolicyId, Span,
    Understanding, spans_in,
};
use rusqlite::{Connection, OptionalExtension, params};

/// A text that the present reader has not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnreadText {
    /// The row of the text in the table `extraction`.
    pub extraction: i64,
    /// The text as published.
    pub text: String,
}

/// A part of a document with its measures.
#[derive(Debug, Clone, PartialEq)]
pub struct MeasuredText {
    /// The document.
    pub policy: PolicyId,
    /// The row of the text in the table `extraction`.
    pub extraction: i64,
    /// Its measures, in order of the text; their spans index it.
    pub measures: Vec<Measure>,
    /// What binds all of them.
    pub common: CommonTerms,
    /// Every span that these refer to, in order.
    pub spans: Vec<Span>,
}

impl Store {
    /// The next texts that no reader, or one of another version, has read; at most `limit`.
    pub fn unread(&self, reader: &str, limit: usize) -> Result<Vec<UnreadText>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT x.id, x.text FROM extraction x LEFT JOIN understood u ON u.extraction = x.id
             WHERE u.reader IS NOT ?1 ORDER BY x.id LIMIT ?2",
        )?;
        let rows = statement.query_map((reader, int(limit)), |row| {
            Ok(UnreadText { extraction: row.get(0)?, text: row.get(1)? })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// How many texts that are.
    pub fn count_unread(&self, reader: &str) -> Result<u64, StoreError> {
        let count: i64 = self
            .conn
            .prepare_cached(
                "SELECT count(*) FROM extraction x LEFT JOIN understood u ON u.extraction = x.id
                 WHERE u.reader IS NOT ?1",
            )?
            .query_row([reader], |row| row.get(0))?;
        Ok(count.cast_unsigned())
    }

    /// Keeps what a version of the reader read, in one transaction; what stood there before goes.
    pub fn put_understood(&mut self, reader: &str, read: &[(i64, Understanding)]) -> Result<(), StoreError> {
        self.write(|batch| {
            for (extraction, understanding) in read {
                let before = kinds(batch.conn, *extraction)?;
                forget(batch.conn, *extraction)?;
                keep(batch.conn, *extraction, reader, understanding)?;
                if kinds(batch.conn, *extraction)? != before {
                    // An index can be asked for kinds of support, so it has to read the policy again.
                    for policy in policies_of(batch.conn, *extraction)? {
                        batch.touch(policy)?;
                    }
                }
            }
            Ok(())
        })
    }

    /// The measures of every newest edition, in order of policies and parts.
    pub fn measured(&self) -> Result<Vec<MeasuredText>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT p.policy_id, u.extraction, u.common FROM understood u
             JOIN edition_part ep ON ep.extraction = u.extraction JOIN edition e ON e.id = ep.edition
             JOIN policy p ON p.id = e.policy
             WHERE e.superseded = 0
               AND (u.common IS NOT NULL OR EXISTS (SELECT 1 FROM measure m WHERE m.extraction = u.extraction))
             ORDER BY p.policy_id, ep.part",
        )?;
        let mut rows = statement.query([])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let extraction = row.get(1)?;
            let common: Option<String> = row.get(2)?;
            let mut spans = Vec::new();
            let mut refer = |json: &str| spans.extend(spans_in(json).unwrap_or_default());
            if let Some(json) = &common {
                refer(json);
            }
            let measures = self.measures_in(extraction, &mut refer)?;
            spans.sort_unstable();
            spans.dedup();
            found.push(MeasuredText {
                policy: PolicyId(row.get(0)?),
                extraction,
                measures,
                common: common.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default(),
                spans,
            });
        }
        Ok(found)
    }

    /// One text with the places of its clauses, for quoting from it: the text, and every clause's span and
    /// path, a parent before its children.
    pub fn quotable(&self, extraction: i64) -> Result<(String, Vec<(Span, ClausePath)>), StoreError> {
        let text: String = self
            .conn
            .prepare_cached("SELECT text FROM extraction WHERE id = ?1")?
            .query_row([extraction], |row| row.get(0))?;
        let part = self.place(extraction)?.and_then(|place| place.part);
        let clauses = read::clauses_of(&self.conn, extraction)?;
        let placed = clauses.into_iter().map(|clause| (clause.span, path_in(part, clause.path)));
        Ok((text, placed.collect()))
    }

    /// The measures that a clause states; their spans index the text of its part.
    pub fn measures_within(&self, clause: &StoredClause) -> Result<Vec<Measure>, StoreError> {
        let mut statement = self.conn.prepare_cached("SELECT extraction FROM clause WHERE id = ?1")?;
        let Some(extraction) = statement.query_row([clause.rowid], |row| row.get(0)).optional()? else {
            return Ok(Vec::new());
        };
        let mut measures = self.measures_in(extraction, &mut |_| {})?;
        measures.retain(|measure| clause.span.contains(measure.sentence));
        Ok(measures)
    }

    /// The measures of one text; `see` is shown each as it is kept, in JSON.
    fn measures_in(&self, extraction: i64, see: &mut dyn FnMut(&str)) -> Result<Vec<Measure>, StoreError> {
        let mut statement =
            self.conn.prepare_cached("SELECT body FROM measure WHERE extraction = ?1 ORDER BY ord")?;
        let bodies = statement.query_map([extraction], |row| row.get::<_, String>(0))?;
        // A row that an older reader left in another form is passed over; it is read again anyhow.
        Ok(bodies
            .inspect(|body| body.iter().for_each(|body| see(body)))
            .filter_map(|body| body.map(|body| serde_json::from_str(&body).ok()).transpose())
            .collect::<Result<_, _>>()?)
    }
}

/// The kinds of support that a text promises.
fn kinds(conn: &Connection, extraction: i64) -> Result<Vec<String>, StoreError> {
    let mut statement =
        conn.prepare_cached("SELECT DISTINCT kind FROM measure WHERE extraction = ?1 ORDER BY kind")?;
    Ok(statement.query_map([extraction], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// The policies that hold a text.
fn policies_of(conn: &Connection, extraction: i64) -> Result<Vec<i64>, StoreError> {
    let mut statement = conn.prepare_cached(
        "SELECT DISTINCT e.policy FROM edition_part ep JOIN edition e ON e.id = ep.edition
         WHERE ep.extraction = ?1",
    )?;
    Ok(statement.query_map([extraction], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// Removes what was understood of a text.
fn forget(conn: &Connection, extraction: i64) -> Result<(), StoreError> {
    for sql in [
        "DELETE FROM understood WHERE extraction = ?1",
        "DELETE FROM edge WHERE extraction = ?1",
        "DELETE FROM back_reference WHERE extraction = ?1",
        "DELETE FROM validity WHERE extraction = ?1",
        "DELETE FROM measure WHERE extraction = ?1",
    ] {
        conn.prepare_cached(sql)?.execute([extraction])?;
    }
    Ok(())
}

fn keep(conn: &Connection, extraction: i64, reader: &str, read: &Understanding) -> Result<(), StoreError> {
    let common = (read.common != CommonTerms::default()).then(|| json(&read.common));
    conn.prepare_cached("INSERT INTO understood (extraction, reader, common) VALUES (?1, ?2, ?3)")?
        .execute((extraction, reader, common))?;
    let clauses = read::clauses_of(conn, extraction)?;
    // The deepest clause around a span: the last that begins before it, or one of its parents.
    let around = |span: Span| {
        let last = clauses.partition_point(|clause| clause.span.start <= span.start).checked_sub(1)?;
        let mut at = Some(last);
        while let Some(ord) = at {
            if clauses[ord].span.contains(span) {
                return Some(int(ord));
            }
            at = clauses[ord].parent;
        }
        None
    };
    for (ord, edge) in read.edges.iter().enumerate() {
        keep_edge(conn, extraction, ord, around(edge.mention), edge)?;
    }
    let pointers = read.references.iter().filter(|reference| reference.points_at != PointsAt::Itself);
    for (ord, reference) in pointers.enumerate() {
        keep_reference(conn, extraction, ord, around(reference.mention), reference)?;
    }
    if let Some(Begins { date, relative, span }) = &read.validity.effective {
        let relative = relative.map(crate::model::Event::name);
        keep_validity(conn, (extraction, "effective", around(*span)), *date, (relative, None), *span)?;
    }
    if let Some(Ends { date, term_months, span }) = &read.validity.expires {
        keep_validity(conn, (extraction, "expires", around(*span)), *date, (None, *term_months), *span)?;
    }
    for (ord, measure) in read.measures.iter().enumerate() {
        conn.prepare_cached(
            "INSERT INTO measure (extraction, ord, clause, kind, body, sentence_start, sentence_end)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute(params![
            extraction,
            int(ord),
            around(measure.cue),
            measure.kind.name(),
            json(measure),
            int(measure.sentence.start),
            int(measure.sentence.end),
        ])?;
    }
    Ok(())
}

fn keep_edge(
    conn: &Connection,
    extraction: i64,
    ord: usize,
    clause: Option<i64>,
    edge: &Edge,
) -> Result<(), StoreError> {
    let ends = |span: Option<Span>| span.map(|span| (int(span.start), int(span.end))).unzip();
    let (cue, provision) = (ends(edge.cue), ends(edge.provision));
    conn.prepare_cached(
        "INSERT INTO edge (extraction, ord, clause, kind, title, title_key, number, number_key, dated, char_start,
                           char_end, cue_start, cue_end, provision_start, provision_end, sentence_start, sentence_end)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
    )?
    .execute(params![
        extraction,
        int(ord),
        clause,
        edge.kind.name(),
        edge.title,
        edge.title.as_deref().map(title_key),
        edge.number.as_ref().map(|number| &number.printed),
        edge.number.as_ref().map(|number| &number.key),
        edge.dated.map(|date| date.to_string()),
        int(edge.mention.start),
        int(edge.mention.end),
        cue.0,
        cue.1,
        provision.0,
        provision.1,
        int(edge.sentence.start),
        int(edge.sentence.end),
    ])?;
    Ok(())
}

fn keep_reference(
    conn: &Connection,
    extraction: i64,
    ord: usize,
    clause: Option<i64>,
    reference: &BackReference,
) -> Result<(), StoreError> {
    conn.prepare_cached(
        "INSERT INTO back_reference (extraction, ord, clause, points_at, kind, char_start, char_end, antecedents,
                                     sentence_start, sentence_end)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?
    .execute(params![
        extraction,
        int(ord),
        clause,
        reference.points_at.name(),
        reference.kind.name(),
        int(reference.mention.start),
        int(reference.mention.end),
        json(&reference.antecedents),
        int(reference.sentence.start),
        int(reference.sentence.end),
    ])?;
    Ok(())
}

fn keep_validity(
    conn: &Connection,
    (extraction, field, clause): (i64, &str, Option<i64>),
    date: Option<jiff::civil::Date>,
    (relative, term_months): (Option<&str>, Option<u32>),
    span: Span,
) -> Result<(), StoreError> {
    conn.prepare_cached(
        "INSERT INTO validity (extraction, field, clause, date, relative, term_months, char_start, char_end)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute(params![
        extraction,
        field,
        clause,
        date.map(|date| date.to_string()),
        relative,
        term_months,
        int(span.start),
        int(span.end),
    ])?;
    Ok(())
}
