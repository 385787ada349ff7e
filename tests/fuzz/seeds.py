"""Makes inputs of the fuzz targets from the case tables: seeds.py CASES OUT."""

import hashlib
import json
import pathlib
import sys

METHODS = {"GET": "G", "HEAD": "H", "PUT": "P", "DELETE": "D", "POST": "O"}


def rows(cases: pathlib.Path, table: str) -> list[dict]:
    return [json.loads(line) for line in (cases / table).read_text("utf-8").splitlines()]


def body_of(exchange: dict) -> bytes:
    if "body_hex" in exchange:
        return bytes.fromhex(exchange["body_hex"])
    return exchange.get("body", "").encode()


def headers_of(exchange: dict) -> bytes:
    """The header block, with a line end behind each line and no empty line."""
    if "raw_headers_hex" in exchange:
        block = bytes.fromhex(exchange["raw_headers_hex"]).rstrip(b"\r\n")
        return block + b"\r\n" if block else b""
    lines = [f"{name}: {value}\r\n" for name, value in exchange.get("headers", [])]
    return "".join(lines).encode()


def response(exchange: dict, secret: bool) -> bytes:
    letters = [
        ("t", exchange.get("body_truncated")),
        ("a", exchange.get("received_at_ms")),
        ("r", "raw_headers_hex" in exchange),
        ("c", exchange.get("expect_cos")),
        ("f", exchange.get("headers_filtered")),
        ("s", secret),
    ]
    lines = [
        exchange.get("method", ""),
        str(exchange.get("status", 0)),
        "".join(letter for letter, given in letters if given),
        exchange.get("expect_root") or "",
        exchange.get("url") or "",
        exchange.get("bucket") or "",
        exchange.get("key") or "",
    ]
    body = body_of(exchange)
    if secret:
        body = body.replace(b"</Message>", b" \x01 \x02 \x03 \x04 \x05 \x06 \x07 \x0e</Message>")
    members = "\n".join(line.replace("\n", " ") for line in lines)
    return members.encode() + b"\n" + headers_of(exchange) + b"\r\n\r\n" + body


def wire(exchange: dict, chunked: bool) -> bytes:
    headers, body = headers_of(exchange), body_of(exchange)
    if headers.startswith(b"HTTP/"):
        headers = headers.partition(b"\r\n")[2]
    start = f"HTTP/1.1 {exchange.get('status') or 200} Status\r\n".encode() + headers
    if chunked:
        return start + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
    return start + b"Content-Length: %d\r\n\r\n" % len(body) + body


def exchanges(exchange: dict, number: int) -> bytes:
    method = METHODS.get(exchange.get("method", "GET"), "G")
    plan = method + "p23p"[number % 4] + "ckck"[number // 4 % 4] + ".rspb"[number % 5] + f"{number * 7 % 100}"
    return plan.encode() + b"\n" + wire(exchange, number % 3 == 0)


def command(exchange: dict, number: int) -> bytes:
    """A response as `curl -i` prints it."""
    arguments = ["read", "read --json", "read --zh @", "read - @ --json --zh"][number % 4]
    status = f"HTTP/1.1 {exchange.get('status') or 200} Status\r\n".encode()
    return arguments.encode() + b"\n" + status + headers_of(exchange) + b"\r\n" + body_of(exchange)


def line(name: str, value: object) -> str:
    return f"{name}={value}".replace("\n", "\x05").replace("\r", "\x06") + "\n"


def request(row: dict) -> bytes:
    names = {
        "region": "region", "endpoint": "endpoint", "bucket": "bucket", "key": "key", "secret_id": "id",
        "token": "token", "connect_to": "connect", "user_agent": "agent", "method": "method",
    }
    given = row["input"]
    lines = [line(names[name], value) for name, value in given.items() if name in names and value is not None]
    return "".join(lines).encode("utf-8", "replace")


def write(folder: pathlib.Path, content: bytes) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / hashlib.sha1(content).hexdigest()[:16]).write_bytes(content)


def main(cases: pathlib.Path, out: pathlib.Path) -> None:
    for number, row in enumerate(rows(cases, "answers.jsonl")):
        exchange = row["exchange"]
        write(out / "responses", response(exchange, secret=number % 3 == 0))
        write(out / "command", command(exchange, number))
        if len(body_of(exchange)) < 4096:
            write(out / "exchanges", exchanges(exchange, number))
    for row in rows(cases, "arguments.jsonl"):
        for target in ("requests", "calls"):
            write(out / target, request(row))


main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
