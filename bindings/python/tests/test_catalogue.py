"""Codes and request ids are explained without an error."""

from datetime import datetime, timezone

import pytest

from cos_err import Code, Responder, Retry, codes, explain_code, read_id


def test_every_code_is_explained():
    assert len(codes()) > 300
    for code in codes():
        for language in ("en", "zh"):
            info = explain_code(code, language=language)
            assert info.code == code and len(info.advice) > 10 and info.doc_url.startswith("https://")


def test_each_code_with_a_name_has_a_constant():
    constants = {value for name, value in vars(Code).items() if not name.startswith("_")}
    assert Code.NO_SUCH_KEY == "NoSuchKey"
    assert constants == {code for code in codes() if code[0].isalpha()}


@pytest.mark.parametrize(
    "code, responder, status, retry",
    [
        ("slowdown", Responder.UNKNOWN, 503, Retry.YES),
        ("SlowDown", Responder.CI, 429, Retry.YES),
        ("RequestTimeTooSkewed", Responder.COS, 403, Retry.AFTER_FIX),
    ],
)
def test_responder_and_spelling(code, responder, status, retry):
    info = explain_code(code, responder)
    assert (info.status, info.retry) == (status, retry)


def test_unknown_codes():
    assert explain_code("NoSuchThing") is None
    assert explain_code("") is None
    assert explain_code(None) is None
    with pytest.raises(ValueError):
        explain_code("NoSuchKey\0more")


def test_request_ids():
    info = read_id("VF82ODZkNDM1YV8xNF9mMjNlMTkxNV9iM2Y0")
    assert info == (Responder.CI, datetime.fromtimestamp(1751991130, timezone.utc))
    assert read_id("5C9F6CBDB007B7575C5395BA") is None
