"""Builds cos_err._native: libcos_err, linked in whole, behind cffi's API mode.

The library is that of an install tree, see tree.py.
"""

import pathlib
import sys
from typing import List

import cffi

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE))

import header as reading  # noqa: E402
from tree import prefix  # noqa: E402

CALLBACKS = """
extern "Python" {
  int32_t cos_py_interrupt(void *);
  int64_t cos_py_read(void *, void *, size_t);
  int32_t cos_py_rewind(void *);
  int32_t cos_py_write(void *, const void *, size_t);
  void cos_py_progress(void *, int64_t, int64_t, int64_t, int64_t);
  int32_t cos_py_head(void *, const cos_response_t *);
  int32_t cos_py_provide(void *, cos_credentials_t *);
  void cos_py_log(void *, cos_log_level_t, const char *);
  void cos_py_discard(void *);
}
void cos_py_set_interrupt(cos_call_t *, void *);
void cos_py_set_reader(cos_request_t *, int32_t, int64_t, void *);
void cos_py_set_writer(cos_request_t *, int32_t, void *);
void cos_py_set_memory(cos_request_t *, const char *, size_t);
void cos_py_set_progress(cos_request_t *, void *);
void cos_py_set_moved(cos_transfer_t *, void *);
void cos_py_set_head(cos_request_t *, void *);
void cos_py_set_provider(cos_client_options_t *, void *);
cos_queue_t *cos_py_queue_new(void);
void cos_py_close(void);
typedef struct cos_py_bell_t cos_py_bell_t;
cos_py_bell_t *cos_py_bell_new(cos_queue_t *);
void cos_py_bell_free(cos_py_bell_t *);
void cos_py_bell_ring(cos_py_bell_t *);
void cos_py_bell_wait(cos_py_bell_t *, int64_t);
#define COS_BODY_LATER ...
void cos_py_set_log(cos_client_options_t *, cos_log_level_t, void *);
"""


def system_libraries(tree: pathlib.Path) -> List[str]:
    """What the static library needs, as its pkg-config file says."""
    for line in (tree / "lib" / "pkgconfig" / "cos_err.pc").read_text(encoding="utf-8").splitlines():
        if line.startswith("Libs.private:"):
            return line.split(":", 1)[1].split()
    return []


def builder() -> cffi.FFI:
    """What setuptools calls."""
    tree = prefix()
    ffi = cffi.FFI()
    ffi.cdef(reading.declarations((tree / "include" / "cos_err.h").read_text(encoding="utf-8")) + CALLBACKS)
    ffi.set_source(
        "cos_err._native",
        (HERE / "glue.c").read_text(encoding="utf-8"),
        include_dirs=[str(tree / "include")],
        extra_objects=[str(tree / "lib" / "libcos_err.a")],
        # -fexceptions: the guards of glue.c run when a thread is unwound.
        extra_compile_args=["-fexceptions", "-fvisibility=hidden"],
        # One copy of the library in a process may be another's: ours is not seen from outside, and stays loaded.
        extra_link_args=["-Wl,--exclude-libs,ALL", "-Wl,--gc-sections", "-Wl,-z,nodelete", *system_libraries(tree)],
    )
    return ffi


ffibuilder = builder()
