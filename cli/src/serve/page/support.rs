//! "Which support can we get?": the next best question, and what is known so far.
//!
//! The answers stand in the form and nowhere else: they go to this page by POST and come back in it. A
//! script keeps them in the fragment of the address, which browsers send to nobody.

use super::{
    document::reference_href,
    layout::{Page, Place},
    marked::plain,
    ui::Ui,
};
use crate::output::matching::{ConditionView, MatchView, ReportView, verdict_name};
use maud::{Markup, html};
use polidex_corpus::{locale::Locale, model::ClauseRef};
use polidex_search::matching::{Expects, Question, Report, Truth};

/// Measures that are shown.
pub const SHOWN: usize = 30;

/// What the form carries from step to step.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Given {
    /// The profile as JSON.
    pub profile: String,
    /// Keys of questions that were passed over or have been answered.
    pub skipped: Vec<String>,
    /// Questions and answers in the reader's words, for reading only.
    pub said: Vec<String>,
}

/// What the page shows.
pub struct Shown<'r> {
    /// What is known so far.
    pub given: Given,
    /// What comes of it; none where the store holds no measures.
    pub report: Option<&'r Report>,
    /// Why the last answer could not be taken.
    pub problem: Option<String>,
}

impl Shown<'_> {
    fn question(&self) -> Option<&Question> {
        let open = |question: &&Question| !self.given.skipped.contains(&question.key);
        self.report?.questions.iter().find(open)
    }
}

/// The page.
pub fn page(shown: &Shown<'_>, ui: &Ui) -> Markup {
    let title = ui.pick("Which support can we get?", "我们能享受哪些政策？");
    let main = html! {
        h1 { (title) }
        p .lead {
            (ui.pick(
                "Each answer decides as many measures as possible. Nothing is stored or logged; what is not said counts as unknown, never as met.",
                "每个问题都尽量多地定论措施。回答不会被保存，也不会写入日志；未说明的一律视为未知，绝不当作符合。",
            ))
        }
        div #wizard {
            @match shown.report {
                Some(report) => {
                    (carried(&shown.given))
                    (asking(shown, ui))
                    (known(&shown.given, ui))
                    (results(report, ui))
                }
                None => p .notes { (ui.pick("No support measures are stored.", "库中没有政策措施。")) },
            }
        }
    };
    Page { title: title.to_owned(), place: Place::Match, posted: !shown.given.said.is_empty(), main }.show(ui)
}

/// The next question.
fn asking(shown: &Shown<'_>, ui: &Ui) -> Markup {
    let Some(question) = shown.question() else {
        return html! { p .notes { (ui.pick("There is nothing left to ask.", "没有需要继续询问的信息。")) } };
    };
    html! {
        form #question .question method="post" action=(ui.href("/match", [])) {
            input type="hidden" name="key" value=(question.key);
            input type="hidden" name="asked" value=(asked(question, ui.locale));
            fieldset {
                legend { (plain(asked(question, ui.locale))) }
                @if let Some(problem) = &shown.problem { p .caution role="alert" { (plain(problem)) } }
                (inputs(question, ui))
            }
            p .aside {
                @match ui.locale {
                    Locale::Zh => { "涉及 " (question.measures) " 项措施，可直接定论 " (question.decides) " 项" }
                    Locale::En => { "Unknown in " (question.measures) " measures; decides " (question.decides) }
                }
            }
        }
    }
}

fn asked(question: &Question, locale: Locale) -> &str {
    locale.pick(&question.en, &question.zh)
}

/// What the next step needs to know: fields of the question's form, wherever they stand.
fn carried(given: &Given) -> Markup {
    html! {
        div #given hidden {
            input type="hidden" form="question" name="profile" value=(given.profile);
            @for key in &given.skipped { input type="hidden" form="question" name="skipped" value=(key); }
            @for said in &given.said { input type="hidden" form="question" name="said" value=(said); }
        }
    }
}

