#!/usr/bin/env python3
"""Prints a line for each case of tests/cases, as its README says.

print_cases.py TABLE-FOLDER STANDIN-ADDRESS
"""

import io
import json
import os
import pathlib
import re
import socket
import sys
import tempfile
from typing import Any, Dict, Iterator, List, Optional, Tuple, Union

import cos_err
from cos_err import CosException, Response, reason_name

ID, KEY = "AKIDSTANDINEXAMPLEEXAMPLEEXAMPLE000", "STANDINSECRETKEYEXAMPLEEXAMPLE00"
BUCKET = "examplebucket-1250000000"
ENDPOINT = "http://{bucket}.cos.{region}.myqcloud.com"
CREDENTIALS: Dict[str, Dict[str, Any]] = {
    "good": {"SecretId": ID, "SecretKey": KEY},
    "wrong": {"SecretId": ID, "SecretKey": "WRONGSECRETKEYEXAMPLEEXAMPLE0000"},
    "token": {"SecretId": ID, "SecretKey": KEY, "Token": "STANDINTOKEN"},
    "expired-token": {"SecretId": ID, "SecretKey": KEY, "Token": "EXPIREDTOKEN"},
    "none": {"Anonymous": True},
}
ESCAPES = {ord("\\"): "\\\\", ord("\t"): "\\t", ord("\n"): "\\n", ord("\r"): "\\r", 0x7F: "\\x7f"}
ESCAPES.update({code: f"\\x{code:02x}" for code in range(0x20) if code not in ESCAPES})

Line = List[Tuple[str, str]]
# Of a call, or a presigned URL.
Result = Union[None, CosException, Response, str]


def kind(e: CosException) -> Line:
    return [
        ("kind", e.kind.name.lower()),
        ("reason", reason_name(e.reason) if e.reason else ""),
        ("status", str(e.status)),
        ("code", e.code),
        ("code_source", e.code_source.name.lower()),
    ]


def parts(e: CosException) -> Line:
    return [("part", "|".join([*part[:4], part.retry.name.lower()])) for part in e.parts]


def attempts(e: CosException) -> Line:
    return [
        ("attempt", f"{a.host}|{a.status}|{reason_name(a.reason) if a.reason else ''}|{a.note}") for a in e.attempts
    ]


def names(e: CosException, *members: str) -> Line:
    return [(name, getattr(e, name)) for name in members]


def whole(e: CosException) -> Line:
    """Every field of an error."""
    return [
        *kind(e),
        *names(e, "message", "resource", "request_id", "trace_id"),
        ("responder", e.responder.name.lower()),
        ("retry", e.retry.name.lower()),
        ("retry_after_ms", str(-1 if e.retry_after_ms is None else e.retry_after_ms)),
        ("request_sent", str(int(e.request_sent))),
        *names(e, "method", "url", "operation", "region_hint", "endpoint_hint"),
        ("clock_skew_s", "unknown" if e.clock_skew_s is None else str(e.clock_skew_s)),
        ("os_errno", str(e.os_errno)),
        ("origin_truncated", str(int(e.origin_truncated))),
        ("origin_body_len", str(len(e.origin_body))),
        ("origin_xml", e.origin_xml),
        *[("header", f"{name}: {value}") for name, value in e.header_fields],
        *[("detail", f"{name}: {value}") for name, value in e.detail_fields],
        *parts(e),
        *[("cause", cause) for cause in e.causes],
        *attempts(e),
        ("advice_en", e.advice),
        *names(e, "advice_zh", "doc_url", "diagnose_url"),
        ("diagnose_steps_en", e.diagnose_steps()),
        ("diagnose_steps_zh", e.diagnose_steps("zh")),
        *names(e, "text", "json"),
    ]


def steady(e: CosException) -> Line:
    """What does not change from run to run."""
    return [
        *kind(e),
        ("responder", e.responder.name.lower()),
        ("retry", e.retry.name.lower()),
        ("request_sent", str(int(e.request_sent))),
        *names(e, "method", "operation"),
        ("os_errno", str(e.os_errno)),
        ("has_request_id", str(int(bool(e.request_id)))),
        *parts(e),
        *attempts(e),
        ("advice_en", e.advice),
    ]


