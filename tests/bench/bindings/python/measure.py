"""Measures one call of one library, in turns with the other's: p50 and p99 of each, and the ratio of the p50s.

measure.py STANDIN-ADDRESS      prints Markdown; ends with 1 if a ratio is above its limit
"""

import gc
import statistics
import sys
import time
from typing import Any, Callable, Dict, List

import cos_err
import qcloud_cos

#: Ours, divided by the other's, of the median call.
LIMIT = 0.15
ROUNDS, TURN, WARM_UP = 21, 200, 300
BUCKET, MISSING = "examplebucket-1250000000", "no/such/object"
FIELDS = ("get_origin_msg", "get_digest_msg", "get_status_code", "get_error_code", "get_error_msg", "get_trace_id")
MORE = ("get_request_id", "get_resource_location")


def client(library: Any, port: int) -> Any:
    """The same program for both."""
    config = library.CosConfig(
        Region="ap-guangzhou",
        Scheme="http",
        IP="127.0.0.1",
        Port=port,
        SecretId="AKIDSTANDINEXAMPLEEXAMPLEEXAMPLE000",
        SecretKey="STANDINSECRETKEYEXAMPLEEXAMPLE00",
    )
    return library.CosS3Client(config)


def head(library: Any, made: Any) -> Callable[[], None]:
    """A signed HEAD of a bucket that exists."""

    def call() -> None:
        if "x-cos-request-id" not in made.head_bucket(Bucket=BUCKET):
            sys.exit(f"{library.__name__}: no request id")

    return call


def failed_get(library: Any, made: Any) -> Callable[[], None]:
    """A GET of an object that does not exist, and every getter of its exception."""

    def call() -> None:
        try:
            made.get_object(Bucket=BUCKET, Key=MISSING)
        except library.CosServiceError as error:
            found = [getattr(error, name)() for name in FIELDS + MORE]
            if found[3] != "NoSuchKey" or found[2] != 404:
                sys.exit(f"{library.__name__}: {found}")
        else:
            sys.exit(f"{library.__name__}: no exception")

    return call


def turn(call: Callable[[], None]) -> List[float]:
    """Microseconds of each call of one turn."""
    times = []
    for _ in range(TURN):
        begin = time.perf_counter_ns()
        call()
        times.append((time.perf_counter_ns() - begin) / 1000)
    return times


def compare(calls: Dict[str, Callable[[], None]]) -> float:
    """Turns of each in each round; the ratio is the median of the rounds' ratios."""
    ratios = []
    all_times: Dict[str, List[float]] = {name: [] for name in calls}
    for call in calls.values():
        for _ in range(WARM_UP):
            call()
    for _ in range(ROUNDS):
        medians = {}
        for name, call in calls.items():
            gc.collect()
            times = turn(call)
            all_times[name] += times
            medians[name] = statistics.median(times)
        ratios.append(medians["cos_err"] / medians["qcloud_cos"])
    for name, times in all_times.items():
        ordered = sorted(times)
        print(f"| {name} | {ordered[len(ordered) // 2]:.0f} | {ordered[len(ordered) * 99 // 100]:.0f} |")
    return statistics.median(ratios)


def main() -> int:
    """Both comparisons."""
    port = int(sys.argv[1].rsplit(":", 1)[1])
    libraries = [(library, client(library, port)) for library in (cos_err, qcloud_cos)]
    missed = 0
    for what, make in (("Signed HEAD of a bucket", head), ("Failed GET, all fields read", failed_get)):
        print(f"\n| {what} | p50, us | p99, us |\n|---|--:|--:|")
        ratio = compare({library.__name__: make(library, made) for library, made in libraries})
        print(f"\n- {'ok' if ratio <= LIMIT else 'MISSED'}: ratio of the p50s: {ratio:.3f}, at most {LIMIT}")
        missed += ratio > LIMIT
    return 1 if missed else 0


if __name__ == "__main__":
    import logging

    # Neither writes a log: their records end here.
    logging.getLogger().addHandler(logging.NullHandler())
    sys.exit(main())
