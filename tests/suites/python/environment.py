"""What Tencent's suite expects of its environment."""

import os
import re

#: COS's hosts, all of which are on the stand-in.
HOSTS = re.compile(r"\.(myqcloud\.com|tencentcos\.cn)$")

APPID = "1250000000"
REGION = "ap-guangzhou"
SECRET_ID = "AKIDSTANDINEXAMPLEEXAMPLEEXAMPLE000"
SECRET_KEY = "STANDINSECRETKEYEXAMPLEEXAMPLE00"

#: A certificate is sent as text; the suite reads it from these files.
CERTIFICATE = {
    "testcertificate.coshelper.com.key": "a key\n",
    "testcertificate.coshelper.com.pem": "a certificate\n",
}


#: A server of Tencent's that fails on demand, which is not public: nothing listens here.
FAILING = "127.0.0.1:9"


def prepare():
    """Set the variables that the suite reads, and write the files."""
    os.environ.update(
        COS_SECRET_ID=SECRET_ID,
        COS_SECRET_KEY=SECRET_KEY,
        COS_REGION=REGION,
        COS_APPID=APPID,
        # Small files; the tests of data processing return at once.
        TRAVIS_FLAG="true",
        TEST_CI="false",
        USE_CREDENTIAL_INST="false",
        ERR_HOST=FAILING,
        ErrRegion=REGION,
        ErrBucket="cos-python-v5-test-errors",
        ErrAppid=APPID,
    )
    for name in (
        "BUCKET",
        "BUCKET_FOR_CREATE_DELETE",
        "APPID",
        "SECRET_ID",
        "SECRET_KEY",
        "REGION",
        "USE_IP",
    ):
        os.environ[f"COS_VECTORS_{name}"] = "none"
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        os.environ.pop(name, None)
        os.environ.pop(name.upper(), None)
    for name, text in CERTIFICATE.items():
        with open(name, "w", encoding="ascii") as file:
            file.write(text)
