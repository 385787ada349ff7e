"""Jobs that run at once."""

from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from typing import Any, Callable, Iterable, List, NamedTuple

from ._options import Cancel

MIB = 1024 * 1024
#: The largest number of parts that COS accepts.
MOST_PARTS = 10000


class Piece(NamedTuple):
    """A part of an object."""

    number: int
    offset: int
    length: int


def pieces(size: int, part_size: int) -> List[Piece]:
    """Split into at most MOST_PARTS of equal size; the last may be shorter."""
    part_size = max(part_size, -(-size // MOST_PARTS))
    starts = range(0, size, part_size)
    return [Piece(number + 1, start, min(part_size, size - start)) for number, start in enumerate(starts)]


def in_parallel(work: Callable[[Piece, Cancel], None], items: Iterable[Piece], threads: int, cancel: Any) -> None:
    """Run all jobs. The first failure, or Ctrl-C, ends all of them and is raised."""
    token = cancel.child() if cancel is not None else Cancel()
    with ThreadPoolExecutor(max(1, threads), thread_name_prefix="cos_err") as pool:
        futures: List[Future[None]] = [pool.submit(work, item, token) for item in items]
        try:
            wait(futures, return_when=FIRST_EXCEPTION)
            failed = next((one for one in futures if one.done() and one.exception() is not None), None)
        except BaseException:
            failed = None
            _end(futures, token)
            raise
        if failed is not None:
            _end(futures, token)
            failed.result()


def _end(futures: "List[Future[None]]", token: Cancel) -> None:
    for future in futures:
        future.cancel()
    token.trigger()
