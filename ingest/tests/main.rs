//! The crate from outside, in one program: linking one is quicker than linking twenty.

#![allow(clippy::print_stdout, reason = "tests say on standard output what they skipped")]

mod contract;
#[path = "archive/exchanges.rs"]
mod exchanges;
mod loopback;
#[path = "../fuzz/read.rs"]
mod read;
mod shingles;
#[path = "robots_expectations/text_proto.rs"]
mod text_proto;
#[path = "../../tests/web/mod.rs"]
mod web;

mod archive;
mod archive_chain;
mod corpora;
mod crawl;
mod docx;
mod evidence;
mod fetch_client;
mod fetch_content;
mod fetch_guard;
mod fetch_robots;
mod fetch_seeds;
mod fuzz_seeds;
mod metadata;
mod pages;
mod properties;
mod reading;
mod reextract;
mod sources;
mod structure;
mod timestamp;
mod understanding;
