"""replace.py FILE: replaces the text FROM by TO, of the environment, where it stands exactly once."""

import os
import pathlib
import sys

path = pathlib.Path(sys.argv[1])
text = path.read_text(encoding="utf-8")
before = os.environ["FROM"]
if text.count(before) != 1:
    sys.exit(f"{path}: {text.count(before)} times instead of once: {before}")
path.write_text(text.replace(before, os.environ["TO"]), encoding="utf-8")
