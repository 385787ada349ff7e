//! The control endpoints below `/_standin/`.

use serde_json::Value;

use crate::answer::Answer;
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
    if let Some(name) = path.strip_prefix("script/")
        && !name.is_empty()
    {
        return script_answer(state, request, &name.to_ascii_lowercase());
    }
    match (request.method.as_str(), path) {
        ("GET", "requests") => json(state.log.requests().to_string()),
        ("DELETE", "requests") => {
            state.log.clear();
            Answer::plain(204, "")
        }
        ("GET", "stats") => json(stats(state).to_string()),
        ("DELETE", "counters") => {
            state.choices.clear();
            Answer::plain(204, "")
        }
        (_, "requests" | "stats" | "counters") => text(
            405,
            "GET requests, DELETE requests, GET stats, DELETE counters",
        ),
        _ => text(
            404,
            "There are /_standin/ script/NAME, requests, stats, counters",
        ),
    }
}

fn stats(state: &State) -> Value {
    let mut stats = state.log.stats();
    stats["picked"] = state.choices.picked();
    stats
}

fn script_answer(state: &State, request: &Request, name: &str) -> Answer {
    match request.method.as_str() {
        "PUT" => match script::parse(request.body.as_deref().unwrap_or(b"")) {
            Ok(scripts) => {
                state.scripts.put(name, scripts);
                Answer::plain(204, "")
            }
            Err(mistake) => text(400, &mistake),
        },
        "DELETE" if state.scripts.remove(name) => Answer::plain(204, ""),
        "DELETE" => text(404, "there is no script of this name"),
        _ => text(405, "PUT or DELETE"),
    }
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
