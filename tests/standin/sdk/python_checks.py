"""What the runs of Tencent's Python SDK share: clients, checks, the stand-in's control."""
import json
import urllib.error
import urllib.request

from qcloud_cos import CosConfig, CosS3Client, CosServiceError

SECRET_ID = "AKIDSTANDINEXAMPLEEXAMPLEEXAMPLE000"
SECRET_KEY = "STANDINSECRETKEYEXAMPLEEXAMPLE00"
REGION = "ap-guangzhou"
BUCKET = "examplebucket-1250000000"


class Standin:
    """A running stand-in: `http` and `proxy` are HOST:PORT."""

    def __init__(self, http, proxy):
        self.http = http
        self.proxy = proxy

    def client(self, secret_key=SECRET_KEY, token=None, retry=0):
        host, port = self.http.rsplit(":", 1)
        config = CosConfig(Region=REGION, SecretId=SECRET_ID, SecretKey=secret_key, Token=token,
                           Scheme="http", IP=host, Port=int(port))
        return CosS3Client(config, retry=retry)

    def client_of_service(self):
        """IP and Port are not looked at where there is no bucket; a proxy is."""
        config = CosConfig(Region=REGION, SecretId=SECRET_ID, SecretKey=SECRET_KEY,
                           Scheme="http", Proxies={"http": f"http://{self.proxy}"})
        return CosS3Client(config, retry=0)

    def control(self, method, path, value=None):
        body = None if value is None else json.dumps(value).encode()
        url = f"http://{self.http}/_standin/{path}"
        request = urllib.request.Request(url, data=body, method=method)
        with urllib.request.urlopen(request) as answer:
            return answer.read()

    def requests(self):
        return json.loads(self.control("GET", "requests"))

    def open(self, url, method="GET", body=None):
        """Status and body of a presigned URL."""
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({"http": f"http://{self.proxy}"}))
        request = urllib.request.Request(url, data=body, method=method)
        # urllib would add a type that nobody signed.
        request.add_header("Content-Type", "application/octet-stream")
        try:
            with opener.open(request) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()


def check(name, got, expected):
    if got == expected:
        print(f"ok: Python: {name}")
    else:
        print(f"not ok: Python: {name}: got {got!r}, expected {expected!r}")


def failure(call, **arguments):
    """Status and code of a call's error, and whether it has a request id."""
    try:
        call(**arguments)
    except CosServiceError as error:
        return error.get_status_code(), error.get_error_code(), error.get_request_id() != ""
    return "no error"
