//! The control endpoints below `/_standin/`.

use serde_json::Value;

use crate::answer::Answer;
use crate::cors;
use crate::fault::{listed, told};
use crate::request::Request;
use crate::script;
use crate::service::State;

const PREFIX: &str = "/_standin/";

/// Only by the stand-in's own address: no bucket has such a host.
pub fn is_control(state: &State, request: &Request) -> bool {
    let path = request.path.as_deref().unwrap_or("");
    request.host == state.authority && path.starts_with(PREFIX)
}

pub fn answer(state: &State, request: &Request) -> Answer {
    let path = request.path.as_deref().unwrap_or("");
    let path = path.strip_prefix(PREFIX).unwrap_or("");
    if let Some((kind, name)) = path.split_once('/')
        && !name.is_empty()
        && let Some(told) = tell(state, request, kind, name)
    {
        return match told {
            Told::Yes => Answer::plain(204, ""),
            Told::NotThere => text(404, "there is none of this name"),
            Told::Mistake(mistake) => text(400, &mistake),
            Told::OtherMethod => text(405, "PUT or DELETE"),
        };
    }
    match (request.method.as_str(), path) {
        ("GET", "requests") => json(state.log.requests().to_string()),
        ("DELETE", "requests") => {
            state.log.clear();
            Answer::plain(204, "")
        }
        ("GET", "faults") => json(Value::from(listed::names()).to_string()),
        ("GET", "stats") => json(stats(state).to_string()),
        ("DELETE", "counters") => {
            state.choices.clear();
            Answer::plain(204, "")
        }
        (_, "requests" | "faults" | "stats" | "counters") => text(
            405,
            "GET requests, DELETE requests, GET faults, GET stats, DELETE counters",
        ),
        _ => text(
            404,
            "There are /_standin/ script/NAME, faults/BUCKET, cors/BUCKET, token/TOKEN, account/SECRETID, \
             requests, faults, stats, counters",
        ),
    }
}

fn stats(state: &State) -> Value {
    let mut stats = state.log.stats();
    stats["picked"] = state.choices.picked();
    stats["process"] = std::process::id().into();
    stats
}

enum Told {
    Yes,
    NotThere,
    Mistake(String),
    OtherMethod,
}

/// What is PUT under a name, and removed; None: there is no such kind.
fn tell(state: &State, request: &Request, kind: &str, name: &str) -> Option<Told> {
    let lower = name.to_ascii_lowercase();
    let put = || {
        let body = request.bytes();
        match kind {
            "script" => script::parse(body).map(|scripts| state.scripts.put(&lower, scripts)),
            "faults" => told::parse(body).map(|entries| state.told.put(&lower, entries)),
            "cors" => cors::parse(body).map(|rule| state.cors.put(&lower, rule)),
            "token" => state.account.put_token(name, body),
            _ => state.account.put_key(name, body),
        }
    };
    let remove = || match kind {
        "script" => state.scripts.remove(&lower),
        "faults" => state.told.remove(&lower),
        "cors" => state.cors.remove(&lower),
        "token" => state.account.remove_token(name),
        _ => state.account.remove_key(name),
    };
    if !["script", "faults", "cors", "token", "account"].contains(&kind) {
        return None;
    }
    Some(match request.method.as_str() {
        "PUT" => put().map_or_else(Told::Mistake, |()| Told::Yes),
        "DELETE" if remove() => Told::Yes,
        "DELETE" => Told::NotThere,
        _ => Told::OtherMethod,
    })
}

fn json(body: String) -> Answer {
    let mut answer = Answer::plain(200, body);
    answer.set("Content-Type", "application/json");
    answer
}

fn text(status: u16, line: &str) -> Answer {
    let mut answer = Answer::plain(status, format!("{line}\n"));
    answer.set("Content-Type", "text/plain; charset=utf-8");
    answer
}
