//! Changing collections on the page, by those who know the server's token. The token is sent with every change and kept
//! nowhere, so that no other site can make a reader's browser change anything.

use super::{hit, marked::plain, posted::Form, trouble::unkept, ui::Ui};
use crate::{
    answers::{collected::Collected, collecting::Change},
    serve::{
        api::{admin, collecting},
        language::Reader,
        problem::Problem,
        state::App,
    },
};
use axum::{
    body::Bytes,
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};

/// `POST /collections`
pub async fn begin(State(app): State<App>, reader: Result<Reader, Problem>, ui: Ui, body: Bytes) -> Response {
    let form = Form::read(&body);
    let name = form.one("name").unwrap_or_default().trim().to_owned();
    let change = Change::New { about: form.one("about").unwrap_or_default().to_owned() };
    made(&app, reader, &ui, name, &form, Some(change)).await
}

/// `POST /collections/{name}`
pub async fn change(
    State(app): State<App>,
    Path(name): Path<String>,
    reader: Result<Reader, Problem>,
    ui: Ui,
    body: Bytes,
) -> Response {
    let form = Form::read(&body);
    let change = asked(&form);
    made(&app, reader, &ui, name, &form, change).await
}

/// What a form asks for; nothing where it is none of this page's.
fn asked(form: &Form) -> Option<Change> {
    // Browsers send line feeds as CR LF.
    let text = |name: &str| form.one(name).unwrap_or_default().replace("\r\n", "\n");
    let tags = |name: &str| text(name).split([',', '，', '、']).map(str::to_owned).collect();
    let reference = text("ref");
    Some(match form.one("do")? {
        "add" => Change::Add {
            reference,
            note: Some(text("text")).filter(|note| !note.is_empty()),
            tags: tags("tags"),
        },
        "review" => Change::Review { reference, by: Some(text("text")) },
        "unreview" => Change::Review { reference, by: None },
        "note" => Change::Note { reference, text: text("text") },
        "tag" => Change::Tag { reference, tags: tags("text"), remove: false },
        "untag" => Change::Tag { reference, tags: tags("text"), remove: true },
        "remove" => Change::Remove { reference },
        "delete" => Change::Delete,
        _ => return None,
    })
}

/// Makes a change; the page after it is asked for anew, so that nothing is sent twice.
async fn made(
    app: &App,
    reader: Result<Reader, Problem>,
    ui: &Ui,
    name: String,
    form: &Form,
    change: Option<Change>,
) -> Response {
    let made = async {
        admin::allowed(app, form.one("token"))?;
        let Some(change) = change else {
            return Err(Problem::bad("this form is none of this page's", "此表单并非本页所有"));
        };
        let path = match &change {
            Change::Delete => "/collections".to_owned(),
            _ => format!("/collections/{}", hit::segment(&name)),
        };
        collecting::make(app, reader?.day, name, change).await?;
        Ok(path)
    };
    match made.await {
        Ok(path) => Redirect::to(&ui.href(&path, [])).into_response(),
        Err(problem) => unkept(Err(problem), ui),
    }
}

/// The form that begins a collection.
pub fn new_form(ui: &Ui) -> Markup {
    html! {
        h2 { (ui.pick("A new collection", "新建文件集")) }
        form method="post" action=(ui.href("/collections", [])) {
            p { label { (ui.pick("Name", "名称")) " " input name="name" required maxlength="100"; } }
            p { label { (ui.pick("What it is for", "用途")) " " input name="about"; } }
            (token(ui))
            p { button { (ui.pick("Begin it", "建立")) } }
        }
    }
}

/// The forms that change a collection.
pub fn forms(shown: &Collected, ui: &Ui) -> Markup {
    let action = ui.href(&format!("/collections/{}", hit::segment(&shown.name)), []);
    html! {
        h2 { (ui.pick("Change this collection", "修改此文件集")) }
        details {
            summary { (ui.pick("Add a document or clause", "加入文件或条款")) }
            form method="post" action=(action) {
                input type="hidden" name="do" value="add";
                p { label { (ui.pick("Reference, number or title", "引用、文号或标题")) " " input name="ref" required; } }
                p { label { (ui.pick("Note", "备注")) " " textarea name="text" rows="2" {} } }
                p { label { (ui.pick("Tags, with commas between", "标签，以逗号分隔")) " " input name="tags"; } }
                (token(ui))
                p { button { (ui.pick("Add", "加入")) } }
            }
        }
        @if !shown.items.is_empty() {
            details {
                summary { (ui.pick("Mark, note, tag or take out an item", "标记、备注、加标签或移出")) }
                form method="post" action=(action) {
                    p { label { (ui.pick("Item", "条目")) " " select name="ref" {
                        @for item in &shown.items {
                            option value=(item.kept.reference) { (plain(&item.kept.label)) }
                        }
                    } } }
                    p { label { (ui.pick("What to do", "操作")) " " select name="do" {
                        @for (value, en, zh) in DEEDS { option value=(value) { (ui.pick(en, zh)) } }
                    } } }
                    p { label { (ui.pick("Name, note or tags", "姓名、备注或标签")) " " input name="text"; } }
                    (token(ui))
                    p { button { (ui.pick("Do it", "执行")) } }
                }
            }
        }
        details {
            summary { (ui.pick("Delete the collection; documents stay", "删除此文件集（文件仍在库中）")) }
            form method="post" action=(action) {
                input type="hidden" name="do" value="delete";
                (token(ui))
                p { button { (ui.pick("Delete", "删除")) } }
            }
        }
    }
}

/// What can be done to an item.
const DEEDS: [(&str, &str, &str); 6] = [
    ("review", "mark as reviewed by", "标为已审阅（姓名）"),
    ("unreview", "take the mark away", "取消已审阅标记"),
    ("note", "note", "备注"),
    ("tag", "give tags", "加标签"),
    ("untag", "take tags away", "去标签"),
    ("remove", "take out", "移出"),
];

fn token(ui: &Ui) -> Markup {
    html! {
        p { label { (ui.pick("Token of the server", "服务令牌")) " "
            input type="password" name="token" required autocomplete="current-password"; } }
    }
}
