//! Changes to a profile: answers to questions, and suppositions.

use super::{ProfileError, value};
use serde_json::{Map, Value, json};

/// One change to a profile as it is written.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// Sets a key, or with two names a key in a table.
    Set(Vec<String>, Value),
    /// Adds an entry to a list, which is made where there is none.
    Push(String, Value),
}

impl Change {
    /// Sets a key.
    pub fn set(key: &str, value: impl Into<Value>) -> Self {
        Self::Set(vec![key.to_owned()], value.into())
    }

    /// Says whether a condition or a fact holds.
    pub fn answer(about: &str, holds: bool) -> Self {
        Self::Push("answers".to_owned(), json!({"about": about, "holds": holds}))
    }
}

/// Makes a change to a profile's value.
pub fn apply(profile: &mut Value, change: &Change) {
    let Value::Object(table) = profile else { return };
    match change {
        Change::Set(path, value) => set(table, path, value.clone()),
        Change::Push(key, value) => match table.entry(key.clone()).or_insert_with(|| json!([])) {
            Value::Array(list) => list.push(value.clone()),
            single => *single = json!([single.take(), value]),
        },
    }
}

fn set(table: &mut Map<String, Value>, path: &[String], value: Value) {
    match path {
        [] => {}
        [key] => {
            table.insert(key.clone(), value);
        }
        [key, rest @ ..] => {
            let inner = table.entry(key.clone()).or_insert_with(|| json!({}));
            if !inner.is_object() {
                *inner = json!({});
            }
            if let Value::Object(inner) = inner {
                set(inner, rest, value);
            }
        }
    }
}

/// The text of a profile with changes made; in TOML, all else stays as it was written.
pub fn write_toml(text: &str, changes: &[Change]) -> Result<String, ProfileError> {
    if text.trim_start().starts_with('{') {
        let mut profile = value::raw(text)?;
        for change in changes {
            apply(&mut profile, change);
        }
        return Ok(format!("{profile:#}\n"));
    }
    let mut document: toml_edit::DocumentMut = text.parse().map_err(|error: toml_edit::TomlError| {
        ProfileError::Syntax { format: "TOML", detail: error.to_string() }
    })?;
    for change in changes {
        match change {
            Change::Set(path, value) => {
                let mut item = document.as_item_mut();
                for (at, key) in path.iter().enumerate() {
                    let last = at + 1 == path.len();
                    if !last && !item.get(key).is_some_and(toml_edit::Item::is_table_like) {
                        item[key] = toml_edit::table();
                    }
                    item = &mut item[key];
                }
                *item = toml_edit::value(edit_value(value));
            }
            Change::Push(key, value) => push(document.as_item_mut(), key, value),
        }
    }
    Ok(document.to_string())
}

fn push(document: &mut toml_edit::Item, key: &str, value: &Value) {
    if document.get(key).is_none() {
        document[key] = match value {
            Value::Object(_) => toml_edit::Item::ArrayOfTables(toml_edit::ArrayOfTables::new()),
            _ => toml_edit::value(toml_edit::Array::new()),
        };
    }
    match (&mut document[key], value) {
        (toml_edit::Item::ArrayOfTables(tables), Value::Object(entries)) => {
            let mut table = toml_edit::Table::new();
            for (key, value) in entries {
                table[key] = toml_edit::value(edit_value(value));
            }
            tables.push(table);
        }
        (item, value) => {
            let single = item.as_value().filter(|value| !value.is_array()).cloned();
            if let Some(single) = single {
                *item = toml_edit::value(toml_edit::Array::from_iter([single]));
            }
            if let Some(list) = item.as_array_mut() {
                list.push(edit_value(value));
            } else if let (Some(tables), Value::String(name)) = (item.as_array_of_tables_mut(), value) {
                // A list of tables takes a bare name as a table with that name.
                let mut table = toml_edit::Table::new();
                table["name"] = toml_edit::value(name.as_str());
                tables.push(table);
            }
        }
    }
}

fn edit_value(value: &Value) -> toml_edit::Value {
    match value {
        Value::Null => "".into(),
        Value::Bool(flag) => (*flag).into(),
        Value::Number(number) => match number.as_i64() {
            Some(whole) => whole.into(),
            None => number.as_f64().unwrap_or_default().into(),
        },
        Value::String(text) => text.as_str().into(),
        Value::Array(list) => list.iter().map(edit_value).collect::<toml_edit::Array>().into(),
        Value::Object(table) => {
            let mut inline = toml_edit::InlineTable::new();
            for (key, value) in table {
                inline.insert(key, edit_value(value));
            }
            inline.into()
        }
    }
}
