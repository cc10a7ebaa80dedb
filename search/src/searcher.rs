//! From a question to an answer.

use crate::{
    answer::{Answer, ClauseSummary, Explanation, Hit, HitExplanation, HitOrigin, PolicySummary, QueryEcho},
    bilingual::Lexicons,
    engine::{Candidate, Engine, EngineError, Page, Texts, embedded::EmbeddedEngine},
    highlight::{Analysed, holds, near},
    index::{embedded_dir, is_current},
    origin::Origins,
    permalink,
    query::{
        ast::{Filter, Query},
        parse::parse,
        plan::{Fall, NearPair, Plan, day_number},
        planner::{self, Context, MatchMode, Planned},
        with_plain_numbers,
    },
    rank::Weights,
    relax::{PartKind, Relaxation, Relaxed, relaxed},
    renderings::Renderings,
    spelling::Vocabulary,
    standing,
    text::Analyzer,
};
use jiff::civil::Date;
use polidex_corpus::{
    lexicon::LexiconFault,
    model::{ClauseRef, Policy, Span, Warning},
    store::{KeptText, Store, StoredClause},
};
use std::{
    collections::{HashMap, HashSet},
    path::Path,
    sync::{
        Arc, Mutex, OnceLock, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Instant,
};

mod asked;
mod error;
mod examine;
mod help;
mod matched;
mod meaning;
mod rendered;
mod request;

pub use error::SearchError;
pub use meaning::AskedEmbedder;
pub use request::Request;

use matched::matched_by;

/// What to do where nothing is stored yet, in English and Chinese.
pub const EMPTY_STORE: (&str, &str) = (
    "The store holds no documents yet: `polidex crawl gov-cn --max 50` brings the first policies, `polidex ingest PATH` reads your own files.",
    "库中尚无文件：`polidex crawl gov-cn --max 50` 可取得首批政策，`polidex ingest 路径` 可读入您自己的文件。",
);

/// What a reference names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Granularity {
    /// A clause.
    Clause,
    /// A whole document.
    Document,
}

/// What judgements call what a source calls `name`.
fn reference(name: String, of: Granularity) -> String {
    match (of, name.rsplit_once('#')) {
        (Granularity::Document, Some((document, _))) => document.to_owned(),
        _ => name,
    }
}

/// Reads a query and the filters that stand beside it.
fn read(text: &str, filters: &str) -> (Query, Vec<Warning>) {
    let (mut query, mut warnings) = parse(&with_plain_numbers(text));
    let (beside, more) = parse(filters);
    // Their places are in another text.
    query.filters.extend(beside.filters.into_iter().map(|filter| Filter { span: Span::new(0, 0), ..filter }));
    // An empty list of filters is no empty query.
    warnings.extend(more.into_iter().filter(|warning| warning.code != "empty_query"));
    (query, warnings)
}

/// Says that servers did not answer.
fn missing(servers: &[String]) -> Option<Warning> {
    let names = servers.join(", ");
    (!servers.is_empty()).then(|| {
        Warning::new(
            "servers_missing",
            format!("Not all clauses were asked about: {names} did not answer; run `polidex doctor`."),
            format!("并非所有条款都已检索：{names} 没有应答；请运行 `polidex doctor`。"),
        )
    })
}

/// What repeals documents, by the row of the policy, in a state of the store as of a day.
struct Falls {
    watermark: u64,
    as_of: Date,
    by_policy: Arc<HashMap<i64, Fall>>,
}

/// A store and its index, open for questions.
pub struct Searcher {
    store: Store,
    engine: Box<dyn Engine>,
    weights: Weights,
    analyzer: Analyzer,
    lexicons: Lexicons,
    /// The text that was read last for what postings cannot decide.
    kept: Mutex<KeptText>,
    /// Read when they are first asked for.
    origins: OnceLock<Origins>,
    falls: Mutex<Option<Falls>>,
    /// Collected when a word is first looked for that may be a slip.
    vocabulary: OnceLock<Vocabulary>,
    meaning: Option<meaning::Meaning>,
    /// Read when a question first needs them.
    renderings: OnceLock<Result<Renderings, EngineError>>,
    /// Whether servers did not answer the last question.
    lacks_servers: AtomicBool,
}

impl Searcher {
    /// Opens the data directory with the shipped weights.
    pub fn open(data: &Path) -> Result<Self, SearchError> {
        Self::with_weights(Store::open_reader(data)?, Weights::shipped())
    }

    /// Opens the index of `store` with other weights.
    pub fn with_weights(store: Store, weights: Weights) -> Result<Self, SearchError> {
        let engine = EmbeddedEngine::open(&embedded_dir(store.dir()), weights.clone())?;
        Ok(Self::with_engine(store, Box::new(engine), weights))
    }

