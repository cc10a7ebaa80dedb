//! Holds answers against their description, field by field.

use serde_json::Value;

/// What of `value` is not as `schema` says, with its place. Fields that are not described count too: a
/// description that falls behind shall be noticed.
pub fn faults(root: &Value, schema: &Value, value: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    check(root, schema, value, "", &mut faults);
    faults
}

/// The schema of the answer to a request.
pub fn answer<'d>(root: &'d Value, method: &str, path: &str) -> &'d Value {
    &root["paths"][path][method]["responses"]["200"]["content"]["application/json"]["schema"]
}

fn check(root: &Value, schema: &Value, value: &Value, at: &str, faults: &mut Vec<String>) {
    if let Some(name) = schema["$ref"].as_str() {
        let name = name.rsplit('/').next().unwrap_or_default();
        return check(root, &root["components"]["schemas"][name], value, at, faults);
    }
    if let Some(choices) = schema["oneOf"].as_array() {
        let fits = |choice: &Value| {
            let mut own = Vec::new();
            check(root, choice, value, at, &mut own);
            own
        };
        let tried: Vec<Vec<String>> = choices.iter().map(fits).collect();
        if !tried.iter().any(Vec::is_empty) {
            faults.extend(tried.into_iter().max_by_key(Vec::len).unwrap_or_default());
        }
        return;
    }
    let types: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
        _ => return,
    };
    if !types.iter().any(|kind| is(kind, value)) {
        return faults.push(format!("{at}: {value} is no {types:?}"));
    }
    if let Some(values) = schema["enum"].as_array()
        && !values.contains(value)
    {
        faults.push(format!("{at}: {value} is none of {values:?}"));
    }
    match value {
        Value::Array(items) => {
            for (number, item) in items.iter().enumerate() {
                check(root, &schema["items"], item, &format!("{at}[{number}]"), faults);
            }
        }
        Value::Object(fields) => {
            let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
            faults.extend(
                required
                    .filter(|name| !fields.contains_key(*name))
                    .map(|name| format!("{at}.{name} is missing")),
            );
            let Some(known) = schema["properties"].as_object() else {
                let rest = &schema["additionalProperties"];
                return fields
                    .iter()
                    .for_each(|(name, field)| check(root, rest, field, &format!("{at}.{name}"), faults));
            };
            for (name, field) in fields {
                match known.get(name) {
                    Some(described) => check(root, described, field, &format!("{at}.{name}"), faults),
                    None => faults.push(format!("{at}.{name} is not described")),
                }
            }
        }
        _ => {}
    }
}

fn is(kind: &str, value: &Value) -> bool {
    match kind {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => false,
    }
}
