"""A server that responds as a row says, and keeps what it received."""

import base64
import hashlib
import http.server
import json
import pathlib
import threading
import urllib.parse
import xml.etree.ElementTree as ET

ROWS = pathlib.Path(__file__).with_name("python.jsonl")
#: What each HTTP library has of its own, and what differs between any two signatures.
OWN_HEADERS = {"accept", "accept-encoding", "authorization", "connection", "content-length", "user-agent", "x-cos-date"}
#: A longer body is kept as its length and digest.
LONGEST = 2000


def rows():
    """The rows of the file."""
    return [json.loads(line) for line in ROWS.read_text(encoding="utf-8").splitlines()]


def key_of(method, query):
    """Which of a row's responses a request gets: "GET cors"."""
    names = [name for name, value in query.items() if not value and name not in ("prefix", "delimiter")] or [
        name for name in ("uploadId",) if name in query
    ]
    return " ".join([method, *names[:1]])


def text_of(body):
    """A body as it stands in a row."""
    if len(body) > LONGEST:
        return {"length": len(body), "md5": hashlib.md5(body).hexdigest()}
    return body.decode("utf-8")


def bytes_of(body):
    """The bytes of a row's body."""
    return base64.b64decode(body["base64"]) if isinstance(body, dict) else body.encode("utf-8")


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers one connection."""

    protocol_version = "HTTP/1.1"

    def answer(self):
        """Receive a request, and answer it."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if "chunked" in self.headers.get("Transfer-Encoding", ""):
            while size := int(self.rfile.readline(), 16):
                body += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
        path, _, query = self.path.partition("?")
        query = dict(urllib.parse.parse_qsl(query, keep_blank_values=True))
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = {
            "method": self.command,
            "path": path,
            "query": query,
            "headers": {name: headers[name] for name in sorted(headers) if name not in OWN_HEADERS},
            "body": text_of(body),
        }
        with self.server.lock:
            self.server.requests.append(request)
            responses = self.server.responses
        found = responses.get(key_of(self.command, query)) or responses.get("")
        if found is None:
            found = {"status": 404, "headers": {"x-cos-request-id": "NONE"}, "body": ""}
        content = bytes_of(found.get("body", ""))
        self.send_response_only(found["status"])
        for name, value in {"Server": "tencent-cos", **found.get("headers", {})}.items():
            self.send_header(name, value)
        if found["status"] != 204:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = answer

    def log_message(self, *_):
        """Say nothing."""


class Answering(http.server.ThreadingHTTPServer):
    """The server, on a port of its own."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.lock = threading.Lock()
        self.responses, self.requests = {}, []
        self.port = self.server_address[1]
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def expect(self, row):
        """Respond as a row says from now on."""
        with self.lock:
            self.responses = row.get("responses") or {"": row["response"]}
            self.requests = []

    def received(self):
        """The requests since then, in an order of their own."""
        with self.lock:
            return sorted(self.requests, key=lambda one: (one["method"], one["path"], sorted(one["query"].items())))


def document(text):
    """A body as it is compared: an XML document by its elements, JSON by its values."""
    if isinstance(text, dict) or not text:
        return text
    try:
        return _element(ET.fromstring(text))
    except ET.ParseError:
        pass
    try:
        return json.loads(text)
    except ValueError:
        return text


def _element(element):
    return [element.tag, sorted(element.items()), element.text or "", [_element(child) for child in element]]


def plain(value):
    """A returned value as it stands in a row."""
    if isinstance(value, bytes):
        return {"bytes": value.decode("utf-8")}
    if isinstance(value, dict) or hasattr(value, "lower_items"):
        return {name: plain(inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if hasattr(value, "next_event"):
        return {"events": [plain(event) for event in value]}
    return value


def given(arguments):
    """The arguments of a row; {"file": text, "times": n} is a binary file."""
    import io

    def one(value):
        if isinstance(value, dict) and set(value) == {"file", "times"}:
            return io.BytesIO(value["file"].encode("utf-8") * value["times"])
        return value

    return {name: one(value) for name, value in arguments.items()}
