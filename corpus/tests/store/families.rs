//! Which documents belong together.

use crate::{Scratch, documents::document};
use polidex_corpus::model::{Document, Kind};

const MEASURES: &str = "云谷市软件产业促进办法";

fn titled(name: &str, title: &str, kind: Kind, change: impl FnOnce(&mut Document)) -> Document {
    let mut doc = document(name, title, &format!("第一条 {name}的内容。"));
    doc.meta.kind = kind;
    doc.meta.region = Some("CN-500112".to_owned());
    change(&mut doc);
    doc
}

/// External ids of the relatives, those that are translations marked by `=`.
fn relatives(scratch: &Scratch, title: &str) -> Vec<String> {
    let policy = scratch
        .store
        .policies_changed_since(0)
        .unwrap()
        .into_iter()
        .map(|(_, id)| scratch.store.policy(&id).unwrap().unwrap())
        .find(|policy| policy.title == title)
        .unwrap();
    let family = scratch.store.family(&policy).unwrap();
    let name = |relative: &polidex_corpus::store::Relative| {
        let name = scratch.store.policy(&relative.id).unwrap().unwrap().external_id.remove(0);
        if relative.translation { format!("={name}") } else { name }
    };
    family.iter().map(name).collect()
}

#[test]
fn titles_families_and_translations_link_documents() {
    let mut scratch = Scratch::new();
    let of_measures = |doc: &mut Document| doc.meta.family = Some(MEASURES.to_owned());
    scratch
        .store
        .put(&[
            titled("text", "云谷市软件产业 促进办法", Kind::Rule, |_| ()),
            titled("notice", "关于印发《云谷市软件产业促进办法》的通知", Kind::Notice, of_measures),
            titled("reading", "《云谷市软件产业促进办法》解读", Kind::Interpretation, of_measures),
            titled(
                "elsewhere",
                "《云谷市软件产业促进办法》的他处解读",
                Kind::Interpretation,
                |doc| {
                    doc.meta.family = Some("云谷市软件产业 促进办法".to_owned());
                    doc.meta.region = Some("CN-110101".to_owned());
                },
            ),
            titled("english", "Measures of Yungu", Kind::Rule, |doc| {
                doc.meta.translation_of = Some("text".to_owned());
            }),
            titled("other", "云谷市另一办法", Kind::Rule, |_| ()),
        ])
        .unwrap();
    assert_eq!(relatives(&scratch, "云谷市软件产业 促进办法"), ["notice", "reading", "=english"]);
    assert_eq!(relatives(&scratch, "《云谷市软件产业促进办法》解读"), ["text", "notice"]);
    assert_eq!(relatives(&scratch, "Measures of Yungu"), ["=text"]);
    assert_eq!(relatives(&scratch, "云谷市另一办法"), [""; 0]);
}