    /// Answers from `engine`, an index of `store` that was opened with the same weights.
    pub fn with_engine(store: Store, engine: Box<dyn Engine>, weights: Weights) -> Self {
        let lexicons = Lexicons::open(store.dir());
        Self {
            store,
            engine,
            weights,
            analyzer: Analyzer::for_query(),
            lexicons,
            kept: Mutex::default(),
            origins: OnceLock::new(),
            falls: Mutex::default(),
            vocabulary: OnceLock::new(),
            meaning: None,
            renderings: OnceLock::new(),
            lacks_servers: AtomicBool::new(false),
        }
    }

    /// The same, asking the store as it was at a watermark. It needs an engine that has every edition at hand.
    ///
    /// # Errors
    /// [`polidex_corpus::store::StoreError::PastUnknown`] where it is not known what came when.
    pub fn as_of_watermark(mut self, watermark: u64) -> Result<Self, SearchError> {
        self.store.look_back(watermark)?;
        Ok(self)
    }

    /// The document store.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Whether the last question was answered without servers that may hold more hits.
    pub fn lacks_servers(&self) -> bool {
        self.lacks_servers.load(Ordering::Relaxed)
    }

    /// Whether the engine can be asked now; why not, if not.
    pub fn ready(&self) -> Result<(), SearchError> {
        Ok(self.engine.ready()?)
    }

    /// The lexicons that queries are looked up in.
    pub(crate) fn lexicons(&self) -> &Lexicons {
        &self.lexicons
    }

    /// The known sources.
    pub(crate) fn origins(&self) -> &Origins {
        self.origins.get_or_init(|| Origins::load(self.store.dir()))
    }

    /// Answers a question. A malformed one is answered too, with a warning.
    pub fn search(&self, request: &Request) -> Result<Answer, SearchError> {
        let started = Instant::now();
        let _snapshot = self.store.snapshot()?;
        let (query, mut warnings) = read(&request.text, &request.filters);
        let offset = request.cursor.as_deref().map_or(Ok(0), decode_cursor)?;
        let day = day_number(request.as_of);
        let page =
            Page { offset, limit: request.limit, sort: request.sort, facets: request.facets, any: false };
        let (mut planned, matches) = self.matches(&query, request, page)?;
        planned.plan.trust(&matches.trusted);
        planned.explain.extend(planned.plan.translations.iter().filter_map(Explanation::translation));
        warnings.extend(planned.warnings.iter().cloned());
        warnings.extend(self.notices()?);
        warnings.extend(missing(&matches.missing));
        self.lacks_servers.store(!matches.missing.is_empty(), Ordering::Relaxed);
        let relaxations =
            if matches.total == 0 { self.relaxations(&query, &planned, request)? } else { Vec::new() };
        let mut hits = Vec::with_capacity(matches.hits.len());
        for candidate in &matches.hits {
            hits.extend(self.hit(candidate, &planned.plan, request, day)?);
        }
        let did_you_mean = if request.corrections {
            self.corrections(&query, &planned, (&matches, &hits), request)?
        } else {
            Vec::new()
        };
        let related = if request.related { self.related(&planned.plan)? } else { Vec::new() };
        let shown = offset + matches.hits.len();
        Ok(Answer {
            query: QueryEcho { text: request.text.clone(), explain: planned.explain },
            as_of: request.as_of.to_string(),
            store_watermark: self
                .store
                .past()
                .map_or(self.engine.manifest().watermark, |past| past.watermark),
            total: matches.total,
            total_is: if matches.at_least { "at_least" } else { "exact" },
            total_policies: matches.total_policies,
            took_ms: started.elapsed().as_secs_f64() * 1000.0,
            hits,
            facets: matches.facets,
            relaxations,
            did_you_mean,
            related,
            next: ((shown as u64) < matches.total + matches.beside && !matches.hits.is_empty())
                .then(|| encode_cursor(shown)),
            warnings,
        })
    }

    /// The names that sources have for the best hits, best first and without repetition, until there
    /// are `depth` of them: `path.md#第五条` for clauses, `path.md` for documents. For measurements.
    pub fn references(
        &self,
        request: &Request,
        of: Granularity,
        depth: usize,
    ) -> Result<Vec<String>, SearchError> {
        let _snapshot = self.store.snapshot()?;
        let (query, _) = read(&request.text, &request.filters);
        // Many clauses of one document may stand side by side.
        let limit = if of == Granularity::Document { depth * 20 } else { depth };
        let page = Page { offset: 0, limit, sort: request.sort, facets: false, any: false };
        let mut ranked = Vec::with_capacity(depth);
        let mut seen = HashSet::new();
        let (_, matches) = self.matches(&query, request, page)?;
        for candidate in matches.hits {
            let Some(clause) = self.store.clause(candidate.clause)? else { continue };
            for name in clause.external_ids {
                let name = reference(name, of);
                if seen.insert(name.clone()) {
                    ranked.push(name);
                }
            }
            if ranked.len() >= depth {
                break;
            }
        }
        Ok(ranked)
    }

