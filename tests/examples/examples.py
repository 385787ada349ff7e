"""Runs one of the examples against a stand-in, and checks what it says and does.

    examples.py FOLDER-OF-PROGRAMS NAME

COS_STANDIN names the stand-in's program; WORK is a folder for files.
"""

import hashlib
import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

BUCKET = "examplebucket-1250000000"
HOST = BUCKET + ".cos.ap-guangzhou.myqcloud.com"
SECRET_ID, SECRET_KEY = "AKIDSTANDINEXAMPLEEXAMPLEEXAMPLE000", "STANDINSECRETKEYEXAMPLEEXAMPLE00"


class Stage:
    """A folder, a stand-in, and the programs."""

    def __init__(self, programs, address, work):
        self.programs, self.address, self.work = Path(programs), address, work
        self.environment = {
            **os.environ,
            "COS_SECRET_ID": SECRET_ID,
            "COS_SECRET_KEY": SECRET_KEY,
            "COS_REGION": "ap-guangzhou",
            "COS_ENDPOINT": "http://{bucket}.cos.{region}.myqcloud.com",
            "COS_CONNECT_TO": address,
        }

    def start(self, name, *arguments):
        command = [str(self.programs / name), *map(str, arguments)]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        return subprocess.Popen(command, env=self.environment, cwd=self.work, **pipes)

    def run(self, name, *arguments, code=0):
        """What it wrote to stdout and stderr."""
        process = self.start(name, *arguments)
        out, err = (text.decode() for text in process.communicate(timeout=60))
        expect(process.returncode == code, f"{name} ended with {process.returncode}, not {code}: {out}{err}")
        return out, err

    def ask(self, method, target, body=b"", host=None):
        """Status and body of a plain request."""
        connection = http.client.HTTPConnection(self.address)
        connection.request(method, target, body, {"Host": host or self.address})
        answer = connection.getresponse()
        return answer.status, answer.read()

    def fault(self, names, method):
        """Lets one request of this method meet a fault."""
        body = f'{{"faults": "{names}", "times": 1, "methods": ["{method}"]}}'.encode()
        expect(self.ask("PUT", f"/_standin/faults/{BUCKET}", body)[0] < 300, f"the fault {names} was not taken")

    def upload(self, key, data):
        (self.work / "data").write_bytes(data)
        return self.run("upload", "data", BUCKET, key)

    def download(self, key):
        """What is stored, by a URL that the presign example makes."""
        url = urlsplit(self.run("presign", "GET", BUCKET, key)[0].strip())
        return self.ask("GET", f"{url.path}?{url.query}", host=url.netloc)


def expect(holds, what):
    if not holds:
        raise SystemExit(what)


def has(text, piece):
    expect(piece in text, f"no {piece!r} in {text!r}")


