"""Runs cos-err as a shell user does: real responses, every code, bad input.

command.py PROGRAM RESPONSES [sanitized]
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

PROGRAM = sys.argv[1]
ROWS = [json.loads(line) for line in Path(sys.argv[2]).read_text(encoding="utf-8").splitlines()]
COS_ID = "NWNhYzEzZThfNGQ5ZTU4NjRfNmFhNV83YTZjOGY="
CI_ID = "VF82ODZkNDM1YV8xNF9mMjNlMTkxNV9iM2Y0"
FINE, ERROR, USAGE, UNKNOWN, IO = range(5)
failures = []
checks = 0


def check(holds, what):
    global checks
    checks += 1
    if not holds:
        failures.append(what)


def run(*arguments, given=b""):
    given = given.encode() if isinstance(given, str) else given
    done = subprocess.run([PROGRAM, *arguments], input=given, capture_output=True, timeout=120)
    check(done.returncode in range(5), f"{arguments}: ended with {done.returncode}: {done.stderr[-500:]}")
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def expect(what, result, code, out="", err=""):
    check(result[0] == code, f"{what}: exit code {result[0]} instead of {code}: {result[1][:300]} {result[2][:300]}")
    check(out in result[1], f"{what}: no {out!r} in {result[1][:500]!r}")
    check(err in result[2], f"{what}: no {err!r} in {result[2][:500]!r}")


def has_han(text):
    return any("\u4e00" <= letter <= "\u9fff" for letter in text)


def as_curl_prints_it(row):
    headers = "".join(f"{name}: {value}\r\n" for name, value in row["headers"].items())
    body = row["body"] or ""
    if row["http_status"]:
        return f"HTTP/1.1 {row['http_status']} Status\r\n{headers}\r\n{body}"
    return f"{headers}\r\n{body}" if headers else body


def real_responses():
    for row in ROWS:
        code, out, err = run("read", "--json", given=as_curl_prints_it(row))
        expected = {name: value for name, value in row["expect"].items() if value and name != "from_header"}
        if not expected and not row["http_status"]:
            expect(row["id"], (code, out, err), UNKNOWN, err="not recognised")
            continue
        if not out.strip():
            check(False, f"{row['id']}: nothing printed: {err[:300]}")
            continue
        found = json.loads(out)
        if "success" in found:
            check(code == FINE and "code" not in expected, f"{row['id']}: is taken for a success")
            continue
        check(code == ERROR, f"{row['id']}: exit code {code}")
        told = {**found["error"], "server_time": found["server_time"], "host_id": found["host_id"]}
        for name, value in expected.items():
            check(told[name] == one_line(value) or told[name] == value, f"{row['id']}: {name}: {told[name]!r} instead of {value!r}")
        for language in ("en", "zh"):
            arguments = ["read"] + (["--zh"] if language == "zh" else [])
            code, out, _ = run(*arguments, given=as_curl_prints_it(row))
            check(code == ERROR and told["code"] in out, f"{row['id']}: {language}")
            check(has_han(out.replace(row["body"] or "", "")) or language == "en", f"{row['id']}: no Chinese")


def one_line(text):
    return "".join(" " if letter < " " else letter for letter in text)


def every_code():
    tables = Path(sys.argv[2]).parent.parent.parent / "src/error/codes"
    codes = [line.split("\t")[0] for name in ("cos.tsv", "numbers.tsv")
             for line in (tables / name).read_text(encoding="utf-8").splitlines()[1:]]
    check(len(codes) > 300, "codes are missing")
    codes = sorted(set(codes))
    for language in ([], ["--zh"]):
        code, out, err = run("explain", "--json", *language, *codes)
        expect("every code", (code, out, err), FINE)
        lines = [json.loads(line) for line in out.splitlines()]
        check([line["code"] for line in lines] == codes, "a code is missing, or spelled another way")
        for line in lines:
            for meaning in line["meanings"]:
                check(has_han(meaning["advice"]) == bool(language), f"{line['code']}: {meaning['advice']}")
                check("{" not in meaning["advice"], f"{line['code']}: {meaning['advice']}")
        code, out, err = run("explain", *language, *codes)
        expect("every code as text", (code, out, err), FINE)
        check([line for line in out.splitlines() if not line.startswith("  ")] == codes, "text of every code")


def misspelt():
    for given, meant in (("NoSuchBuket", "NoSuchBucket"), ("nosuchkye", "NoSuchKey"), ("SignatureDoesntMatch", "SignatureDoesNotMatch"),
                         ("AcessDenied", "AccessDenied"), ("Timeoutt", "Timeout")):
        expect(given, run("explain", given), UNKNOWN, err=f"did you mean {meant}?")
        expect(given, run("explain", "--zh", given), UNKNOWN, err=meant)
    for given in ("Xyzzyplughqwertz", "", "x" * 5000, "\x1b[31m"):
        result = run("explain", given)
        expect(given[:20], result, UNKNOWN, err="unknown code")
        check("did you mean" not in result[2] and "\x1b" not in result[2], f"{given[:20]!r}: {result[2][:100]!r}")
    expect("one of two", run("explain", "NoSuchKey", "NoSuchKe"), UNKNOWN, out="NoSuchKey\n")
    expect("a reason", run("explain", "connectionlost"), FINE, out="ConnectionLost\n  client error")
    expect("a reason and a code", run("explain", "InvalidArgument"), FINE, out="client error")
    expect("two services", run("explain", "SlowDown"), FINE, out="HTTP 429")


def ids():
    expect("id", run("id", COS_ID), FINE, out="made by COS at 2019-04-09 03:39:20 UTC")
    expect("id", run("id", CI_ID, "--zh"), FINE, out="数据万象")
    told = json.loads(run("id", "--json", CI_ID)[1])
    check(told["responder"] == "ci" and told["made_at"] == "2025-07-08T16:12:10Z", str(told))
    for other in ("5C9F6CBDB007B7575C5395BA", "AVRWEY367G347MEM", "", "\x1b[2J"):
        result = run("id", other)
        expect(other, result, UNKNOWN, err="not a request id of COS")
        check("\x1b" not in result[2], "control characters are printed")
    # The end of an id may be anything: documents mask it.
    result = run("id", COS_ID[:16] + "\x1b[31m\u009b31m")
    expect("an id with control characters", result, FINE, out="made by COS")
    check("\x1b" not in result[1] and "\u009b" not in result[1], "control characters are printed")
    for arguments in (("\x1b[31m",), ("id", "--\x1b[31m")):
        check("\x1b" not in run(*arguments)[2], f"{arguments}: control characters are printed")


def not_utf8():
    for given, told in ((b"No\xffSuch", "No\ufffdSuch"), (b"\xe4\xb8", "\ufffd\ufffd"), ("桶\U0001f600".encode(), "桶\U0001f600"),
                        (b"\xed\xa0\x80\xc0\x80\xf4\x90\x80\x80", "\ufffd" * 9), ("a\u0085b".encode(), "a\u0085b")):
        _, out, _ = run("explain", "--json", given)
        check(json.loads(out)["code"] == told, f"{given}: {out!r}")
        _, _, err = run("explain", given)
        check(told.replace("\ufffd", "?").replace("\u0085", "?") in err, f"{given}: {err!r}")


def response(status, body, code_line="Status"):
    return f"HTTP/1.1 {status} {code_line}\r\nServer: tencent-cos\r\nContent-Length: {len(body)}\r\n\r\n{body}"


def error_body(code):
    return f"<Error><Code>{code}</Code><Message>m</Message><RequestId>{COS_ID}</RequestId></Error>"


def secrets():
    """A service may repeat what a request carried, in any place; a part's key may be anything."""
    secret = "fee1fee1fedcba9876543210fee1fee1fedcba98"
    named = f"x SecretKey={secret} \u009b31m"
    places = ("Message", "Resource", "HostId", "ServerTime", "TraceId", "RequestId", "Code", "Other")
    bodies = [f"<Error><Code>AccessDenied</Code><{place}>{named}</{place}></Error>" for place in places]
    bodies += [f"<DeleteResult><Error><Key>{key}</Key><Code>{code}</Code></Error></DeleteResult>"
               for key, code in ((named, "AccessDenied"), ("k", named))]
    for body in bodies:
        for options in ((), ("--json",)):
            code, out, err = run("read", *options, given=response(403 if body.startswith("<Error>") else 200, body))
            check(code == ERROR and secret not in out + err, f"{body} {options}: {out}{err}")
            check("\u009b" not in out and "\x1b" not in out, f"{body} {options}: control characters are printed: {out!r}")


