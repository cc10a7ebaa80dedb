//! Stories over the real binary: what a user does, and what must come of it.

#![allow(clippy::print_stdout, reason = "tests and benchmarks report on standard output")]

#[path = "stories/annotating.rs"]
mod annotating;
#[path = "stories/assisted.rs"]
mod assisted;
#[path = "stories/haystack.rs"]
mod haystack;
#[path = "meili/mod.rs"]
mod meili;
#[path = "web/mod.rs"]
mod web;

#[path = "stories/bad_input.rs"]
mod bad_input;
#[path = "stories/bilingual.rs"]
mod bilingual;
#[path = "stories/browser/mod.rs"]
mod browser;
#[path = "stories/collecting.rs"]
mod collecting;
#[path = "stories/correcting.rs"]
mod correcting;
#[path = "stories/crash.rs"]
mod crash;
#[path = "stories/crawl.rs"]
mod crawl;
#[path = "stories/described.rs"]
mod described;
#[path = "stories/drafts.rs"]
mod drafts;
#[path = "stories/editions.rs"]
mod editions;
#[path = "stories/engine_while_serving.rs"]
mod engine_while_serving;
#[path = "stories/engines.rs"]
mod engines;
#[path = "stories/engines_in_step.rs"]
mod engines_in_step;
#[path = "stories/extracting.rs"]
mod extracting;
#[path = "stories/faults.rs"]
mod faults;
#[path = "stories/first_steps.rs"]
mod first_steps;
#[path = "stories/interrupted.rs"]
mod interrupted;
#[path = "stories/keeping.rs"]
mod keeping;
#[path = "stories/many_servers.rs"]
mod many_servers;
#[path = "stories/matching.rs"]
mod matching;
#[path = "stories/meaning.rs"]
mod meaning;
#[path = "stories/meaning_on_servers.rs"]
mod meaning_on_servers;
#[path = "stories/measures.rs"]
mod measures;
#[path = "stories/merging.rs"]
mod merging;
#[path = "stories/one_contract.rs"]
mod one_contract;
#[path = "stories/papers.rs"]
mod papers;
#[path = "stories/proof.rs"]
mod proof;
#[path = "stories/query_help.rs"]
mod query_help;
#[path = "stories/query_language.rs"]
mod query_language;
#[path = "stories/quoting.rs"]
mod quoting;
#[path = "stories/real_kills.rs"]
mod real_kills;
#[path = "stories/real_laws.rs"]
mod real_laws;
#[path = "stories/recorded.rs"]
mod recorded;
#[path = "stories/relations.rs"]
mod relations;
#[path = "stories/relevance.rs"]
mod relevance;
#[path = "stories/removing.rs"]
mod removing;
#[path = "stories/renderings.rs"]
mod renderings;
#[path = "stories/schedule.rs"]
mod schedule;
#[path = "stories/served.rs"]
mod served;
#[path = "stories/serving.rs"]
mod serving;
#[path = "stories/slices.rs"]
mod slices;
#[path = "stories/source_health.rs"]
mod source_health;
#[path = "stories/sources.rs"]
mod sources;
#[path = "stories/watching.rs"]
mod watching;
