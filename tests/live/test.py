"""The live checks against a stand-in: all pass, what differs is told, and the bucket is
as it was before, whatever happens.

    test.py PROGRAM

COS_STANDIN names the stand-in's program.
"""

import http.client
import http.server
import json
import os
import re
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote

BUCKET, OPEN_BUCKET, REGION = "examplebucket-1250000000", "public-1250000000", "ap-guangzhou"
SECRET_ID, SECRET_KEY = "AKIDSTANDINEXAMPLEEXAMPLEEXAMPLE000", "STANDINSECRETKEYEXAMPLEEXAMPLE00"
TOKEN, EXPIRED = "STANDINTOKEN-SECRET+/=", "EXPIREDTOKEN-SECRET"
EXPIRED_VARIABLES = {
    "COS_LIVE_EXPIRED_ID": SECRET_ID,
    "COS_LIVE_EXPIRED_KEY": SECRET_KEY,
    "COS_LIVE_EXPIRED_TOKEN": EXPIRED,
}


def expect(holds, what):
    if not holds:
        raise SystemExit(what)


class Standin:
    """A running stand-in, and the program under test."""

    def __init__(self, program, address):
        self.program, self.address = program, address

    def ask(self, method, target, body=None, host=None):
        connection = http.client.HTTPConnection(self.address)
        connection.request(method, target, body, {"Host": host or self.address})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()

    def fault(self, names, method):
        body = json.dumps({"faults": names, "methods": [method]})
        expect(self.ask("PUT", f"/_standin/faults/{BUCKET}", body)[0] == 204, f"the fault {names} was not taken")

    def start(self, bucket=BUCKET, **variables):
        base = {name: value for name, value in os.environ.items() if not name.startswith("COS_")}
        own = {"COS_SECRET_ID": SECRET_ID, "COS_SECRET_KEY": SECRET_KEY, "COS_LIVE_STANDIN": self.address}
        return subprocess.Popen(
            [self.program, bucket, REGION],
            env={**base, **own, **variables},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, code, bucket=BUCKET, **variables):
        """What it wrote to stdout and stderr; the checks of every run."""
        process = self.start(bucket, **variables)
        out, err = process.communicate(timeout=200)
        expect(process.returncode == code, f"it ended with {process.returncode}, not {code}:\n{out}{err}")
        self.check_run(out, err)
        return out

    def check_run(self, out, err):
        """No secret in the texts; nothing written but below the prefix, which is printed first."""
        prefix = re.search(r"^Objects are written below (\S+) of", err, re.M).group(1)
        expect(re.fullmatch(r"cos-err-live/\d{8}-[0-9a-f]{12}/", prefix), f"the prefix {prefix}")
        for secret in (SECRET_KEY, TOKEN, EXPIRED, SECRET_ID, "q-signature"):
            expect(secret not in out + err, f"{secret} is shown")
        expect("1250000000" not in out and "examplebucket" not in out, "the report names the bucket")
        requests = json.loads(self.ask("GET", "/_standin/requests")[1])
        wrote = [request for request in requests if request["method"] not in ("GET", "HEAD")]
        deletions = [request for request in wrote if request["target"].startswith("/?delete")]
        below = [request for request in wrote if unquote(request["target"]).startswith(f"/{prefix}")]
        expect(len(below) + len(deletions) == len(wrote), "something was written beside the prefix")
        expect({request["host"].split(".")[0] for request in wrote} <= {BUCKET, OPEN_BUCKET}, "another bucket was written")
        self.ask("DELETE", "/_standin/requests")


def rows(report):
    """The result of each check."""
    found = re.findall(r"^\| ([a-z0-9-]+) \| (ok|DIFFERS|seen|skipped) \|", report, re.M)
    return dict(found)


def all_pass(standin):
    report = standin.run(0, **EXPIRED_VARIABLES)
    results = rows(report)
    expect(len(results) > 35 and set(results.values()) == {"ok", "seen"}, report)
    expect("everything below the prefix was removed" in report, report)
    seen = {name for name, result in results.items() if result == "seen"}
    expect(seen == {"crc-of-process", "crc-of-append", "retry-after"}, f"only seen: {seen}")


def the_readme_names_the_checks(standin):
    """Each assumption in README.md names checks that exist."""
    readme = (Path(__file__).resolve().parent / "README.md").read_text(encoding="utf-8")
    section = readme.split("\n## Assumptions\n")[1].split("\n## ")[0]
    items = re.split(r"^- ", section, flags=re.M)[1:]
    known = rows(standin.run(0, **EXPIRED_VARIABLES))
    named = set()
    for item in items:
        checks = set(re.findall(r"`([a-z0-9-]+)`", item)) & set(known)
        expect(checks, f"no check of it exists: {item}")
        named |= checks
    expect(len(items) >= 10 and len(named) >= 20, f"{len(items)} items name {len(named)} checks")


