"""Runs cache-benchmark and its peer in turn and prints Markdown tables. Called by run.sh."""

import json
import lzma
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
OURS = sys.argv[1]
PEER = [sys.executable, str(HERE / "peers.py")]
ROUNDS = 3
POLICIES = ["lru", "arc", "sieve", "s3fifo", "adaptive-s3fifo"]
# The name of a trace's file without what packs it, its form, the capacities.
TRACES = [
    ("OLTP.lis", "arc", [250, 500, 1000, 2000, 5000, 10000]),
    ("cache2k_web12.trace", "cache2k", [300, 1200]),
    ("cache2k_orm-busy.trace", "cache2k", [1000, 10000]),
    ("P3.lis", "arc", [65536, 262144]),
]


def ask(*command):
    return json.loads(subprocess.run(command, check=True, capture_output=True).stdout)


def medians(*command):
    runs = [ask(*command) for _ in range(ROUNDS)]
    return {name: sorted(run[name] for run in runs)[ROUNDS // 2] for name in runs[0]}


def row(*cells):
    print("| " + " | ".join(str(cell) for cell in cells) + " |", flush=True)


def hits():
    ours, theirs = medians(OURS, "hits"), medians(*PEER, "hits")
    many, their_many = medians(OURS, "throughput", "2"), medians(*PEER, "throughput", "2")
    print("\nHits among 10,000 answers in memory (the key is kind, text, number, truth value):\n")
    row("what", "median ns, one thread", "million a second, two threads")
    print("|---|---:|---:|")
    for name, label in [
        ("cached", "`QueryCache.cached`, key at hand"),
        ("key_cached", "`QueryCache.cached`, key built too"),
        ("value", "`QueryCache.value`, key at hand"),
        ("key_value", "`QueryCache.value`, key built too"),
        ("key", "building the key alone"),
        ("dictionary", "Swift dictionary of texts behind a `Mutex`"),
    ]:
        row(label, f"{ours[name]:.0f}", f"{many[name]:.2f}" if name in many else "-")
    for name, label in [("cached", "key at hand"), ("key_cached", "key built too")]:
        row(f"Python dictionary behind a lock, {label}", f"{theirs[name]:.0f}", f"{their_many[name]:.2f}")
    one = medians(OURS, "coalesce")
    print(f"\n1,000 tasks ask for one answer whose load takes 20 ms: {one['loads']:.0f} load, {one['milliseconds']:.1f} ms.")


def unpacked(folder, name, into):
    """The path of a trace, unpacked if need be; None when the folder does not have it."""
    plain, xz, zst = folder / name, folder / (name + ".xz"), folder / (name + ".zst")
    target = pathlib.Path(into) / name
    if plain.exists():
        return plain
    if xz.exists():
        with lzma.open(xz) as packed, open(target, "wb") as out:
            shutil.copyfileobj(packed, out)
        return target
    if zst.exists():
        subprocess.run(["zstd", "-q", "-d", "-o", str(target), str(zst)], check=True)
        return target
    return None


def ratios(folder):
    print("\nHit ratio in percent (in brackets nanoseconds a request, reading the trace included):\n")
    row("trace, entries", *POLICIES)
    print("|---|" + "---:|" * len(POLICIES))
    with tempfile.TemporaryDirectory() as scratch:
        for name, form, capacities in TRACES:
            path = unpacked(folder, name, scratch)
            if path is None:
                print(f"{folder}: no {name} in it", file=sys.stderr)
                continue
            for capacity in capacities:
                runs = [ask(OURS, "ratio", str(path), form, str(capacity), policy) for policy in POLICIES]
                cells = [f"{run['percent']:.2f} ({run['nanoseconds']:.0f})" for run in runs]
                row(f"{name.split('.')[0].removeprefix('cache2k_')}, {capacity:,}", *cells)


hits()
if len(sys.argv) > 2:
    ratios(pathlib.Path(sys.argv[2]))
