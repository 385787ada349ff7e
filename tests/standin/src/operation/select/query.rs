//! The part of SQL that is understood: columns, one comparison, a limit.

use super::record::Record;
use crate::answer::CosError;

/// The most bytes of an expression, and the most columns that it names.
const LENGTH: usize = 256 << 10;
const COLUMNS: usize = 100;

#[derive(Debug, PartialEq, Eq)]
pub struct Query {
    /// Empty: all.
    columns: Vec<String>,
    /// Column, operator, value.
    condition: Option<(String, String, String)>,
    pub limit: usize,
}

/// `SELECT * | COLUMN, ... FROM COSObject [ALIAS] [WHERE COLUMN = VALUE] [LIMIT N]`
pub fn parse(expression: &str) -> Result<Query, CosError> {
    let too_long = || {
        let message = "The expression is too long, or has too many columns.";
        CosError::new(400, "ExpressionTooLong", message)
    };
    if expression.len() > LENGTH {
        return Err(too_long());
    }
    let tokens = tokens(expression);
    let mut rest = tokens.iter().map(String::as_str).peekable();
    let unexpected = |token: Option<&str>| {
        let message = format!(
            "The expression has an unexpected \"{}\".",
            token.unwrap_or("")
        );
        CosError::new(400, "ParseUnexpectedToken", &message)
    };
    expect(rest.next(), "SELECT").map_err(unexpected)?;
    let mut columns = Vec::new();
    loop {
        match rest.next() {
            Some("*") => {}
            Some(name) if is_name(name) => columns.push(column(name)),
            other => return Err(unexpected(other)),
        }
        if rest.next_if(|token| *token == ",").is_none() {
            break;
        }
    }
    if columns.len() > COLUMNS {
        return Err(too_long());
    }
    expect(rest.next(), "FROM")
        .map_err(|_| CosError::new(400, "ParseSelectMissingFrom", "The expression has no FROM."))?;
    let from = rest.next();
    let object = from.map(|from| from.to_ascii_lowercase());
    if !object.is_some_and(|object| object == "cosobject" || object.starts_with("cosobject[*]")) {
        return Err(unexpected(from));
    }
    let keyword = |token: &str, word: &str| token.eq_ignore_ascii_case(word);
    rest.next_if(|token| is_name(token) && !keyword(token, "WHERE") && !keyword(token, "LIMIT"));
    let mut condition = None;
    if rest.next_if(|token| keyword(token, "WHERE")).is_some() {
        let (name, operator, value) = (rest.next(), rest.next(), rest.next());
        let (Some(name), Some(operator), Some(value)) = (name, operator, value) else {
            return Err(unexpected(None));
        };
        if !is_name(name) || !["=", "!=", "<>", "<", "<=", ">", ">="].contains(&operator) {
            return Err(unexpected(Some(operator)));
        }
        let value = value.trim_matches('\'').to_string();
        condition = Some((column(name), operator.to_string(), value));
    }
    let mut limit = usize::MAX;
    if rest.next_if(|token| keyword(token, "LIMIT")).is_some() {
        let number = rest.next();
        limit = number
            .and_then(|number| number.parse().ok())
            .ok_or_else(|| unexpected(number))?;
    }
    match rest.next() {
        None | Some(";") => Ok(Query {
            columns,
            condition,
            limit,
        }),
        other => Err(unexpected(other)),
    }
}

fn expect<'a>(token: Option<&'a str>, word: &str) -> Result<(), Option<&'a str>> {
    match token {
        Some(token) if token.eq_ignore_ascii_case(word) => Ok(()),
        other => Err(other),
    }
}

fn is_name(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_' || c == '"')
}

/// A column without the alias of the object, and without quotes.
fn column(name: &str) -> String {
    let name = name.rsplit('.').next().unwrap_or(name);
    name.trim_matches('"').to_string()
}

fn tokens(expression: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let mut rest = expression.trim_start();
    while let Some(first) = rest.chars().next() {
        let of_word = |c: char| c.is_alphanumeric() || "_.\"[]*-".contains(c);
        let end = match first {
            '\'' => rest[1..].find('\'').map_or(rest.len(), |at| at + 2),
            '*' => 1,
            '<' | '>' | '!' | '=' => rest.find(|c| !"<>!=".contains(c)).unwrap_or(rest.len()),
            _ if of_word(first) => rest.find(|c| !of_word(c)).unwrap_or(rest.len()),
            _ => first.len_utf8(),
        };
        tokens.push(rest[..end].to_string());
        rest = rest[end..].trim_start();
    }
    tokens
}

impl Query {
    pub fn matches(&self, record: &Record) -> bool {
        let Some((name, operator, value)) = &self.condition else {
            return true;
        };
        let Some(own) = record.get(name).map(|own| own.text()) else {
            return false;
        };
        let numbers = own.parse::<f64>().ok().zip(value.parse::<f64>().ok());
        let order = match numbers {
            Some((own, value)) => own.partial_cmp(&value),
            None => Some(own.as_str().cmp(value)),
        };
        order.is_some_and(|order| match operator.as_str() {
            "=" => order.is_eq(),
            "!=" | "<>" => order.is_ne(),
            "<" => order.is_lt(),
            "<=" => order.is_le(),
            ">" => order.is_gt(),
            _ => order.is_ge(),
        })
    }

    /// The record with the columns that the query names.
    pub fn project(&self, record: Record) -> Record {
        if self.columns.is_empty() {
            return record;
        }
        let columns = self.columns.iter().filter_map(|name| {
            let value = record.get(name)?;
            Some((name.clone(), value.clone()))
        });
        Record(columns.collect())
    }
}