def several():
    both = response(404, error_body("NoSuchKey")) + response(403, error_body("AccessDenied"))
    codes = [json.loads(line)["error"]["code"] for line in run("read", "--json", given=both)[1].splitlines()]
    check(codes == ["NoSuchKey", "AccessDenied"], f"two responses: {codes}")
    lines = [line for line in run("read", given=both)[1].splitlines() if line.startswith("stdin: ")]
    check(lines == ["stdin: NoSuchKey (HTTP 404, from COS)", "stdin: AccessDenied (HTTP 403, from COS)"], str(lines))
    # One exchange: what came before the response proper does not count.
    before = ("HTTP/1.1 200 Connection established\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n"
              "HTTP/1.1 307 Temporary Redirect\r\nLocation: https://other/\r\nContent-Length: 0\r\n\r\n")
    out = run("read", "--json", given=before + response(404, error_body("NoSuchKey")))[1]
    check([json.loads(line)["error"]["code"] for line in out.splitlines()] == ["NoSuchKey"], f"interim: {out}")
    expect("success", run("read", given=response(200, "hello")), FINE, out="success (HTTP 200)")
    expect("HEAD", run("read", given=f"HTTP/2 404 \r\nserver: tencent-cos\r\nx-cos-request-id: {COS_ID}\r\n\r\n"), ERROR, out="HTTP 404")
    expect("header block", run("read", given=f"x-cos-request-id: {COS_ID}\r\nx-cos-error-code: NoSuchKey\r\n"), ERROR, out="NoSuchKey")
    expect("JSON", run("read", given='{"code":"NoSuchKey","message":"m","request_id":"x"}'), ERROR, out="NoSuchKey")
    out = run("read", "--json", given=response(404, error_body("NoSuchKey")) + "HTTP/1.1 100 Continue\r\n\r\n")[1]
    check(len(out.splitlines()) == 1, f"an interim response at the end: {out}")
    # A body that holds a status line: an object, also one of which only the beginning is read.
    for size in (1, 3 << 20):
        out = run("read", given=response(200, "log\n" + "HTTP/1.1 404 Not Found\n\n" + "x" * size))[1]
        check(out == "stdin: success (HTTP 200)\n", f"a status line in a body: {out}")
    # The responses to HEAD requests announce bodies that do not follow.
    heads = f"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\nServer: tencent-cos\r\nx-cos-request-id: {COS_ID}\r\n\r\n"
    out = run("read", given=heads + heads)[1]
    check(len(out.splitlines()) == 2, f"two responses to HEAD: {out}")
    expect("an interim response alone", run("read", given="HTTP/1.1 100 Continue\r\n\r\n"), UNKNOWN, err="not recognised")
    hidden = run("read", given=response(404, error_body("No\x1b[31mSuch")))
    check("\x1b" not in hidden[1], "control characters are printed")


