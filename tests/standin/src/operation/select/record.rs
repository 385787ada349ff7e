//! A record of an object: named values, in their order.

use crate::answer::CosError;

/// The most bytes of one record.
pub const MOST: usize = 1 << 20;

/// The error of a larger one.
pub fn too_large() -> CosError {
    CosError::new(400, "OverMaxRecordSize", "A record has more than 1 MiB.")
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    Text(String),
    /// As JSON text.
    Json(String),
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record(pub Vec<(String, Value)>);

impl Value {
    /// The value without quotes, as CSV has it and comparisons see it.
    pub fn text(&self) -> String {
        match self {
            Value::Text(text) => text.clone(),
            Value::Json(json) => match serde_json::from_str(json) {
                Ok(serde_json::Value::String(text)) => text,
                Ok(serde_json::Value::Null) => String::new(),
                _ => json.clone(),
            },
        }
    }

    pub fn json(&self) -> String {
        match self {
            Value::Text(text) => serde_json::Value::from(text.as_str()).to_string(),
            Value::Json(json) => json.clone(),
        }
    }
}

impl Record {
    /// The value of a column: by its name, or by its number as `_1`.
    pub fn get(&self, name: &str) -> Option<&Value> {
        let named = self.0.iter().find(|(known, _)| known == name);
        let number = name
            .strip_prefix('_')
            .and_then(|number| number.parse::<usize>().ok());
        let numbered = || self.0.get(number?.checked_sub(1)?);
        named.or_else(numbered).map(|(_, value)| value)
    }
}
