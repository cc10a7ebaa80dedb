//! What can be asked, for a reader who has not asked yet.

use super::{sentence::grouped, ui::Ui};
use maud::{Markup, html};
use polidex_corpus::locale::Locale;

/// Questions to try, with what they show: words, the other language, a phrase with a year, a number.
const EXAMPLES: [(&str, &str, &str); 4] = [
    ("软件企业 首次升规 奖励", "in Chinese", "几个词"),
    ("industrial software subsidies", "in English, finds Chinese texts too", "用英文检索，也找到中文条文"),
    ("\"数字经济\" year:2020..", "a phrase, since 2020", "短语，2020 年以来"),
    ("-status:repealed 补贴", "without what has been repealed", "排除已废止"),
];

/// How the first real policies come in.
fn first_policies(ui: &Ui) -> Markup {
    let ways = [
        (
            "polidex crawl gov-cn --max 50",
            "what the State Council published, fifty documents at first",
            "国务院政策文件，先取五十份",
        ),
        ("polidex ingest ./policies", "files and folders of your own", "您自己的文件和文件夹"),
        ("polidex sources", "which sources there are", "有哪些来源"),
    ];
    html! {
        section {
            p { (ui.pick("There are no policies yet. Whoever runs this server brings in the first ones with:", "库中尚无政策文件。请由管理员运行：")) }
            ul .examples {
                @for (command, en, zh) in ways { li { code { (command) } span .aside { (ui.pick(en, zh)) } } }
            }
        }
    }
}

/// The page below the empty box; `counts` are the stored documents and clauses.
pub fn page((documents, clauses): (u64, u64), ui: &Ui) -> Markup {
    html! {
        div #answer .welcome {
            h1 {
                (ui.pick("Policy documents, clause by clause, with proof", "政策文件，逐条检索，条条有据"))
            }
            p .lead {
                @match ui.locale {
                    Locale::Zh => {
                        "库中现有 " strong { (grouped(documents)) } " 份文件、" strong { (grouped(clauses)) }
                        " 个条款。每条结果都附原文、出处与效力依据。"
                    }
                    Locale::En => {
                        strong { (grouped(documents)) } " documents with " strong { (grouped(clauses)) }
                        " clauses. Every answer comes with its words as published, where they stand, and whether they are in force."
                    }
                }
            }
            @if documents == 0 { (first_policies(ui)) }
            ul .examples {
                @for (query, en, zh) in EXAMPLES {
                    li {
                        a href=(ui.href("/", [("q", query)])) { (query) }
                        span .aside { (ui.pick(en, zh)) }
                    }
                }
            }
            div .doors {
                a href=(ui.href("/quote", [])) {
                    strong { (ui.pick("Is this quotation right?", "这句话引得对吗？")) }
                    span { (ui.pick("Where it stands, how it differs, whether it is still in force.", "出自哪里、有何改动、现在是否有效。")) }
                }
                a href=(ui.href("/match", [])) {
                    strong { (ui.pick("Which support can we get?", "我们能享受哪些政策？")) }
                    span { (ui.pick("A few questions, then each measure with its conditions, one by one.", "回答几个问题，逐项列明条件与依据。")) }
                }
            }
        }
    }
}