def data(length):
    blocks = (hashlib.sha256(str(i).encode()).digest() for i in range(length // 32 + 1))
    return b"".join(blocks)[:length]


def upload(stage):
    stored = data(3_000_000)
    out, err = stage.upload("photos/深圳 1.jpg", stored)
    has(out, 'stored with ETag "')
    shown = [int(each) for each in re.findall(r"data: +(\d+) %", err)]
    expect(shown[0] == 0 and shown[-1] == 100 and shown == sorted(shown), f"progress was {shown}")
    expect(stage.download("photos/深圳 1.jpg") == (200, stored), "another object is stored")
    _, err = stage.run("upload", "missing", BUCKET, "key", code=1)
    has(err, "LocalIo")


def download(stage):
    stored = data(500_000)
    stage.upload("large", stored)
    stage.fault("cut-200000", "GET")
    out, err = stage.run("download", BUCKET, "large", "got")
    has(err, "after 200000 bytes: ConnectionLost")
    has(out, "500000 bytes in got")
    expect((stage.work / "got").read_bytes() == stored, "the file is another than the object")
    _, requests = stage.ask("GET", "/_standin/requests")
    has(requests.decode(), "bytes=200000-")
    _, err = stage.run("download", BUCKET, "missing", "none", code=1)
    has(err, "NoSuchKey")


def listing(stage):
    keys = ["list/1", "list/a b+c&d<e>.txt", "list/深圳", "list/%41", "list/z"]
    for key in keys:
        stage.upload(key, b"x")
    for size in (1, 2, 1000):
        out, _ = stage.run("list", BUCKET, "list/", size)
        expect(sorted(out.splitlines()) == sorted(keys), f"pages of {size}: {out!r}")
    _, err = stage.run("list", "missing-1250000000", code=1)
    has(err, "NoSuchBucket")


def delete(stage):
    for key in ("a", "b & <c>"):
        stage.upload(key, b"x")
    _, err = stage.run("delete", BUCKET, "a", "denied/1", "b & <c>", "denied/深圳", code=1)
    for key in ("denied/1", "denied/深圳"):
        has(err, f"{key}: ")
    has(err, "(AccessDenied)")
    for key in ("a", "b & <c>"):
        expect(stage.download(key)[0] == 404, f"{key} is still there")
    out, _ = stage.run("delete", BUCKET, "a", "never there")
    has(out, "2 keys are gone")


def cancel(stage):
    """The answer stalls: only the signal ends it."""
    (stage.work / "file").write_text("older")
    stage.upload("large", data(500_000))
    stage.fault("stall-100000", "GET")
    process = stage.start("cancel", BUCKET, "large", "file")
    while b'"GET"' not in stage.ask("GET", "/_standin/requests")[1]:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    expect(process.returncode == 130, f"ended with {process.returncode}: {err}")
    has(err.decode(), "cancelled; file is as it was")
    expect(sorted(os.listdir(stage.work)) == ["data", "file"], f"left behind: {os.listdir(stage.work)}")
    expect((stage.work / "file").read_text() == "older", "the file was written to")
    has(stage.run("cancel", BUCKET, "large", "file")[0], "500000 bytes in file")


def presign(stage):
    url = urlsplit(stage.run("presign", "PUT", BUCKET, "by/url", 60)[0].strip())
    expect(url.netloc == HOST, f"the host is {url.netloc}")
    expect(stage.ask("PUT", f"{url.path}?{url.query}", b"by URL", host=HOST)[0] == 200, "PUT by URL")
    expect(stage.download("by/url") == (200, b"by URL"), "GET by URL")
    _, err = stage.run("presign", "GET", BUCKET, "by/url", 0, code=1)
    has(err, "InvalidArgument")


def credentials(stage):
    """The token ends after one request: the file is read again, and its next token is right."""
    keys = stage.work / "keys"
    stage.environment = {name: value for name, value in stage.environment.items() if "SECRET" not in name}
    keys.write_text(f"{SECRET_ID}\n{SECRET_KEY}\nSTANDINTOKEN\n0\n")
    out, err = stage.run("credentials", "keys", BUCKET, BUCKET)
    expect(out.count(": yes") == 2 and err.count("read keys") == 1, out + err)
    stage.ask("PUT", "/_standin/token/SHORT", b'{"requests": 1}')
    keys.write_text(f"{SECRET_ID}\n{SECRET_KEY}\nSHORT\n0\n")
    out, err = stage.run("credentials", "keys", BUCKET, BUCKET, code=1)
    expect(out.count(": yes") == 1 and err.count("read keys") == 2, out + err)
    _, err = stage.run("credentials", "missing", BUCKET, code=1)
    has(err, "missing: No such file or directory")


def log(stage):
    stage.upload("key", b"the object")
    stage.fault("status-503-SlowDown", "GET")
    out, err = stage.run("log", BUCKET, "key")
    expect(out == "the object", out)
    events = re.findall(r"^level=(\w+) event=(\w+)", err, re.MULTILINE)
    expect(events == [("info", "attempt"), ("info", "retry"), ("debug", "attempt")], err)
    has(err, "SlowDown")
    for secret in (SECRET_ID, SECRET_KEY, "q-signature"):
        expect(secret not in err, f"{secret} was told")


def queue_epoll(stage):
    """More calls than are in flight at a time; each ends once, and some fail."""
    for key in ("a", "bb"):
        stage.upload(key, key.encode())
    keys = ["a", "bb", "none"] * 100
    out, _ = stage.run("queue_epoll", BUCKET, *keys, code=1)
    told = sorted(out.splitlines())
    expect(told[:200] == ["a: 1 bytes"] * 100 + ["bb: 2 bytes"] * 100, out)
    expect(len(told) == 300 and all(line.startswith("none: NoSuchKey (HTTP 404)") for line in told[200:]), out)
    out, _ = stage.run("queue_epoll", BUCKET, "a")
    expect(out == "a: 1 bytes\n", out)
    heads = [each for each in json.loads(stage.ask("GET", "/_standin/requests")[1]) if each["method"] == "HEAD"]
    expect(len(heads) == 301, f"{len(heads)} requests")
    connections = {each["connection"] for each in heads[:300]}
    expect(len(connections) <= 64, f"{len(connections)} connections")


def load_plugin(stage):
    """It is unloaded while its calls hang, and while they end by themselves."""
    for bucket in ("fault-hang-1250000000", BUCKET):
        out, _ = stage.run("load_plugin", stage.programs / "plugin.so", bucket, 5)
        expect(out == "8 completions discarded, 1 releases\nunloaded\n" * 5, out)


def curl_easy(stage):
    """What libcurl reports, in every way that a transfer can end."""
    stored = data(200_000)
    stage.upload("key", stored)
    command = [stage.programs / "curl_easy", "GET", BUCKET, "key"]
    got = subprocess.run(command, env=stage.environment, stdout=subprocess.PIPE, check=True).stdout
    expect(got == stored, "another object came")
    ends = [
        (["GET", BUCKET, "missing"], "", r"^NoSuchKey \(HTTP 404\): .*request id \S+"),
        (["HEAD", "missing-1250000000", "key"], "", r"^NoSuchBucket \(HTTP 404\)|^NoSuchKey \(HTTP 404\)"),
        (["GET", BUCKET, "key"], "status-503-SlowDown", r"^SlowDown \(HTTP 503\)"),
        (["GET", BUCKET, "key"], "cut-1000", r"^ConnectionLost.*request id \S+"),
        (["GET", BUCKET, "key", 1], "hang", r"^Timeout"),
        (["GET", BUCKET, "key"], "close", r"^ConnectionLost"),
        (["GET", BUCKET, "key"], "garbage", r"^Protocol"),
    ]
    for arguments, fault, told in ends:
        if fault:
            stage.fault(fault, arguments[0])
        _, err = stage.run("curl_easy", *arguments, code=1)
        expect(re.search(told, err), f"{fault or arguments}: {err}")
        expect(SECRET_ID not in err and not re.search("q-signature=[0-9a-f]", err), f"a secret was told: {err}")
    stage.environment["COS_CONNECT_TO"] = "127.0.0.1:1"
    has(stage.run("curl_easy", "GET", BUCKET, "key", code=1)[1], "Connect: ")
    del stage.environment["COS_CONNECT_TO"]
    stage.environment["COS_ENDPOINT"] = "http://nowhere.invalid"
    has(stage.run("curl_easy", "GET", BUCKET, "key", code=1)[1], "Dns: ")
    stage.environment["COS_ENDPOINT"] = "https://" + stage.address
    has(stage.run("curl_easy", "GET", BUCKET, "key", code=1)[1], "Tls: ")


def curl_multi(stage):
    for key in ("one", "two"):
        stage.upload(key, key.encode() * 1000)
    out, _ = stage.run("curl_multi", BUCKET, "one", "two", "one")
    expect(sorted(out.splitlines()) == ["one: 3000 bytes"] * 2 + ["two: 3000 bytes"], out)
    out, _ = stage.run("curl_multi", BUCKET, "one", "missing", "two", code=1)
    expect(len(out.splitlines()) == 3, out)
    has(out, "two: 3000 bytes")
    has(out, "missing: NoSuchKey (HTTP 404)")


def curl_codes(stage):
    rows = [line.split("\t") for line in stage.run("curl_codes")[0].splitlines()]
    reasons = {int(number): reason for number, reason, _ in rows}
    expect(sorted(reasons) == list(range(1, len(rows) + 1)) and all(reasons.values()), f"holes in {reasons}")
    known = {5: "Proxy", 6: "Dns", 7: "Connect", 18: "ConnectionLost", 23: "Callback", 28: "Timeout", 35: "Tls",
             42: "Cancelled", 43: "InvalidArgument", 60: "Tls", 63: "TooLarge", 97: "Proxy"}
    wrong = {number: reasons[number] for number, reason in known.items() if reasons[number] != reason}
    expect(not wrong, f"{wrong} instead of {known}")


@contextmanager
def standin():
    pipe = subprocess.PIPE
    with subprocess.Popen([os.environ["COS_STANDIN"], "--until-stdin-closes"], stdin=pipe, stdout=pipe) as process:
        yield process.stdout.readline().decode().strip().removeprefix("http://")
        process.stdin.close()


def main(programs, name):
    work = Path(os.environ["WORK"])
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    examples = [upload, download, listing, delete, cancel, presign, credentials, log, queue_epoll, load_plugin,
                curl_easy, curl_multi, curl_codes]
    example = {each.__name__: each for each in examples}["listing" if name == "list" else name]
    with standin() as address:
        example(Stage(programs, address, work))


if __name__ == "__main__":
    main(*sys.argv[1:])
