//! A query answered: by words first, then by what renders a clause, then by what it means.

use super::{Request, SearchError, Searcher, meaning::FAILED};
use crate::{
    engine::{Matches, Page, Sort},
    query::{
        ast::Query,
        planner::{MatchMode, Planned},
    },
};
use polidex_corpus::model::Warning;
use std::sync::atomic::Ordering;

impl Searcher {
    /// Answers a query by words, by translations that the store holds, and by meaning where an embedder is configured
    /// and words do not decide. What comes after the words changes the order of the best hits and adds a few; other orders
    /// and mere counts are of words alone.
    pub(super) fn matches(
        &self,
        query: &Query,
        request: &Request,
        page: Page,
    ) -> Result<(Planned, Matches), SearchError> {
        if page.sort != Sort::Relevance || page.limit == 0 {
            return self.by_words(query, request, page);
        }
        let end = page.offset.saturating_add(page.limit);
        let wide = Page { offset: 0, limit: end.max(self.weights.model.depth), ..page };
        let (mut planned, mut matches) = self.by_words(query, request, wide)?;
        if request.translate {
            self.add_renderings(&planned.plan, &mut matches)?;
        }
        if let Some(meaning) = &self.meaning {
            let warning = self.add_meaning(meaning, query, &planned.plan, &mut matches)?;
            let failed = warning.as_ref().is_some_and(|warning| warning.code == FAILED);
            meaning.failed.store(failed, Ordering::Relaxed);
            planned.warnings.extend(warning);
        }
        matches.hits.truncate(end);
        matches.hits.drain(..page.offset.min(matches.hits.len()));
        Ok((planned, matches))
    }

    /// Answers a query by its words; where it asks for several terms and nothing holds them, asks for one, and says
    /// so. Whether that is so does not depend on the page.
    fn by_words(
        &self,
        query: &Query,
        request: &Request,
        page: Page,
    ) -> Result<(Planned, Matches), SearchError> {
        let planned = self.plan(query, request, request.mode)?;
        let matches = self.engine.matches(&planned.plan, page, self)?;
        if matches.total > 0 || request.mode != MatchMode::Most || !planned.plan.condition.asks_for_several()
        {
            return Ok((planned, matches));
        }
        let mut relaxed = self.plan(query, request, MatchMode::Any)?;
        relaxed.warnings.push(Warning::new(
            "relaxed",
            "No clause holds most of the terms; clauses that hold one of them are shown (match all: none).",
            "没有条款命中大部分检索词；以下为命中其一的条款（match 设为 all 则不放宽）。",
        ));
        let matches = self.engine.matches(&relaxed.plan, page, self)?;
        Ok((relaxed, matches))
    }
}
