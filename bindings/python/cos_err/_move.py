"""Files that the library moves: in one request, or in parts."""

import hashlib
import os
from typing import Any, Callable, Optional

from ._body import LARGEST
from ._callbacks import State
from ._native import ffi, lib
from ._parameters import Parameters
from ._text import path_to_c, to_c
from .cos_exception import local_files

#: A function that receives the bytes transferred so far, and all bytes.
Callback = Callable[[int, int], object]


class Move:
    """A file and its object. Takes the place of a request in calls."""

    def __init__(self, enter: Any, start: Any, bucket: Any, key: Any, path: Any) -> None:
        self._enter, self._start = enter, start
        self._names = to_c(bucket, "Bucket"), to_c(key, "Key"), path_to_c(path)
        self.transfer = ffi.gc(lib.cos_transfer_new(), lib.cos_transfer_free)

    @classmethod
    def up(cls, bucket: Any, key: Any, path: Any) -> "Move":
        """Return an upload."""
        return cls(lib.cos_client_upload_file, lib.cos_client_start_upload_file, bucket, key, path)

    @classmethod
    def down(cls, bucket: Any, key: Any, path: Any) -> "Move":
        """Return a download."""
        return cls(lib.cos_client_download_file, lib.cos_client_start_download_file, bucket, key, path)

    def cut(self, part_size: int, parallel: int) -> None:
        """Set how a file is cut that is larger than a part."""
        lib.cos_transfer_set_part_size(self.transfer, part_size)
        lib.cos_transfer_set_threshold(self.transfer, min(part_size + 1, LARGEST))
        lib.cos_transfer_set_parallel(self.transfer, max(1, parallel))

    def describe(self, given: Parameters) -> None:
        """Set the headers of the object, and which version of it is meant."""
        for name, value in given.headers:
            lib.cos_transfer_add_header(self.transfer, to_c(name, "a header's name"), to_c(value, name))
        for name, version in given.query:
            if name == "versionId":
                lib.cos_transfer_set_version_id(self.transfer, to_c(version, name))

    def resume(self, folder: Any) -> None:
        """Keep what was done in a file of this folder, and go on where a former call has ended."""
        *names, path = self._names
        whose = self._enter is lib.cos_client_upload_file, names, os.path.abspath(path)
        name = hashlib.sha256(repr(whose).encode("ascii")).hexdigest()[:32]
        with local_files():
            os.makedirs(folder, exist_ok=True)
        checkpoint = os.path.join(os.fsdecode(folder), f"cos_err-{name}.json")
        lib.cos_transfer_set_checkpoint(self.transfer, path_to_c(checkpoint))

    def report_to(self, callback: Optional[Callback]) -> Optional[State]:
        """Have a function receive the progress; the call needs the result."""
        if callback is None:
            return None
        state = State()
        state.progress = lambda moved, size, *_rest: callback(moved, size)
        lib.cos_py_set_moved(self.transfer, state.handle)
        return state

    def enter(self, client: Any, call: Any, out: Any) -> Any:
        """Move the file; waits."""
        return self._enter(client, *self._names, self.transfer, call, out)

    def start(self, client: Any, call: Any, queue: Any, user_data: Any, started: Any) -> Any:
        """Move the file; does not wait."""
        return self._start(client, *self._names, self.transfer, call, queue, user_data, started)
