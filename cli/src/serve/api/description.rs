//! The API's description: `OpenAPI` for programs, a page for people. Both are made of the code.

use super::described;
use crate::serve::{language::Reader, state::App};
use axum::{
    Router,
    http::header,
    response::{IntoResponse, Response},
    routing::get,
};
use maud::{DOCTYPE, Markup, html};
use polidex_corpus::locale::Locale;
use std::sync::{Arc, LazyLock};
use utoipa::openapi::{
    ContentBuilder, OpenApi, RefOr, ResponseBuilder,
    path::{Operation, Parameter, ParameterIn, PathItem},
    schema::Schema,
    security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
};

/// The style sheet of the page.
const STYLE: &str = include_str!("description.css");

/// The description, completed by what holds for every address.
static DESCRIPTION: LazyLock<Arc<OpenApi>> = LazyLock::new(|| {
    let (_, mut description) = described().split_for_parts();
    "polidex".clone_into(&mut description.info.title);
    description.info.description = Some(
        "Policy documents, searched in Chinese and English, clause by clause. Everything is read; no address that \
         a request names is fetched. Answers carry `as_of`, the day for which statuses hold. Offsets count Unicode \
         scalar values, end exclusive. Answers to GET have an ETag. Errors are problem details (RFC 9457) in the \
         reader's language."
            .to_owned(),
    );
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
    description.components.get_or_insert_default().add_security_scheme("token", SecurityScheme::Http(bearer));
    let mut paths = description.paths;
    for item in paths.paths.values_mut() {
        operations(item).into_iter().for_each(with_problems);
    }
    description.paths = paths;
    Arc::new(description)
});

/// The operations of an address, by method.
fn operations(item: &mut PathItem) -> Vec<&mut Operation> {
    [&mut item.get, &mut item.post].into_iter().filter_map(Option::as_mut).collect()
}

fn parameters(operation: &Operation) -> impl Iterator<Item = &Parameter> {
    operation.parameters.iter().flatten().filter_map(|one| match one {
        RefOr::T(parameter) => Some(parameter),
        RefOr::Ref(_) => None,
    })
}

/// Every operation may end in a problem.
fn with_problems(operation: &mut Operation) {
    let problem = || {
        let content = ContentBuilder::new()
            .schema(Some(utoipa::openapi::Ref::from_schema_name("ProblemDetails")))
            .build();
        ResponseBuilder::new().description("A problem").content("application/problem+json", content).build()
    };
    // A reference stands in the path, or is called `from`.
    let refers = parameters(operation).any(|one| one.parameter_in == ParameterIn::Path || one.name == "from");
    let mut statuses = vec!["400", "403", "421", "429", "500", "503"];
    if refers {
        statuses.extend(["404", "409"]);
    }
    if operation.security.is_some() {
        statuses.push("401");
    }
    if operation.request_body.is_some() {
        statuses.extend(["408", "413", "415", "422"]);
    }
    for status in statuses {
        operation.responses.responses.entry(status.to_owned()).or_insert_with(|| RefOr::T(problem()));
    }
}

/// `/api` and `/api/openapi.json`.
pub fn router() -> Router<App> {
    Router::new()
        .route("/api", get(page))
        .route("/api/openapi.json", get(openapi))
        .route("/api/description.css", get(style))
}

/// The description as JSON.
pub fn json() -> String {
    DESCRIPTION.to_pretty_json().unwrap_or_default()
}

async fn openapi() -> Response {
    ([(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-cache")], json())
        .into_response()
}

async fn style() -> Response {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")], STYLE)
        .into_response()
}

async fn page(Reader { locale, .. }: Reader) -> Markup {
    let description = &DESCRIPTION;
    html! {
        (DOCTYPE)
        html lang=(locale.pick("en", "zh-CN")) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (locale.pick("polidex: API", "polidex 接口")) }
                link rel="stylesheet" href="/api/description.css";
            }
            body {
                main {
                    h1 { (locale.pick("The API of polidex", "polidex 程序接口")) }
                    p { (introduction(locale)) }
                    p { a href="/api/openapi.json" { "/api/openapi.json" } " · " a href="/" { (locale.pick("search page", "检索页面")) } }
                    @for (address, item) in &description.paths.paths {
                        @for (method, operation) in [("GET", &item.get), ("POST", &item.post)] {
                            @if let Some(operation) = operation { (section(address, method, operation)) }
                        }
                    }
                    (problems(locale))
                }
            }
        }
    }
}

fn introduction(locale: Locale) -> &'static str {
    locale.pick(
        "Answers are the objects that the commands print with --json. Everything is read, and no address that a \
         request names is fetched. Every address takes locale (zh, en) for messages and as_of (a day) for statuses. \
         What is sent by POST is kept nowhere.",
        "答复与各命令 --json 的输出相同。只读，不抓取请求中给出的网址。所有地址都接受 locale（zh、en，提示语言）\
         和 as_of（以哪一天判断效力）。以 POST 发送的内容不作任何保存。",
    )
}

fn section(address: &str, method: &str, operation: &Operation) -> Markup {
    html! {
        section {
            h2 { code { (method) " " (address) } }
            @if let Some(summary) = &operation.summary { p.summary { (summary) } }
            @if let Some(text) = &operation.description { p { (text) } }
            @let parameters: Vec<&Parameter> = parameters(operation).collect();
            @if !parameters.is_empty() {
                dl {
                    @for parameter in parameters {
                        dt { code { (parameter.name) } " " small { (kind(parameter)) } }
                        dd { (parameter.description.as_deref().unwrap_or_default()) }
                    }
                }
            }
        }
    }
}

/// Where a parameter stands, and what it takes.
fn kind(parameter: &Parameter) -> String {
    let place = match parameter.parameter_in {
        ParameterIn::Path => "path",
        _ => "query",
    };
    let Some(RefOr::T(Schema::Object(object))) = &parameter.schema else { return place.to_owned() };
    let values = object.enum_values.iter().flatten().map(ToString::to_string).collect::<Vec<_>>().join(" | ");
    if values.is_empty() { place.to_owned() } else { format!("{place}: {values}") }
}

/// The codes of problems, which the `type` of a problem leads to.
fn problems(locale: Locale) -> Markup {
    let known = [
        ("bad_parameter", "a parameter is missing, unknown or out of range", "参数缺失、未知或超出范围"),
        ("bad_cursor", "the cursor is none of an answer's `next`", "翻页标记不是答复中的 `next`"),
        ("bad_body", "the body is no JSON of the form that is described", "请求体不符合所述格式"),
        ("bad_profile", "the profile or a supposition cannot be used", "企业画像或假设无效"),
        (
            "not_found",
            "the reference names nothing; `suggestions` are close",
            "引用无对应内容；`suggestions` 为相近项",
        ),
        ("ambiguous", "the reference may mean each of `suggestions`", "引用可能指 `suggestions` 中的任一项"),
        (
            "too_many",
            "too many requests from one address; see Retry-After",
            "同一地址请求过于频繁；见 Retry-After",
        ),
        ("busy", "too many requests at once; see Retry-After", "同时请求过多；见 Retry-After"),
        ("bad_host", "the host is none that the server was told", "主机名未经允许"),
        ("bad_origin", "pages of this origin are not allowed", "该来源未经允许"),
    ];
    html! {
        section {
            h2 { (locale.pick("Problems", "错误")) }
            dl {
                @for (code, en, zh) in known {
                    dt id=(format!("problem-{code}")) { code { (code) } }
                    dd { (locale.pick(en, zh)) }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::json;

    #[test]
    fn the_description_is_what_it_was() {
        insta::assert_snapshot!(json());
    }
}
