"""What the tests share: stand-ins for COS, and clients that dial them."""

import os
import subprocess
import sys
import textwrap

import pytest

import cos_err

BUCKET = "examplebucket-1250000000"
KEYS = {"COS_SECRET_ID": "AKIDSTANDINEXAMPLEEXAMPLEEXAMPLE000", "COS_SECRET_KEY": "STANDINSECRETKEYEXAMPLEEXAMPLE00"}


class Standin:
    """A stand-in of its own; it ends with this process."""

    def __init__(self, *arguments):
        self._process = subprocess.Popen(
            [os.environ["COS_STANDIN"], *arguments], stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True
        )
        self.address = self._line()
        self.port = int(self.address.rpartition(":")[2])
        self.tls = self._line().split()[0] if "--tls" in arguments else ""
        self.proxy = self._line("proxy://") if "--proxy" in arguments else ""

    def _line(self, begin="http"):
        """Return the address in the next line that begins with this."""
        while line := self._process.stdout.readline():
            if line.startswith(begin):
                return line.strip().partition("://")[2]
        raise AssertionError(f"the stand-in printed no line with {begin}")

    def stop(self):
        self._process.kill()
        self._process.wait()
        self._process.stdout.close()


@pytest.fixture(scope="session")
def keys():
    return KEYS


@pytest.fixture
def start_standin():
    """Starts one."""
    started = []

    def start(*arguments):
        started.append(Standin("--no-log", *arguments))
        return started[-1]

    yield start
    for standin in started:
        standin.stop()


@pytest.fixture(scope="session")
def standin():
    one = Standin()
    yield one
    one.stop()


@pytest.fixture
def config(standin):
    """Makes settings for the stand-in."""

    def make(**others):
        given = {
            "Region": "ap-guangzhou",
            "Scheme": "http",
            "ConnectTo": standin.address,
            "SecretId": KEYS["COS_SECRET_ID"],
            "SecretKey": KEYS["COS_SECRET_KEY"],
        }
        return cos_err.CosConfig(**{**given, **others})

    return make


@pytest.fixture
def client(config):
    return cos_err.CosS3Client(config())


@pytest.fixture
def bucket():
    return BUCKET


@pytest.fixture
def run(standin, keys):
    """Runs a program that has a client, and gives its process."""

    def start(source):
        beginning = """
            import os, signal, sys, threading, time, cos_err
            # A shell has its background jobs ignore it, and their children inherit that.
            signal.signal(signal.SIGINT, signal.default_int_handler)
            config = cos_err.CosConfig(Region="ap-guangzhou", Scheme="http", ConnectTo=sys.argv[1],
                SecretId=os.environ["COS_SECRET_ID"], SecretKey=os.environ["COS_SECRET_KEY"])
            client = cos_err.CosS3Client(config, retry=0)
            hang, bucket = "fault-hang-1250000000", "examplebucket-1250000000"
        """
        text = textwrap.dedent(beginning) + textwrap.dedent(source)
        return subprocess.Popen(
            [sys.executable, "-X", "faulthandler", "-c", text, standin.address],
            env={**os.environ, **keys},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    return start
