"""Builds the extension by cffi, for the stable ABI of Python 3.9 and later."""

from setuptools import setup

setup(
    cffi_modules=["native/build_native.py:ffibuilder"],
    options={"bdist_wheel": {"py_limited_api": "cp39"}},
)