def files():
    with tempfile.TemporaryDirectory() as folder:
        one, two = Path(folder, "one"), Path(folder, "two")
        one.write_text(response(404, error_body("NoSuchKey")))
        two.write_text(f"first line\n2026-11-28 ERROR AccessDenied requestId={COS_ID}, retry\nthird {CI_ID}\n")
        expect("two files", run("read", str(one), str(two)), ERROR, out=f"{two}:2: request id {COS_ID}, made by COS")
        expect("a log", run("read", str(two)), FINE, out="code: AccessDenied")
        told = [json.loads(line) for line in run("read", "--json", str(two))[1].splitlines()]
        check([(line["line"], line["responder"]) for line in told] == [(2, "cos"), (3, "ci")], str(told))
        expect("one is not there", run("read", str(two), str(Path(folder, "none"))), IO, out=COS_ID, err="No such file")
        expect("a folder", run("read", folder), IO, err="directory")
        expect("standard input by name", run("read", "-", given=one.read_bytes()), ERROR, out="stdin: NoSuchKey")
    body = f"10:00 put failed: {error_body('NoSuchBucket')}\n"
    expect("a body in a line", run("read", given="a\n" + body), ERROR, out="stdin:2: NoSuchBucket")
    # As COS indents it, behind a prompt or between the lines of a log.
    body = f"<Error>\n\t<Code>NoSuchBucket</Code>\n\t<Message>m</Message>\n\t<RequestId>{COS_ID}</RequestId>\n</Error>"
    for text in (f"$ curl -si URL\n<?xml version='1.0' ?>\n{body}\n", f"a\n10:00 {body}", f"a\r\n{body}\n".replace("\n", "\r\n")):
        told = [json.loads(line) for line in run("read", "--json", given=f"{text}\nb {CI_ID}\n")[1].splitlines()]
        check([line.get("error", {}).get("code") for line in told] == ["NoSuchBucket", None], f"a body in lines: {text}: {told}")
        lines = text.split("\n")
        check(told[0]["line"] == 1 + next(i for i, line in enumerate(lines) if "<Error>" in line), f"{text}: {told}")
        check(told[-1]["line"] == len(lines) + 1, f"{text}: {told}")
    # A body without an end: the lines are read one by one.
    log = f"<Error>\nx {COS_ID}\n\n{CI_ID}\n10:00 <Error><Code>NoSuchKey</Code></Error>\nend {COS_ID}"
    for text in (log, log.replace("\n\n", "\n" + "word\n" * 20_000)):
        told = [json.loads(line)["line"] for line in run("read", "--json", given=text)[1].splitlines()]
        expected = [number for number, line in enumerate(text.split("\n"), 1) if len(line) > 20]
        check(told == expected, f"a body without an end: {told} instead of {expected}")
    # 64 KiB end near the ids.
    for shift in range(0, 600, 13):
        log = "<Error> " + "w" * shift + " word" * 13_000 + f" {COS_ID} {COS_ID}" + " x" * 200 + "\nend"
        out = run("read", given=log)[1]
        check(out.count(f"request id {COS_ID},") == 2, f"an id at the end of a piece: {shift}: {out}")
    for text in ("<Error>", "<Error></Error>", "x <Error>\n<Error>\n"):
        expect(text, run("read", given=text), UNKNOWN, err="not recognised")
    lines = '{"level":"info"}\n' + json.dumps({"level": "error", "id": COS_ID}) + "\n"
    expect("a log in JSON", run("read", given=lines), FINE, out="stdin:2: request id")