fn inputs(question: &Question, ui: &Ui) -> Markup {
    let hint = match question.expects {
        Expects::Place => "重庆市渝北区",
        Expects::Number => ui.pick("2600万元, 12%, 85", "如 2600万元、12%、85"),
        _ => "",
    };
    let kind = if question.expects == Expects::Day { "date" } else { "text" };
    let button =
        |value: &str, name: &str| html! { button type="submit" name="answer" value=(value) { (name) } };
    html! {
        div .buttons {
            @match question.expects {
                Expects::YesOrNo => { (button("yes", ui.pick("Yes", "是"))) (button("no", ui.pick("No", "否"))) }
                Expects::Choice => {
                    @for choice in question.choices { (button(choice.name, ui.pick(choice.en, choice.zh))) }
                }
                Expects::Place | Expects::Day | Expects::Number => {
                    input name="answer" type=(kind) placeholder=(hint) maxlength="200" aria-label=(ui.pick("Answer", "回答"));
                    button type="submit" { (ui.pick("Answer", "确定")) }
                }
            }
            button .second type="submit" name="skip" value="1" formnovalidate { (ui.pick("Skip", "跳过")) }
        }
    }
}

/// What has been said so far.
fn known(given: &Given, ui: &Ui) -> Markup {
    html! {
        @if !given.said.is_empty() {
            details .said {
                summary { @match ui.locale { Locale::Zh => { "已回答 " (given.said.len()) " 个问题" } Locale::En => { (given.said.len()) " answers so far" } } }
                ul { @for said in &given.said { li { (plain(said)) } } }
                p { a href=(ui.href("/match", [])) { (ui.pick("Begin again", "重新开始")) } }
            }
        }
    }
}

fn results(report: &Report, ui: &Ui) -> Markup {
    let view = ReportView::new(report, &[], false, SHOWN, ui.locale);
    html! {
        section .measures aria-labelledby="measures" {
            h2 #measures { (plain(view.summary.first().map_or("", String::as_str))) }
            @for line in view.summary.iter().skip(1) { p { (plain(line)) } }
            ol .matches { @for found in &view.matches { li { (measure(found, ui)) } } }
            @if view.more > 0 {
                p .aside { @match ui.locale { Locale::Zh => { "另有 " (view.more) " 项" } Locale::En => { "and " (view.more) " more" } } }
            }
            @if !view.stacks.is_empty() {
                h3 { (ui.pick("For one matter", "同一事项")) }
                ul { @for line in &view.stacks { li { (plain(line)) } } }
            }
            @for note in &view.notes { p .aside { (plain(note)) } }
        }
    }
}

fn measure(found: &MatchView, ui: &Ui) -> Markup {
    html! {
        article .measure data-verdict=(found.verdict.name()) {
            h3 {
                span .badge data-verdict=(found.verdict.name()) { (verdict_name(found.verdict, ui.locale)) } " "
                (plain(&found.amount)) " " span .aside { (found.kind) }
            }
            blockquote .official { (plain(&found.sentence)) }
            p .aside { (place(&found.reference, ui)) " " (plain(&found.policy)) }
            @if !found.conditions.is_empty() || !found.trace.is_empty() {
                details {
                    summary { (ui.pick("Conditions and how the sum comes about", "条件与金额依据")) }
                    ul .conditions {
                        @for condition in &found.conditions { (condition_shown(condition, ui)) }
                        @for step in &found.trace { li data-truth="step" { (plain(step)) } }
                    }
                    @for fact in &found.facts { p .aside { (plain(fact)) } }
                }
            }
        }
    }
}

fn condition_shown(condition: &ConditionView, ui: &Ui) -> Markup {
    let (name, words) = match condition.truth {
        Truth::Met => ("met", ui.pick("met: ", "符合：")),
        Truth::Failed => ("failed", ui.pick("not met: ", "不符合：")),
        Truth::Unknown => ("unknown", ui.pick("unknown: ", "未知：")),
    };
    html! {
        li data-truth=(name) {
            span .unseen { (words) }
            q { (plain(&condition.quote)) } " " (plain(&condition.meaning)) " " (place(&condition.reference, ui))
        }
    }
}

fn place(reference: &str, ui: &Ui) -> Markup {
    let href = reference_href(&ClauseRef::parse(reference), ui);
    html! { a href=(href) { code { (plain(reference)) } } }
}
