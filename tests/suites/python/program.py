"""Runs one public program with one library against the stand-in.

    program.py MODULE NAME FOLDER HTTP HTTPS CA

MODULE is qcloud_cos or cos_err, NAME that of the program in programs.tsv, FOLDER what of its repository is run, with
the import changed; HTTP and HTTPS are the stand-in's addresses, CA the certificate to trust. What the program prints is
compared between both libraries.
"""

import importlib
import os
import sys

import drivers
from endpoint import add_defaults, connect_to
from environment import SECRET_ID, SECRET_KEY


def main(module, name, folder, http, https, ca):
    """Run the program, in the current folder."""
    os.environ.update(
        COS_SECRET_ID=SECRET_ID, COS_SECRET_KEY=SECRET_KEY, REQUESTS_CA_BUNDLE=ca, HOME=os.getcwd(), TZ="UTC"
    )
    sys.path.insert(0, folder)
    connect_to({80: http, 443: https})
    library = importlib.import_module(module)
    if module == "cos_err":
        own = {"https": {"ConnectTo": https, "CAFile": ca}, "http": {"ConnectTo": http}}
        add_defaults(library, lambda kwargs: own[kwargs.get("Scheme") or "https"])
    getattr(drivers, name.replace("-", "_").lower())(folder)


if __name__ == "__main__":
    main(*sys.argv[1:])