def without_clock(url: str) -> str:
    """A URL without what depends on the clock: its windows begin at 0, and its signature is empty."""
    window = re.compile("(q-(?:sign|key)-time=)([0-9]+)%3B([0-9]+)")
    url = window.sub(lambda at: f"{at[1]}0%3B{int(at[3]) - int(at[2])}", url)
    return re.sub("(q-signature=)[0-9a-f]*", r"\1", url)


def show(name: str, result: Result, is_live: bool = False) -> None:
    """One line."""
    if isinstance(result, CosException):
        fields = steady(result) if is_live else whole(result)
        words = [f"{key}={value.translate(ESCAPES)}" for key, value in fields]
    elif isinstance(result, str):
        words = ["ok", f"url={without_clock(result).translate(ESCAPES)}"]
    else:
        words = ["ok", *([f"status={result.status}", f"received={result.received}"] if result else [])]
    print(name.translate(ESCAPES), *words, sep="\t")


def answer(row: Dict[str, Any]) -> None:
    exchange = dict(row["exchange"])
    for name in ("raw_headers", "body"):
        if name + "_hex" in exchange:
            exchange[name] = bytes.fromhex(exchange.pop(name + "_hex"))
    if isinstance(exchange.get("body"), str):
        exchange["body"] = exchange["body"].encode()
    exchange.setdefault("received_at_ms", 0)
    show(row["id"], cos_err.read_answer(**exchange))


def seconds(milliseconds: Optional[int]) -> Optional[float]:
    return None if milliseconds is None else milliseconds / 1000


class ExactConfig(cos_err.CosConfig):
    """Passes endpoint and region on as they are given: the tables are the library's."""

    def template(self) -> Any:
        return self.endpoint


def argument(row: Dict[str, Any], standin: str) -> None:
    given = row["input"]
    keys = [given.get(name) for name in ("secret_id", "secret_key", "token")]
    try:
        config = ExactConfig(
            Region=given.get("region"),
            SecretId=keys[0],
            SecretKey=keys[1],
            Token=keys[2],
            Anonymous=keys == [None, None, None],
            Endpoint=given.get("endpoint", ENDPOINT),
            ConnectTo=given.get("connect_to", standin),
            ConnectTimeout=seconds(given.get("connect_timeout_ms")),
            ReadTimeout=seconds(given.get("io_timeout_ms")),
            TotalTimeout=seconds(given.get("total_timeout_ms")),
        )
        config.proxy, config.region = given.get("proxy"), given.get("region")
        client = cos_err.CosS3Client(config, retry=2)
        if given["operation"] == "head_bucket":
            client.head_bucket(Bucket=given.get("bucket"))
        else:
            client.send("GET", given.get("bucket"), given.get("key", ""))
    except CosException as error:
        show(row["id"], error)
    else:
        show(row["id"], None)


class Stream:
    """Reads once."""

    def __init__(self, text: str) -> None:
        self.read = io.BytesIO(text.encode()).read


class Writer:
    """Takes bytes, once."""

    def __init__(self) -> None:
        self.length = 0

    def write(self, data: bytes) -> None:
        self.length += len(data)


def request(members: Dict[str, Any], folder: pathlib.Path) -> Dict[str, Any]:
    """The arguments of send()."""
    given = {name: value for name, value in members.items() if name not in ("body_as", "body_file", "sink_file")}
    for name in ("body_file", "sink_file"):
        if name in members:
            given[name] = folder / members[name]
    if members.get("body_as"):
        text = members["body"]
        given["body"] = Stream(text) if members["body_as"] == "stream" else io.BytesIO(text.encode())
    return given


