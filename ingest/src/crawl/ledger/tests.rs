//! Files belong to the family of the page that links to them.

use super::*;
use crate::{
    crawl::{Target, judge::Verdict},
    fetch::{Client, ClientOptions, Exchange, Fetched},
    page::read_page,
    source::Link,
};
use polidex_corpus::store::Store;

/// A visit that brought a page with a link to a file.
fn judged(job: Job, links: &[&str]) -> Judged {
    let text = format!("<h1>示例市软件办法</h1><div id=zoom><p>{}</p></div>", "示例内容。".repeat(40));
    let exchange = Exchange {
        url: Url::parse(&job.entry.url).unwrap(),
        sent_at: "2024-05-01T00:00:00Z".parse().unwrap(),
        server: None,
        request_headers: Vec::new(),
        status: 200,
        response_headers: Vec::new(),
        body: text.replace("示例内容", &job.entry.url).into_bytes(),
    };
    let mut page = read_page(&exchange, None, None, &crate::Limits::default());
    let link =
        |url: &&str| Link {
            url: Url::parse(url).unwrap(), text: "附件：示例规划".to_owned(), date: None
        };
    page.attachments = links.iter().map(link).collect();
    let sha256 = polidex_corpus::text::sha256_hex(&exchange.body);
    let verdict = Verdict::Page(Box::new(page), sha256);
    Judged { job, fetched: Fetched { exchanges: vec![exchange] }, bytes: 0, verdict }
}

#[test]
fn files_are_asked_for_and_belong_to_the_family_of_their_page() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = Store::open(dir.path()).unwrap();
    let options = Options::new(Client::new(ClientOptions::new("polidex")).unwrap());
    let page = "https://www.example.cn/t20240501_1.html";
    let file = "https://www.example.cn/files/plan.pdf";
    let targets = [Target::page(Url::parse(page).unwrap(), None)];
    let web = Web::new(&options, &targets, Vec::new());
    let mut ledger = Ledger::open(&targets, &options, Keep::Store(&mut store)).unwrap();
    let seed = ledger.begin().unwrap().remove(0);
    let (jobs, _) =
        ledger.settle(vec![judged(seed, &[file, "https://elsewhere.example.com/b.pdf"])], &web).unwrap();
    assert_eq!((jobs.len(), ledger.summary.elsewhere), (1, 1));
    assert_eq!((jobs[0].entry.url.as_str(), jobs[0].entry.kind), (file, EntryKind::Attachment));
    ledger.settle(jobs.into_iter().map(|job| judged(job, &[])).collect(), &web).unwrap();
    let summary = ledger.finish(&web).unwrap();
    assert_eq!((summary.documents(), summary.problems.len()), (2, 0));
    let family = |id| store.stated_family("www.example.cn", id).unwrap();
    assert!(family(page).is_some());
    assert_eq!(family(page), family(file));
    // Where they are archived is known.
    let provenance = store.archived_names(None).unwrap();
    assert_eq!(provenance.len(), 2);
}