    /// The rows of a page of matching clauses, in order, without reading their texts. For measurements.
    pub fn rows(&self, request: &Request, offset: usize) -> Result<Vec<i64>, SearchError> {
        let _snapshot = self.store.snapshot()?;
        let (query, _) = read(&request.text, &request.filters);
        let page = Page { offset, limit: request.limit, sort: request.sort, facets: false, any: false };
        Ok(self.matches(&query, request, page)?.1.hits.iter().map(|hit| hit.clause).collect())
    }

    fn plan(&self, query: &Query, request: &Request, mode: MatchMode) -> Result<Planned, SearchError> {
        let mut planned = planner::plan(
            query,
            &Context {
                analyzer: &self.analyzer,
                statistics: self.engine.statistics(),
                weights: &self.weights,
                mode,
                day: day_number(request.as_of),
                lexicons: request.translate.then_some(&self.lexicons),
                recency: request.recency,
                labels: &|prefix| self.engine.labels(prefix).unwrap_or_default(),
            },
        );
        planned.plan.past = self.store.past().cloned();
        planned.plan.falls = self.falls(request.as_of)?;
        if let Some(validity) = &mut planned.plan.validity {
            validity.falls = Arc::clone(&planned.plan.falls);
        }
        Ok(planned)
    }

    /// What would be found without each part of a query that finds nothing.
    fn relaxations(
        &self,
        query: &Query,
        planned: &Planned,
        request: &Request,
    ) -> Result<Vec<Relaxation>, SearchError> {
        let terms: Vec<String> = planned.plan.concepts.iter().map(|concept| concept.text.clone()).collect();
        let parts = relaxed(query, &terms);
        let mut absent = Vec::with_capacity(parts.len());
        for part in &parts {
            absent.push(match &part.alone {
                Some(alone) => !self.finds(alone, request)?,
                None => false,
            });
        }
        // What has to stand in a clause and stands in none leaves nothing to find until it is left out itself.
        let missing: Vec<usize> = (0..parts.len())
            .filter(|&place| absent[place] && matches!(parts[place].kind, PartKind::Phrase | PartKind::Group))
            .collect();
        let mut relaxations = Vec::new();
        for (place, Relaxed { kind, without, rest, .. }) in parts.into_iter().enumerate() {
            let in_vain = rest.is_empty() || missing.iter().any(|&other| other != place);
            let total = if in_vain { 0 } else { self.count(&rest, request)? };
            let absent = absent[place];
            if absent || total > 0 {
                relaxations.push(Relaxation { kind, without, total, absent });
            }
        }
        Ok(relaxations)
    }

    /// Whether a query finds anything.
    fn finds(&self, query: &Query, request: &Request) -> Result<bool, SearchError> {
        let page = Page { offset: 0, limit: 0, sort: request.sort, facets: false, any: true };
        Ok(self.matches(query, request, page)?.1.total > 0)
    }

    /// How many clauses a query finds.
    fn count(&self, query: &Query, request: &Request) -> Result<u64, SearchError> {
        let page = Page { offset: 0, limit: 0, sort: request.sort, facets: false, any: false };
        Ok(self.matches(query, request, page)?.1.total)
    }

    /// What repeals documents as of a day: worked out once for a state of the store.
    fn falls(&self, as_of: Date) -> Result<Arc<HashMap<i64, Fall>>, SearchError> {
        let watermark = self.store.watermark()?;
        let mut kept = self.falls.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(falls) = kept.as_ref().filter(|kept| (kept.watermark, kept.as_of) == (watermark, as_of)) {
            return Ok(Arc::clone(&falls.by_policy));
        }
        let by_policy = Arc::new(standing::falls(&self.store, as_of)?);
        *kept = Some(Falls { watermark, as_of, by_policy: Arc::clone(&by_policy) });
        Ok(by_policy)
    }

    /// What a reader should know about the state of store and index.
    fn notices(&self) -> Result<Vec<Warning>, SearchError> {
        let mut notices: Vec<Warning> = self.lexicons.faults().iter().map(LexiconFault::warning).collect();
        if self.store.policy_count()? == 0 {
            let (en, zh) = EMPTY_STORE;
            notices.push(Warning::new("empty_store", en, zh));
        }
        if !is_current(&self.store, self.engine.manifest())? {
            notices.push(Warning::new(
                "stale_index",
                "The search index is behind the document store; `polidex index update` brings it up to date.",
                "检索索引落后于文档库；运行 `polidex index update` 即可更新。",
            ));
        }
        if let Some(past) = self.store.past() {
            notices.push(past_state(past.watermark));
        }
        if let Some(Err(error)) = self.renderings.get() {
            notices.push(rendered::unread(error));
        }
        if !self.store.can_be_written() {
            notices.push(Warning::new(
                "read_only",
                "The store can only be read; searches work, new documents cannot be added.",
                "文档库为只读；可以检索，但不能加入新文件。",
            ));
        }
        Ok(notices)
    }