def call(members: Dict[str, Any]) -> Dict[str, Any]:
    """The rest of them."""
    given: Dict[str, Any] = {}
    if "timeout_ms" in members:
        given["timeout"] = seconds(members["timeout_ms"])
    if "explain" in members:
        given["explain"] = members["explain"]
    if "headers" in members:
        given["call_headers"] = members["headers"]
    if members.get("cancelled"):
        given["cancel"] = cos_err.Cancel()
        given["cancel"].trigger()
    return given


def live(row: Dict[str, Any], folder: pathlib.Path, standin: str) -> None:
    options = row.get("options", {})
    with socket.socket() as listener, tempfile.TemporaryDirectory() as scratch:
        address = standin
        if row.get("target", "standin") != "standin":
            listener.bind(("127.0.0.1", 0))
            listener.listen()
            address = f"127.0.0.1:{listener.getsockname()[1]}"
        if row.get("target") == "refused":
            listener.close()
        config = cos_err.CosConfig(
            Region="ap-guangzhou",
            Scheme="http",
            ConnectTo=address,
            ReadTimeout=seconds(options.get("io_timeout_ms")),
            **CREDENTIALS[options.get("credentials", "good")],
        )
        client = cos_err.CosS3Client(config, retry=options.get("max_attempts", 3) - 1)
        for before in row.get("before", []):
            client.send(**request(before, folder))
        sinks: Dict[str, Any] = {"writer": {"sink": Writer()}, "file": {"sink_file": os.path.join(scratch, "sink")}}
        sink = sinks.get(row.get("sink", "memory"), {})
        try:
            result: Result = client.send(**request(row["request"], folder), **call(row.get("call", {})), **sink)
        except CosException as error:
            result = error
        if isinstance(result, Response):
            came = sink["sink"].length if "sink" in sink else len(result.body)
            came = os.path.getsize(sink["sink_file"]) if "sink_file" in sink else came
            assert came == result.received, row["id"]
        show(row["id"], result, is_live=True)


def presign(row: Dict[str, Any]) -> None:
    try:
        config = cos_err.CosConfig(
            Region=row["region"], SecretId=row["secret_id"], SecretKey=row["secret_key"], Token=row.get("token")
        )
        result: Result = cos_err.CosS3Client(config).get_presigned_url(
            row["bucket"], row["key"], row["method"], row["expires_s"], row.get("params"), row.get("headers")
        )
    except CosException as error:
        result = error
    show(row["id"], result)


def values(row: Dict[str, Any], standin: str) -> None:
    config = cos_err.CosConfig(Region="ap-guangzhou", Scheme="http", ConnectTo=standin, **CREDENTIALS["good"])
    client = cos_err.CosS3Client(config)
    body = bytes.fromhex(row["body_hex"]) if "body_hex" in row else row["body"].encode()
    kind = {"Content-Type": row.get("content_type", "application/xml")}
    client.send("PUT", BUCKET, "values", body=body, headers=kind)
    response = client.send("GET", BUCKET, "values")
    fields = [
        ("fault", response.fault),
        *[("count", f"{path}: {response.count(path)}") for path in row.get("counts", ())],
        *[("value", f"{path}: {response.value(path)}") for path in row.get("values", ())],
        ("json", response.json),
    ]
    print(row["id"], "ok", *[f"{name}={value.translate(ESCAPES)}" for name, value in fields], sep="\t")


def rows(folder: pathlib.Path, name: str) -> Iterator[Dict[str, Any]]:
    with open(folder / name, encoding="utf-8") as file:
        yield from map(json.loads, file)


def main() -> None:
    folder, standin = pathlib.Path(sys.argv[1]), sys.argv[2]
    sys.stdout = io.TextIOWrapper(sys.stdout.buffer, "utf-8", newline="\n")
    for row in rows(folder, "answers.jsonl"):
        answer(row)
    for row in rows(folder, "arguments.jsonl"):
        argument(row, standin)
    for row in rows(folder, "live.jsonl"):
        live(row, folder, standin)
    for row in rows(folder, "presign.jsonl"):
        presign(row)
    for row in rows(folder, "values.jsonl"):
        values(row, standin)


if __name__ == "__main__":
    main()
