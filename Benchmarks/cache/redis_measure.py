"""Runs cache-tier-benchmark and redis-py in turn and prints a Markdown table. Called by redis.sh."""

import json
import pathlib
import subprocess
import sys
import tempfile
import time

import redis as redis_py

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "scripts/e2e"))

from support import Redis  # noqa: E402

OURS, KEYS = sys.argv[1], sys.argv[2]
ROUNDS, COUNT = 3, "5000"


def ask(*words):
    return json.loads(subprocess.run([OURS, *words], check=True, capture_output=True).stdout)


def medians(ask_once):
    runs = [ask_once() for _ in range(ROUNDS)]
    return {name: sorted(run[name] for run in runs)[ROUNDS // 2] for name in runs[0]}


def percentiles(times):
    times = sorted(times)
    return {"p50": times[len(times) // 2], "p99": times[len(times) * 99 // 100]}


def python_hits(port):
    """What a hit costs in Python: the entry and the versions of its tags in one pipeline, then JSON."""
    client = redis_py.Redis(port=port)
    for number in range(1000):
        client.set(f"peer:{number}", json.dumps(["x" * 1000]))
        client.mset({f"peer:t:{number}": 1, "peer:t:graph": 1, "peer:t:kind": 1})
    times = []
    for number in range(int(COUNT)):
        begin = time.perf_counter_ns()
        pipeline = client.pipeline(transaction=False)
        pipeline.mget([f"peer:t:{number % 1000}", "peer:t:graph", "peer:t:kind"])
        pipeline.get(f"peer:{number % 1000}")
        json.loads(pipeline.execute()[1])
        times.append((time.perf_counter_ns() - begin) / 1000)
    return percentiles(times)


def python_scan(port):
    """What ending answers by the beginning of their keys costs in Python: SCAN and DEL, as it is often done."""
    client = redis_py.Redis(port=port)
    client.mset({f"prefix:{number}": 1 for number in range(20)})
    begin = time.perf_counter()
    client.delete(*client.scan_iter("prefix:*"))
    return time.perf_counter() - begin


def delay(url):
    follower = subprocess.Popen([OURS, "follow", "1500", url], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    follower.stderr.readline()
    ask("tell", "1500", url)
    return json.loads(follower.communicate(timeout=120)[0])


def row(*cells):
    print("| " + " | ".join(str(cell) for cell in cells) + " |", flush=True)


with tempfile.TemporaryDirectory() as folder:
    redis = Redis(pathlib.Path(folder) / "redis", durable=False)
    try:
        print(f"Redis on loopback with {int(KEYS):,} keys of somebody else; medians of {ROUNDS} runs.\n")
        row("what", "median", "99th percentile")
        print("|---|---:|---:|")
        ask("fill", KEYS, redis.url)
        ours, theirs = medians(lambda: ask("hits", COUNT, redis.url)), medians(lambda: python_hits(redis.port))
        row("hit through `QueryCache` (1 KB, three tags, checked and decoded)", f"{ours['value_p50']:.0f} us", f"{ours['value_p99']:.0f} us")
        row("the tier's read alone", f"{ours['read_p50']:.0f} us", f"{ours['read_p99']:.0f} us")
        row("redis-py, the same in one pipeline", f"{theirs['p50']:.0f} us", f"{theirs['p99']:.0f} us")
        ours = medians(lambda: ask("invalidate", COUNT, redis.url))
        row("invalidation of a tag", f"{ours['p50']:.0f} us", f"{ours['p99']:.0f} us")
        scan = sorted(python_scan(redis.port) for _ in range(ROUNDS))[ROUNDS // 2]
        row("redis-py, `SCAN` for 20 keys of ours and `DEL`", f"{scan * 1e6:,.0f} us", "-")
        ours = medians(lambda: delay(redis.url))
        row("until another process has heard of it", f"{ours['p50'] * 1000:.0f} us", f"{ours['p99'] * 1000:.0f} us")
        redis.stop()
        ours = medians(lambda: ask("down", COUNT, redis.url))
        row("a question that is loaded, without a tier", f"{ours['without_p50']:.0f} us", f"{ours['without_p99']:.0f} us")
        row("the same, Redis stopped, breaker open", f"{ours['with_p50']:.0f} us", f"{ours['with_p99']:.0f} us")
    finally:
        redis.stop()
