//! Looking a store over.

use super::{Store, StoreError, clause::Place, read};
use crate::{
    locale::{Locale, Localized},
    model::{CharIndex, Clause, PolicyId},
    text::sha256_hex,
};
use rusqlite::Row;
use std::borrow::Cow;

/// Texts whose coverage by clauses is checked. Evenly spread over the store.
const SAMPLE: i64 = 200;

/// Something in a store that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// A stable name for programs, such as `text_changed`.
    pub code: &'static str,
    /// The policy concerned, where it is one.
    pub policy: Option<PolicyId>,
    /// What is wrong, in English.
    pub message: String,
    /// The same in Chinese.
    pub message_zh: String,
}

impl Localized for Finding {
    fn localized(&self, locale: Locale) -> Cow<'_, str> {
        locale.pick(&self.message, &self.message_zh).into()
    }
}

/// One text with its clauses.
struct Checked<'a> {
    place: &'a Place,
    text: &'a str,
    clauses: &'a [Clause],
}

impl Store {
    /// Looks the whole store over: the database file, the references between its tables, the hash
    /// of every text, the spans of every clause, and for a sample of the texts that the clauses
    /// cover them. Empty when all is well. Reads everything: some seconds for 100 MB.
    pub fn integrity(&self) -> Result<Vec<Finding>, StoreError> {
        let mut findings = self.database()?;
        if !findings.is_empty() {
            return Ok(findings);
        }
        let texts: i64 = self.conn.query_row("SELECT count(*) FROM extraction", [], |row| row.get(0))?;
        let step = (texts / SAMPLE).max(1);
        let mut statement =
            self.conn.prepare("SELECT id, text_sha256, chars, text FROM extraction ORDER BY id")?;
        let mut rows = statement.query([])?;
        let mut number = 0;
        while let Some(row) = rows.next()? {
            self.check_text(row, number % step == 0, &mut findings)?;
            number += 1;
        }
        self.check_editions(&mut findings)?;
        Ok(findings)
    }

    fn database(&self) -> Result<Vec<Finding>, StoreError> {
        let mut findings = Vec::new();
        let mut check = self.conn.prepare("PRAGMA quick_check(20)")?;
        for line in check.query_map([], |row| row.get::<_, String>(0))? {
            let line = line?;
            if line != "ok" {
                findings.push(finding("database", None, &line, &format!("数据库文件：{line}")));
            }
        }
        let mut check = self.conn.prepare("PRAGMA foreign_key_check")?;
        for table in check.query_map([], |row| row.get::<_, String>(0))?.take(20) {
            let table = table?;
            findings.push(finding(
                "reference",
                None,
                &format!("a row of the table {table} points nowhere"),
                &format!("表 {table} 中有指向不存在内容的行"),
            ));
        }
        Ok(findings)
    }

    fn check_text(
        &self,
        row: &Row<'_>,
        sampled: bool,
        findings: &mut Vec<Finding>,
    ) -> Result<(), StoreError> {
        let extraction = row.get(0)?;
        let Some(place) = self.place(extraction)? else {
            findings.push(finding(
                "unused_text",
                None,
                "a text belongs to no edition",
                "有正文不属于任何版本",
            ));
            return Ok(());
        };
        let policy = || Some(place.policy.clone());
        let Ok(text) = row.get_ref(3)?.as_str() else {
            findings.push(finding("text_changed", policy(), "its text is no UTF-8", "正文不是 UTF-8"));
            return Ok(());
        };
        if row.get_ref(1)?.as_str().ok() != Some(sha256_hex(text.as_bytes()).as_str()) {
            let (en, zh) =
                ("its text is not what was stored: the hash differs", "正文与存入时不同：哈希不符");
            findings.push(finding("text_changed", policy(), en, zh));
        }
        let clauses = read::clauses_of(&self.conn, extraction)?;
        let checked = Checked { place: &place, text, clauses: &clauses };
        checked.spans(findings);
        if !self.bytes_agree(extraction, &checked)? {
            let (en, zh) = ("byte offsets of its clauses are wrong", "条款的字节位置有误");
            findings.push(finding("spans", policy(), en, zh));
        }
        if sampled {
            checked.coverage(findings);
        }
        Ok(())
    }

    fn bytes_agree(&self, extraction: i64, checked: &Checked<'_>) -> Result<bool, StoreError> {
        let index = CharIndex::new(checked.text);
        let mut statement = self
            .conn
            .prepare_cached("SELECT byte_start, byte_end FROM clause WHERE extraction = ?1 ORDER BY id")?;
        let mut rows = statement.query([extraction])?;
        for clause in checked.clauses {
            let Some(row) = rows.next()? else { return Ok(false) };
            let stored = (read::offset(row, 0)?, read::offset(row, 1)?);
            if stored != (index.byte_at(clause.span.start), index.byte_at(clause.span.end)) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn check_editions(&self, findings: &mut Vec<Finding>) -> Result<(), StoreError> {
        let mut statement = self.conn.prepare(
            "SELECT policy_id FROM policy p
             WHERE (SELECT count(*) FROM edition WHERE policy = p.id AND superseded = 0) <> 1
                OR EXISTS (SELECT 1 FROM edition e WHERE e.policy = p.id
                           AND NOT EXISTS (SELECT 1 FROM edition_part WHERE edition = e.id))",
        )?;
        for id in statement.query_map([], |row| row.get(0))? {
            let (en, zh) =
                ("it has no newest edition, or one without text", "没有现行版本，或有版本缺少正文");
            findings.push(finding("editions", Some(PolicyId(id?)), en, zh));
        }
        Ok(())
    }
}

impl Checked<'_> {
    fn spans(&self, findings: &mut Vec<Finding>) {
        let chars = self.text.chars().count();
        let sound = |clause: &Clause| {
            clause.span.end <= chars
                && clause.parent.is_none_or(|parent| {
                    self.clauses.get(parent).is_some_and(|parent| parent.span.contains(clause.span))
                })
        };
        if let Some(clause) = self.clauses.iter().find(|clause| !sound(clause)) {
            findings.push(finding(
                "spans",
                Some(self.place.policy.clone()),
                &format!("the clause {} lies outside its text or its parent", clause.path),
                &format!("条款 {} 超出正文或上级条款的范围", clause.path),
            ));
        }
    }

    /// Every character but white space must lie in an outermost clause.
    fn coverage(&self, findings: &mut Vec<Finding>) {
        let mut outer = self.clauses.iter().filter(|clause| clause.parent.is_none()).peekable();
        let missed = self.text.chars().enumerate().find(|&(at, c)| {
            while outer.next_if(|clause| clause.span.end <= at).is_some() {}
            !c.is_whitespace() && outer.peek().is_none_or(|clause| at < clause.span.start)
        });
        if let Some((at, _)) = missed {
            findings.push(finding(
                "coverage",
                Some(self.place.policy.clone()),
                &format!("character {at} of its text belongs to no clause"),
                &format!("正文第 {at} 个字符不属于任何条款"),
            ));
        }
    }
}

fn finding(code: &'static str, policy: Option<PolicyId>, en: &str, zh: &str) -> Finding {
    Finding { code, policy, message: en.to_owned(), message_zh: zh.to_owned() }
}
