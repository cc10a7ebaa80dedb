//! What the ranker knew of the best matches, for learning.

use super::{Granularity, Request, SearchError, Searcher, read, reference};
use crate::{
    engine::{Page, Sort},
    rank::learn::Example,
};

impl Searcher {
    /// The matches that the ranker looks at closely, best first by first score, with their features and
    /// with what judgements call them.
    pub fn examine(&self, request: &Request, of: Granularity) -> Result<Vec<Example>, SearchError> {
        let _snapshot = self.store.snapshot()?;
        let (query, _) = read(&request.text, &request.filters);
        let limit =
            self.weights.model.depth + self.meaning.as_ref().map_or(0, |_| self.weights.meaning.nearest);
        let page = Page { offset: 0, limit, sort: Sort::Relevance, facets: false, any: false };
        let (_, mut matches) = self.matches(&query, request, page)?;
        matches.hits.sort_by(|a, b| b.first.total_cmp(&a.first));
        let mut examples = Vec::with_capacity(matches.hits.len());
        for hit in matches.hits {
            let (Some(order), Some(clause)) = (hit.order, self.store.clause(hit.clause)?) else { continue };
            let names = clause.external_ids.into_iter().map(|name| reference(name, of)).collect();
            examples.push(Example { names, features: order.features });
        }
        Ok(examples)
    }
}
