"""Documents and heads of successes; the rows of values.jsonl are compared with C by print_cases.py."""

import copy
import gc
import io
import json
import pickle

import pytest

import cos_err
from cos_err import CosServiceError, Response


def check_none(response, fault):
    assert response.count("") == 0 and response.value("K") == "" and response.json == ""
    assert response.fault and fault in response.fault


def test_values_outlive_the_client(config, bucket):
    client = cos_err.CosS3Client(config())
    client.send("PUT", bucket, "values", body="<L><K> a&amp;b </K><K x='1'/></L>")
    response = client.send("GET", bucket, "values")
    del client
    gc.collect()
    assert (response.count("K"), response.value("K"), response.count("K[1]/@x")) == (2, " a&b ", 1)
    assert response.fault == "" and json.loads(response.json) == {"L": {"K": [" a&b ", {"@x": "1"}]}}
    with pytest.raises(ValueError, match="NUL"):
        response.count("K\0")
    for copied in (pickle.loads(pickle.dumps(response)), copy.copy(response)):
        assert copied == response
        assert copied.value("K") == " a&b " and copied.fault == ""


def test_without_a_document_there_is_a_reason(client, bucket):
    client.send("PUT", bucket, "values", body="<L><K>a</K")
    check_none(client.send("GET", bucket, "values"), "cut")
    check_none(client.send("GET", bucket, "values", sink=io.BytesIO()), "sink")
    check_none(client.send("HEAD", bucket), "no body")
    check_none(Response(200, cos_err.Headers(), b"", "", "", 0), "no body")


def test_a_program_creates_a_response_with_a_document():
    made = Response(200, cos_err.Headers([("Content-Type", "application/xml")]), b"<L><K>a</K></L>", "", "", 15)
    assert (made.count(""), made.value("K"), made.fault) == (1, "a", "")


def test_the_head_comes_before_the_body(client, bucket):
    client.send("PUT", bucket, "head", body="text", headers={"Content-Type": "text/x"})
    order = []

    class Sink:
        def write(self, data):
            order.append(data)

    def head(response):
        check_none(response, "no body")
        order.append((response.status, response.headers["content-type"], response.body))

    client.send("GET", bucket, "head", sink=Sink(), head=head)
    assert order == [(200, "text/x", b""), b"text"]
    order.clear()

    class Refusal(Exception):
        pass

    def refuse(response):
        raise Refusal

    with pytest.raises(Refusal):
        client.send("GET", bucket, "head", sink=Sink(), head=refuse)
    with pytest.raises(CosServiceError):
        client.send("GET", bucket, "no-such-key", head=refuse)
    assert order == []
