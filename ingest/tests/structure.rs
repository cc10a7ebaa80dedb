//! How texts of every shape are taken apart. All texts are illustrative.

use insta::assert_snapshot;
use polidex_corpus::model::{CharIndex, Document};
use polidex_ingest::{Format, read_text};
use std::fmt::Write;

/// One line a clause: its path, `*` for a unit, its label, and how its text begins.
fn shown(text: &str) -> String {
    shown_as(text, Format::Markdown)
}

fn shown_as(text: &str, format: Format) -> String {
    let document = read_text(text, format, "sample");
    crate::contract::check(&document).unwrap();
    let mut lines = String::new();
    for clause in &document.clauses {
        let unit = if clause.unit { "*" } else { "" };
        let quote = quote(&document, clause.span);
        writeln!(lines, "{}{unit} [{}] {quote}", clause.path, clause.label).unwrap();
    }
    for warning in &document.warnings {
        writeln!(lines, "warning {}", warning.code).unwrap();
    }
    lines
}

fn quote(document: &Document, span: polidex_corpus::model::Span) -> String {
    let index = CharIndex::new(&document.text);
    index.slice(span).replace('\n', "/").chars().take(18).collect()
}

#[test]
fn a_law_has_chapters_articles_paragraphs_and_items() {
    assert_snapshot!(shown("\
# 示例条例

2024年1月2日 示例市第九届人民代表大会常务委员会第三次会议通过

<!-- INFO END -->

## 第一编 总则

### 第一章　一般规定

第一条 为了示例，制定本条例。

第二条 有下列情形之一的，予以支持：

（一）甲：

1.甲一；

2.甲二；

（二）乙。

第二条之一 第一款文字。

第二款有下列情形的：

（一）丙；

（二）丁。

第三款文字。
"), @r"
    h0 [] 示例条例
    h1 [] 2024年1月2日 示例市第九届人民
    p1 [第一编 总则] 第一编 总则/第一章　一般规定/第一
    p1.c1 [第一章 一般规定] 第一章　一般规定/第一条 为了示例，
    a1* [第一条] 第一条 为了示例，制定本条例。
    a2* [第二条] 第二条 有下列情形之一的，予以支持：
    a2.i1 [（一）] （一）甲：/1.甲一；/2.甲二；
    a2.i1.m1 [1.] 1.甲一；
    a2.i1.m2 [2.] 2.甲二；
    a2.i2 [（二）] （二）乙。
    a2-1* [第二条之一] 第二条之一 第一款文字。/第二款有下
    a2-1.k1 [] 第一款文字。
    a2-1.k2 [] 第二款有下列情形的：/（一）丙；/（
    a2-1.k2.i1 [（一）] （一）丙；
    a2-1.k2.i2 [（二）] （二）丁。
    a2-1.k3 [] 第三款文字。
    ");
}

#[test]
fn a_chapter_and_its_article_may_share_a_line() {
    assert_snapshot!(shown("第一章 总则 第一条 为了示例。\n第二条为了二。\n第一条规定的情形除外。"), @r"
    c1 [第一章 总则] 第一章 总则 第一条 为了示例。/第
    a1* [第一条] 第一条 为了示例。
    a2* [第二条] 第二条为了二。/第一条规定的情形除外
    a2.k1 [] 为了二。
    a2.k2 [] 第一条规定的情形除外。
    ");
}

#[test]
fn policies_are_numbered_in_levels() {
    assert_snapshot!(shown("\
关于支持示例的意见

各区人民政府：

现提出意见如下。

一、总体要求

坚持示例。

(一)基本原则。坚持统筹。

1.坚持创新。鼓励先行。

（1）先行先试。

二、加强保障。各区要重视，落实责任。

示例市人民政府

2024年1月2日
"), @r"
    h0 [] 关于支持示例的意见
    h1 [] 各区人民政府：
    x0* [] 现提出意见如下。
    n1 [一、总体要求] 一、总体要求/坚持示例。/(一)基本
    x1* [] 坚持示例。
    n1.n1 [(一)基本原则] (一)基本原则。坚持统筹。/1.坚持
    x2* [] 坚持统筹。
    n1.n1.n1 [1.坚持创新] 1.坚持创新。鼓励先行。/（1）先行
    x3* [] 鼓励先行。
    n1.n1.n1.n1* [（1）] （1）先行先试。
    n2* [二、加强保障] 二、加强保障。各区要重视，落实责任。
    x4* [] 示例市人民政府
    x5* [] 2024年1月2日
    ");
}

#[test]
fn a_notice_encloses_measures() {
    assert_snapshot!(shown("\
示例市人民政府关于印发示例办法的通知

示府发〔2024〕1号

各区人民政府：

现将《示例办法》印发给你们，请认真贯彻执行。

示例市人民政府

2024年1月2日

示例办法

第一章 总则

第一条 为了示例。

第二条 本办法自公布之日起施行。

附件1

申报表

一、填表说明
"), @r"
    h0 [] 示例市人民政府关于印发示例办法的通知
    h1 [] 示府发〔2024〕1号
    h2 [] 各区人民政府：
    x0* [] 现将《示例办法》印发给你们，请认真贯
    x1* [] 示例市人民政府
    x2* [] 2024年1月2日
    t1 [示例办法] 示例办法/第一章 总则/第一条 为了
    t1.c1 [第一章 总则] 第一章 总则/第一条 为了示例。/第
    t1.a1* [第一条] 第一条 为了示例。
    t1.a2* [第二条] 第二条 本办法自公布之日起施行。
    t2 [附件1 申报表] 附件1/申报表/一、填表说明
    t2.n1* [一、填表说明] 一、填表说明
    ");
}

#[test]
fn quoted_articles_are_no_articles() {
    assert_snapshot!(shown("\
# 示例法修正案

一、将第三条修改为：“新的第三条。

“有下列情形的：

（一）甲；

第四条 乙。”

二、删去第九条。
"), @r"
    h0 [] 示例法修正案
    n1* [一、] 一、将第三条修改为：“新的第三条。/
    n2* [二、] 二、删去第九条。
    ");
}

#[test]
fn a_flat_text_is_taken_apart() {
    assert_snapshot!(shown_as("示例市关于支持软件的通知 示府发〔2024〕1号 各区人民政府： 为支持软件，现通知如下： 一、目标 （一）总体。到2025年，达到100家。 （二）具体 各区要切实为示例企业提供良好的条件并落实责任分工。 二、保障 加强领导。 示例市人民政府 2024年1月2日", Format::Text), @r"
    h0 [] 示例市关于支持软件的通知
    h1 [] 示府发〔2024〕1号
    h2 [] 各区人民政府：
    x0* [] 为支持软件，现通知如下：
    n1 [一、目标] 一、目标 （一）总体。到2025年，
    n1.n1* [（一）总体] （一）总体。到2025年，达到100
    n1.n2* [（二）具体] （二）具体 各区要切实为示例企业提供
    n2* [二、] 二、保障 加强领导。
    x1* [] 示例市人民政府 2024年1月2日
    ");
}

#[test]
fn repeated_numbers_get_paths_of_their_own() {
    assert_snapshot!(shown("第一条 甲。\n第二条 乙。\n第二条 丙。\n（一）丁。"), @r"
    a1* [第一条] 第一条 甲。
    a2* [第二条] 第二条 乙。
    x0* [第二条] 第二条 丙。/（一）丁。
    x0.i1 [（一）] （一）丁。
    warning repeated_label
    ");
}

#[test]
fn contents_are_no_clauses() {
    assert_snapshot!(shown("示例办法\n目　录\n第一章 总则\n第二章 支持\n第三章 附则\n第一章 总则\n第一条 甲。\n第二章 支持\n第二条 乙。"), @r"
    h0 [] 示例办法
    h1 [] 目　录/第一章 总则/第二章 支持/
    c1 [第一章 总则] 第一章 总则/第一条 甲。
    a1* [第一条] 第一条 甲。
    c2 [第二章 支持] 第二章 支持/第二条 乙。
    a2* [第二条] 第二条 乙。
    ");
}

#[test]
fn english_texts_have_chapters_articles_and_letters() {
    assert_snapshot!(shown("\
Measures of Example City

Chapter I General Provisions

Article 1 These measures apply to the following:

(a) software parks;

(b) industrial software, including:

(i) design tools;

(ii) control systems.

Article 2 The terms of Article 1 apply.

Article 1 of another law is only cited here.
"), @r"
    h0 [] Measures of Exampl
    c1 [Chapter I General Provisions] Chapter I General 
    a1* [Article 1] Article 1 These me
    a1.i1 [(a)] (a) software parks
    a1.i2 [(b)] (b) industrial sof
    a1.i2.m1 [(i)] (i) design tools;
    a1.i2.m2 [(ii)] (ii) control syste
    a2* [Article 2] Article 2 The term
    a2.k1 [] The terms of Artic
    a2.k2 [] Article 1 of anoth
    ");
}

#[test]
fn news_have_headings_and_paragraphs() {
    assert_snapshot!(shown_as("\
Example City Opens a Park

Example City — The park opened on June 7, 2021. Many guests came to see it, and the mayor spoke.

A large number of guests

In recent years the city has supported software, and the number of firms has doubled since.
", Format::Text), @r"
    h0 [] Example City Opens
    x0* [] Example City — The
    h1 [A large number of guests] A large number of 
    x1* [] In recent years th
    ");
}