def ids_in_lines():
    # A run that ends with a slash has no id behind it, whatever the line before had there.
    log = f"aaaaaaaaaaaaaaaaaaaaaa/{COS_ID}\n/bbbbbbbbbbbbbbbb/ x\n{'a' * 126}/ end\n{'/' * 127}\n"
    told = [json.loads(line)["line"] for line in run("read", "--json", given=log)[1].splitlines()]
    check(told == [1], f"ids are found in lines {told}")
    # The line is searched for a code once, not once for each of its ids.
    code, out, _ = run("read", given=f"{COS_ID[:16]} " * 120_000)
    check(code == FINE and out.count("request id") == 120_000, "many ids in a line")
    check("code" not in run("read", "--json", given=f"REDIRECT Redirect {COS_ID}\n")[1], "a word is taken for a code")


def bad_input():
    expect("nothing", run("read"), UNKNOWN, err="stdin is empty")
    expect("nothing", run("read", "--zh"), UNKNOWN, err="输入为空")
    noise = random.Random(17)
    for size in (1, 17, 4096, 1 << 20):
        for _ in range(3):
            expect(f"{size} random bytes", run("read", given=noise.randbytes(size)), UNKNOWN, err="not recognised")
    for start in ("<", "{", "HTTP/1.1 404 ", "HTTP/1.1 404 X\r\n\r\n", "\x1f\ufffd", "Server: x\r\n"):
        run("read", given=start.encode() + noise.randbytes(1 << 20))
    run("read", given=b"\x1f\x8b" + noise.randbytes(1 << 20))
    expect("NULs", run("read", given=b"\0" * (1 << 20)), UNKNOWN)
    expect("another store", run("read", given="ERROR request id 5C9F6CBDB007B7575C5395BA\n"), UNKNOWN)
    expect("HTML", run("read", given="<html><body>hello</body></html>"), UNKNOWN)
    expect("a large body", run("read", given=response(200, "x" * (5 << 20))), FINE, out="HTTP 200")
    long_line = "word " * 50_000 + COS_ID + " end\nnext " + CI_ID
    result = run("read", given=long_line)
    expect("a long line", result, FINE, out="stdin:1: request id " + COS_ID)
    expect("a long line", result, FINE, out="stdin:2: request id " + CI_ID)


