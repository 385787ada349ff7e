"""What Python does inside a call: exceptions there end the call, and are raised."""

import array
import concurrent.futures
import io
import time

import pytest

import cos_err
from cos_err import CosClientError, CosS3Client, CosServiceError, Reason


class Broken(Exception):
    """Not one of ours."""


class Breaking(io.BytesIO):
    """A file that fails."""

    def read(self, size=-1):
        raise Broken("read")

    def write(self, data):
        raise Broken("write")


def test_a_body_that_fails(client, bucket):
    with pytest.raises(Broken, match="read"):
        client.put_object(bucket, Breaking(b"never"), "a")
    with pytest.raises(Broken, match="second"):
        client.put_object(bucket, pieces(), "a")
    assert client.head_bucket(bucket)


def test_a_body_that_gives_too_much(client, bucket):
    class Generous(io.BytesIO):
        def read(self, size=-1):
            return b"x" * (size + 1)

    with pytest.raises(ValueError, match="returned"):
        client.put_object(bucket, Generous(b"x" * 100), "a")
    client.put_object(bucket, iter([array.array("i", [1, 2])]), "numbers")
    assert client.get_object(bucket, "numbers")["Body"].read() == array.array("i", [1, 2]).tobytes()


def pieces():
    yield b"first"
    raise Broken("second")


def test_a_sink_that_fails(client, bucket):
    with pytest.raises(Broken, match="write"):
        client.send("GET", bucket, "synthetic/1m", sink=Breaking())


def test_a_body_of_the_wrong_kind(client, bucket):
    with pytest.raises(TypeError):
        client.put_object(bucket, iter([1.5]), "a")
    with pytest.raises(CosClientError, match="float"):
        client.put_object(bucket, 1.5, "a")


@pytest.mark.parametrize("token", [None, cos_err.Cancel()], ids=["alone", "with a token"])
def test_progress_that_fails(client, bucket, tmp_path, token):
    def fail(*_numbers):
        raise Broken("progress")

    with pytest.raises(Broken):
        client.send("PUT", bucket, "a", body=b"x" * 1000000, progress=fail, cancel=token)
    path = tmp_path / "file"
    path.write_bytes(b"x" * 3 * 1024**2)
    with pytest.raises(Broken):
        client.upload_file(bucket, "a", path, PartSize=1, MAXThread=2, progress_callback=fail, Cancel=token)
    with pytest.raises(Broken):
        client.download_file(bucket, "synthetic/5m", path, PartSize=1, progress_callback=fail, Cancel=token)
    assert path.stat().st_size == 3 * 1024**2
    assert token is None or not token.triggered


def test_an_endless_transfer_ends_when_its_progress_fails(client, bucket):
    def fail(_sent, _to_send, received, _to_receive):
        if received > 100000:
            raise Broken("enough")

    begin = time.monotonic()
    with pytest.raises(Broken):
        client.send("GET", "fault-trickle-50000-10-1250000000", "synthetic/1g", sink=io.BytesIO(), progress=fail)
    assert time.monotonic() - begin < 60


def test_a_callback_must_not_use_its_client(client, bucket, config):
    other = CosS3Client(config())

    class Asking(io.BytesIO):
        def read(self, size=-1):
            assert other.head_bucket(bucket)
            client.head_bucket(bucket)

    with pytest.raises(CosClientError, match="callback"):
        client.put_object(bucket, Asking(b"12345"), "a")
    assert client.head_bucket(bucket)


class Rotating:
    """Credentials that are read again for every request."""

    def __init__(self, keys, token=None):
        self.keys, self.token, self.asked = keys, token, 0

    @property
    def secret_id(self):
        self.asked += 1
        return self.keys["COS_SECRET_ID"]

    @property
    def secret_key(self):
        return self.keys["COS_SECRET_KEY"]


def provided(config, instance, **others):
    return CosS3Client(config(SecretId=None, SecretKey=None, CredentialInstance=instance, **others))


def test_credentials_that_change(config, bucket, keys):
    instance = Rotating(keys)
    client = provided(config, instance)
    assert client.head_bucket(bucket) and client.head_bucket(bucket) and instance.asked == 2
    instance.keys = {**keys, "COS_SECRET_KEY": "WRONG"}
    with pytest.raises(CosServiceError):
        client.head_bucket(bucket)
    instance.expires_at = time.time() + 3600
    instance.keys = keys
    asked = instance.asked
    assert client.head_bucket(bucket) and client.head_bucket(bucket) and instance.asked == asked + 1


def test_credentials_for_eight_threads(config, bucket, keys):
    instance = Rotating(keys)
    client = provided(config, instance)
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        assert all(pool.map(client.head_bucket, [bucket] * 200))
    assert instance.asked == 200


def test_credentials_that_fail(config, bucket, keys):
    class Failing(Rotating):
        @property
        def secret_key(self):
            raise Broken("no keys today")

    client = provided(config, Failing(keys))
    with pytest.raises(Broken, match="today"):
        client.head_bucket(bucket)
    with pytest.raises(Broken):
        client.get_object(bucket, "a")
    with pytest.raises(AttributeError):
        provided(config, object()).head_bucket(bucket)
    with pytest.raises(CosClientError) as caught:
        provided(config, Rotating({**keys, "COS_SECRET_KEY": "with blank"})).head_bucket(bucket)
    assert caught.value.reason is Reason.INVALID_CREDENTIALS


def test_strings_that_c_cannot_hold(client, bucket):
    for call in (
        lambda: client.head_bucket("a\0b"),
        lambda: client.head_object(bucket, "a\0b"),
        lambda: client.send("GET", bucket, query={"a": "b\0"}),
        lambda: client.send("GET", bucket, sink_file="a\0b", key="a"),
    ):
        with pytest.raises(ValueError, match="NUL"):
            call()
    with pytest.raises(TypeError, match="Bucket"):
        client.head_bucket(12)
    with pytest.raises(CosClientError):
        client.head_object(bucket, "\udcff")
    assert cos_err.CosClientError("nul \0 inside").message
