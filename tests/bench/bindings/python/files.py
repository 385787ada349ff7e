"""Measures upload_file and download_file of both libraries, in turns: CPU time of the client, and its peak memory.

files.py STANDIN-ADDRESS      prints Markdown; ends with 1 if a ratio is above its limit

Each transfer is made by a process of its own, after a small one that loads what the library needs.
"""

import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time
from typing import Any, Dict, List

#: Ours, divided by the other's, of the CPU time. What Tencent's SDK does not verify has no limit: this package
#: compares the checksum of every download.
LIMIT = 0.5
WAYS = (
    ("up", "upload_file", LIMIT),
    ("down", "download_file, EnableCRC=True", LIMIT),
    ("unchecked", "download_file, unchecked by the other", None),
)
ROUNDS, MIB = 7, 256
BUCKET = "examplebucket-1250000000"
LIBRARIES = ("cos_err", "qcloud_cos")


def peak() -> int:
    """The largest memory since the last reset, in KiB."""
    lines = pathlib.Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))


def transfer(client: Any, way: str, mib: int, folder: str) -> None:
    """Move a file; parts and threads are the default."""
    if way == "up":
        client.upload_file(Bucket=BUCKET, Key=f"bench/{mib}", LocalFilePath=os.path.join(folder, str(mib)))
    else:
        path = os.path.join(folder, "copy")
        # The default of the other is a folder in the home directory; this package keeps no record by default.
        given: Dict[str, Any] = {} if client.__module__.startswith("cos_err") else {"DumpRecordDir": folder}
        given["EnableCRC"] = way == "down"
        client.download_file(Bucket=BUCKET, Key=f"synthetic/{mib}m", DestFilePath=path, **given)
        if os.path.getsize(path) != mib << 20:
            sys.exit(f"{mib} MiB were not received")


def one(library: str, way: str, port: str, folder: str) -> Dict[str, float]:
    """Run one transfer in this process."""
    module = __import__(library)
    config = module.CosConfig(
        Region="ap-guangzhou",
        Scheme="http",
        IP="127.0.0.1",
        Port=int(port),
        SecretId="AKIDSTANDINEXAMPLEEXAMPLEEXAMPLE000",
        SecretKey="STANDINSECRETKEYEXAMPLEEXAMPLE00",
    )
    client = module.CosS3Client(config)
    transfer(client, way, 2, folder)
    pathlib.Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    before, used = peak(), time.process_time()
    transfer(client, way, MIB, folder)
    return {"cpu": (time.process_time() - used) * 1024 / MIB, "peak": (peak() - before) / 1024}


def compare(way: str, port: str, folder: str) -> float:
    """One transfer of each in each round, each first in turn; the ratio is the median of the rounds' ratios."""
    found: Dict[str, List[Dict[str, float]]] = {name: [] for name in LIBRARIES}
    for number in range(ROUNDS):
        for name in LIBRARIES if number % 2 else LIBRARIES[::-1]:
            command = [sys.executable, "-I", __file__, name, way, port, folder]
            found[name].append(json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout))
    for name, results in found.items():
        cpu = statistics.median(one["cpu"] for one in results)
        print(f"| {name} | {cpu:.2f} | {max(one['peak'] for one in results):.1f} |")
    pairs = zip(*found.values())
    return statistics.median(ours["cpu"] / theirs["cpu"] for ours, theirs in pairs)


def main() -> int:
    """All ways."""
    port = sys.argv[1].rsplit(":", 1)[1]
    missed = 0
    with tempfile.TemporaryDirectory() as folder:
        for mib in (2, MIB):
            pathlib.Path(folder, str(mib)).write_bytes(os.urandom(1 << 20) * mib)
        for way, name, limit in WAYS:
            print(f"\n| {name}, {MIB} MiB | CPU of the client, s per GiB | peak memory, MiB more |\n|---|--:|--:|")
            ratio = compare(way, port, folder)
            if limit is None:
                print(f"\n- ratio of the CPU times: {ratio:.2f}, no limit")
                continue
            print(f"\n- {'ok' if ratio <= limit else 'MISSED'}: ratio of the CPU times: {ratio:.3f}, at most {limit}")
            missed += ratio > limit
    return 1 if missed else 0


if __name__ == "__main__":
    if len(sys.argv) > 2:
        import logging

        # Neither writes a log: their records end here.
        logging.getLogger().addHandler(logging.NullHandler())
        print(json.dumps(one(*sys.argv[1:])))
    else:
        sys.exit(main())