def damaged():
    """Real responses with bytes changed, removed and repeated: whatever is said of them, nothing crashes."""
    noise = random.Random(6)
    for row in ROWS:
        text = bytearray(as_curl_prints_it(row).encode())
        for _ in range(noise.randrange(1, 8)):
            at = noise.randrange(len(text) + 1)
            kind = noise.randrange(3)
            if kind == 0:
                text[at : at + 1] = noise.randbytes(1)
            elif kind == 1:
                del text[at : at + noise.randrange(40)]
            else:
                text[at:at] = text[at // 2 : at]
        _, _, err = run("read", given=bytes(text))
        check("Sanitizer" not in err and "runtime error" not in err, f"{row['id']}: {err[:500]}")


def large_log():
    """100 MiB through a pipe, under a limit of 64 MiB of memory."""
    import resource

    line = b"2026-11-28 15:30:00 INFO nothing happened here, and nothing will\n"
    block = line * 16384
    limit = lambda: resource.setrlimit(resource.RLIMIT_DATA, (64 << 20, 64 << 20))  # noqa: E731
    child = subprocess.Popen([PROGRAM, "read"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, preexec_fn=limit)

    def feed():
        for _ in range((100 << 20) // len(block) + 1):
            child.stdin.write(block)
        child.stdin.write(f"the last line {COS_ID}".encode())
        child.stdin.close()

    feeder = threading.Thread(target=feed)
    feeder.start()
    out = child.stdout.read().decode()
    feeder.join()
    check(child.wait() == FINE and COS_ID in out, f"large log: {child.returncode}: {out}")
    check(len(out.splitlines()) == 1, "large log: one line was to be found")


def usage():
    expect("help", run("--help"), FINE, out="cos-err explain")
    expect("version", run("--version"), FINE, out="cos-err ")
    for arguments in ((), ("nothing",), ("explain",), ("id",), ("head-bucket",), ("read", "--nothing"), ("head-bucket", "a", "--region")):
        expect(str(arguments), run(*arguments), USAGE, err="cos-err")
    full = os.open("/dev/full", os.O_WRONLY)
    done = subprocess.run([PROGRAM, "explain", "NoSuchKey"], stdout=full, stderr=subprocess.PIPE, check=False)
    os.close(full)
    check(done.returncode == IO, f"a full disk: {done.returncode}")
    expect("no region", run("head-bucket", "examplebucket-1250000000"), ERROR, out="InvalidArgument")


@contextmanager
def serving(handler):
    """The address of a server with this handler."""
    server = HTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def pipe_of_curl():
    """`curl -i URL | cos-err read`, by a shell."""
    for status, body, code, word in (
        (404, error_body("NoSuchKey"), ERROR, "stdin: NoSuchKey (HTTP 404, from COS)"),
        (200, "hello", FINE, "success (HTTP 200)"),
    ):
        class Handler(BaseHTTPRequestHandler):
            response = (status, body.encode())

            def do_GET(self):  # noqa: N802: the name is http.server's.
                self.send_response(self.response[0])
                self.send_header("Server", "tencent-cos")
                self.send_header("x-cos-request-id", COS_ID)
                self.send_header("Content-Length", str(len(self.response[1])))
                self.end_headers()
                self.wfile.write(self.response[1])

            def log_message(self, *_):
                pass

        with serving(Handler) as address:
            line = f"curl --noproxy '*' -si {address}/key | '{PROGRAM}' read"
            done = subprocess.run(["sh", "-c", line], capture_output=True, text=True, timeout=120)
            expect(line, (done.returncode, done.stdout, done.stderr), code, out=word)


def head_bucket():
    for found, code, word in ((200, FINE, "success (HTTP 200)"), (404, ERROR, "NoSuchBucket (HTTP 404, from COS)")):
        class Handler(BaseHTTPRequestHandler):
            status = found

            def do_HEAD(self):  # noqa: N802: the name is http.server's.
                self.send_response(self.status)
                self.send_header("x-cos-request-id", COS_ID)
                self.end_headers()

            def log_message(self, *_):
                pass

        with serving(Handler) as address:
            arguments = ("examplebucket-1250000000", "--region", "ap-guangzhou", "--endpoint", address)
            expect(f"bucket {found}", run("head-bucket", *arguments), code, out=f"examplebucket-1250000000: {word}")
            told = json.loads(run("head-bucket", "--json", *arguments)[1])
            check(("success" in told) == (found == 200), str(told))


real_responses()
every_code()
misspelt()
ids()
not_utf8()
secrets()
several()
files()
ids_in_lines()
bad_input()
damaged()
usage()
pipe_of_curl()
head_bucket()
# A sanitizer needs more memory than the limit.
if "sanitized" not in sys.argv[3:]:
    large_log()
print("\n".join(failures))
print(f"{checks} checks, {len(failures)} failed")
sys.exit(bool(failures))
