"""Builds the extension by cffi, for the stable ABI of Python 3.9 and later."""

import pathlib
import shutil
import sys

from setuptools import setup

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "native"))

from tree import licenses  # noqa: E402

# A wheel takes its licenses from the folder of its project.
(HERE / "licenses").mkdir(exist_ok=True)
for text in licenses():
    shutil.copy(text, HERE / "licenses")

setup(
    cffi_modules=["native/build_native.py:ffibuilder"],
    options={"bdist_wheel": {"py_limited_api": "cp39"}},
)