    fn hit(
        &self,
        candidate: &Candidate,
        plan: &Plan,
        request: &Request,
        day: i64,
    ) -> Result<Option<Hit>, SearchError> {
        // A clause that the index knows and the store no longer does: the index is behind, and
        // `notices` says so.
        let Some(clause) = self.store.clause(candidate.clause)? else { return Ok(None) };
        let Some(mut policy) = self.store.policy_by_rowid(clause.policy_rowid)? else { return Ok(None) };
        let editions = self.store.editions(&policy.id)?;
        // The policy's dates are those of the newest edition; a hit in an older one shows its own.
        if let Some(edition) =
            editions.iter().find(|edition| clause.superseded && edition.key == clause.edition)
        {
            policy.edition = edition.clone();
        }
        let explain = if request.explain { Some(self.explain(candidate, plan)?) } else { None };
        let origin = if request.origins { Some(self.origin(&policy, &clause)?) } else { None };
        let status = standing::status(&self.store, &policy, request.as_of)?;
        let analysed = Analysed::new(&clause.text, &self.analyzer);
        Ok(Some(Hit {
            policy: PolicySummary { status, ..PolicySummary::new(&policy, editions.len(), day) },
            highlights: analysed.highlights(plan),
            score: candidate.score,
            meaning: candidate.meaning,
            rendering: candidate.rendering.map(|found| self.rendering(found)).transpose()?.flatten(),
            matched_by: matched_by(plan, candidate, &analysed),
            clause: summary(clause, &policy),
            explain,
            origin,
        }))
    }

    fn origin(&self, policy: &Policy, clause: &StoredClause) -> Result<HitOrigin, SearchError> {
        let origins = self.origins();
        let provenance = self.store.provenance_of(clause)?;
        Ok(HitOrigin {
            link: permalink::to_clause(&self.store, policy, clause)?,
            authority: origins.authority(&self.store, policy)?,
            provenance: provenance.into_iter().map(|entry| origins.of(entry)).collect(),
        })
    }

    /// Whether something holds of the words of a clause. A clause that cannot be read is not claimed to hold
    /// anything.
    fn read(&self, clause: i64, holds: impl FnOnce(&str) -> bool) -> bool {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        self.store.clause_words(clause, &mut kept).ok().flatten().is_some_and(holds)
    }

    fn explain(&self, candidate: &Candidate, plan: &Plan) -> Result<HitExplanation, SearchError> {
        Ok(self.engine.explain(candidate, plan)?)
    }
}

impl Texts for Searcher {
    fn holds(&self, clause: i64, phrase: &str) -> bool {
        self.read(clause, |text| holds(text, phrase))
    }

    fn near(&self, clause: i64, pair: &NearPair) -> bool {
        self.read(clause, |text| near(text, pair, &self.analyzer))
    }
}

/// A clause as answers show it, with the policy it stands in.
pub fn summary(clause: StoredClause, policy: &Policy) -> ClauseSummary {
    ClauseSummary {
        reference: ClauseRef {
            policy: policy.id.clone(),
            edition: policy.edition.superseded.then(|| policy.edition.key.clone()),
            clause: Some(clause.path.to_string()),
        },
        external_id: clause.external_ids,
        label: clause.label,
        path: clause.labels,
        text: clause.text,
        lang: clause.lang,
    }
}

/// What is not as it was, where an earlier state of the store is asked.
fn past_state(watermark: u64) -> Warning {
    Warning::new(
        "past_state",
        format!(
            "The store is asked as of watermark {watermark}: documents and editions that came later are left out. Texts that were read again, corrections, removed documents and the order of hits are those of today."
        ),
        format!(
            "按水位 {watermark} 时的文档库检索：之后到达的文件和版本不计。重新读取的正文、更正、已移除的文件以及排序以今天为准。"
        ),
    )
}

/// Cursors are offsets in an opaque dress, so that another form can follow without a break.
fn encode_cursor(offset: usize) -> String {
    format!("o{offset}")
}

fn decode_cursor(cursor: &str) -> Result<usize, SearchError> {
    cursor
        .strip_prefix('o')
        .and_then(|offset| offset.parse().ok())
        .ok_or_else(|| SearchError::Cursor(cursor.to_owned()))
}