def temporary_credentials(standin):
    report = standin.run(0, COS_SESSION_TOKEN=TOKEN)
    results = rows(report)
    skipped = {name for name, result in results.items() if result == "skipped"}
    expect(skipped == {"head-expired-token"}, f"skipped: {skipped}")
    expect("temporary credentials" in report and results["presigned-url"] == "ok", report)


def the_bucket_is_empty_afterwards(standin):
    """Its objects may be listed by everybody."""
    report = standin.run(0, OPEN_BUCKET)
    expect(rows(report)["head-unsigned"] == "seen", report)
    host = f"{OPEN_BUCKET}.cos.{REGION}.myqcloud.com"
    expect("<Contents>" not in standin.ask("GET", "/", host=host)[1], "objects are left")
    uploads = standin.ask("GET", "/?uploads", host=host)
    expect(uploads[0] == 200 and "<Upload>" not in uploads[1], "uploads are left")


def what_differs_is_told(standin):
    for fault, method, check in (
        ("wrong-crc", "PUT", "crc-of-put"),
        ("no-crc", "HEAD", "crc-of-range"),
        ("range-ignored", "GET", "range"),
        ("retry-after-1", "HEAD", "bucket-is-read"),
    ):
        standin.fault(fault, method)
        report = standin.run(1)
        expect(rows(report)[check] == "DIFFERS", f"{fault}: {report}")
        expect("everything below the prefix was removed" in report, report)
        standin.ask("DELETE", f"/_standin/faults/{BUCKET}")


def nothing_is_written_where_nothing_can_be_listed(standin):
    for bucket in ("forbidden-1250000000", "missing-1250000000"):
        process = standin.start(bucket)
        out, err = process.communicate(timeout=60)
        expect(process.returncode == 2 and "nothing is written" in err and not out, out + err)
    requests = json.loads(standin.ask("GET", "/_standin/requests")[1])
    expect({request["method"] for request in requests} == {"GET"}, "something was written")
    standin.ask("DELETE", "/_standin/requests")


def an_interrupted_run_cleans_up(standin):
    standin.fault("hang", "POST")
    process = standin.start()
    heard = []
    for line in process.stderr:
        heard.append(line)
        # Begins an upload in parts, and waits for ever.
        if line == "crc-of-parts\n":
            break
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    expect(process.returncode == 128 + signal.SIGINT, f"it ended with {process.returncode}")
    expect("interrupted" in out and "everything below the prefix was removed" in out, out)
    standin.check_run(out, "".join(heard) + err)
    standin.ask("DELETE", f"/_standin/faults/{BUCKET}")


@contextmanager
def without_permission(standin, target):
    """An address that passes requests on to the stand-in, and refuses those whose target begins so."""

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def pass_on(self):
            sent = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            status, headers, body = 403, [("Server", "tencent-cos")], b"<Error><Code>AccessDenied</Code></Error>"
            if not self.path.startswith(target):
                connection = http.client.HTTPConnection(standin.address)
                connection.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
                for name, value in self.headers.items():
                    connection.putheader(name, value)
                connection.endheaders(sent)
                response = connection.getresponse()
                status, headers, body = response.status, response.getheaders(), response.read()
                connection.close()
            self.send_response_only(status)
            names = {name.lower() for name, _ in headers}
            for name, value in headers:
                self.send_header(name, value)
            if "content-length" not in names and status != 204:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = pass_on

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{server.server_port}"
        server.shutdown()


def versions_that_cannot_be_seen_are_told(standin):
    """A deletion in a bucket with versions leaves them behind."""
    with without_permission(standin, "/?version") as address:
        report = standin.run(1, COS_LIVE_STANDIN=address)
    expect("look below" in report and "versions could not be listed" in report, report)
    expect("everything below the prefix was removed" not in report, report)


def mistakes(standin):
    for variables, bucket, named in (
        ({"COS_SECRET_KEY": ""}, BUCKET, "COS_SECRET_KEY"),
        ({}, "examplebucket", "APPID"),
        ({"COS_SECRET_KEY": "with blank"}, BUCKET, "secret_key"),
    ):
        process = standin.start(bucket, **variables)
        out, err = process.communicate(timeout=60)
        expect(process.returncode == 2 and named in err and not out, out + err)


@contextmanager
def running(program):
    with subprocess.Popen([os.environ["COS_STANDIN"]], stdout=subprocess.PIPE, text=True) as process:
        try:
            yield Standin(program, process.stdout.readline().strip().removeprefix("http://"))
        finally:
            process.kill()


CHECKS = (
    all_pass,
    the_readme_names_the_checks,
    temporary_credentials,
    the_bucket_is_empty_afterwards,
    what_differs_is_told,
    nothing_is_written_where_nothing_can_be_listed,
    an_interrupted_run_cleans_up,
    versions_that_cannot_be_seen_are_told,
    mistakes,
)


def main():
    program = Path(sys.argv[1]).resolve()
    with running(program) as standin:
        for check in CHECKS:
            check(standin)
            print(f"ok: {check.__name__.replace('_', ' ')}")


if __name__ == "__main__":
    main()
