"""Runs batch-benchmark and its peers in turn and prints Markdown tables. Called by run.sh."""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "scripts/e2e"))

from support import BINARY, Redis, Replay, environment, run, sample_identifiers  # noqa: E402

OURS = sys.argv[1]
PEERS = [sys.executable, str(HERE / "peers.py")]
ROUNDS = 3


def ask(command):
    """Runs a command that prints JSON; gives that and the most memory it took, in MB."""
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(command, stdout=out)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            sys.exit(f"{command} ended with {process.returncode}")
        out.seek(0)
        return json.loads(out.read()), usage.ru_maxrss / 1024


def median(values):
    return sorted(values)[len(values) // 2]


def row(*cells):
    print("| " + " | ".join(str(cell) for cell in cells) + " |", flush=True)


def batches():
    print("\nItems in process:\n")
    row("what", "microseconds an item", "peak MB")
    print("|---|---:|---:|")
    for count in (10_000, 1_000_000):
        runs = [ask([OURS, "overhead", str(count)]) for _ in range(ROUNDS)]
        row(
            f"`BatchProcessor`, {count:,} items that do nothing",
            f"{median([values['microseconds'] for values, _ in runs]):.1f}",
            f"{median([peak for _, peak in runs]):.1f}",
        )
        runs = [ask([*PEERS, "overhead", str(count)]) for _ in range(ROUNDS)]
        row(
            f"asyncio, `gather` in batches of 1,000, {count:,} items",
            f"{median([values['microseconds'] for values, _ in runs]):.1f}",
            f"{median([peak for _, peak in runs]):.1f}",
        )
    print("\n200 items, ten at once, one in 20 takes 1 s, the others 10 ms:\n")
    row("what", "seconds", "against the ideal")
    print("|---|---:|---:|")
    runs = [ask([OURS, "straggler"])[0] for _ in range(ROUNDS)]
    ideal = runs[0]["ideal"]
    row("each item begins as soon as a place is free (computed)", f"{ideal:.2f}", "1.00")
    ours = median([values["seconds"] for values in runs])
    row("`BatchProcessor`", f"{ours:.2f}", f"{ours / ideal:.3f}")
    peer = ask([*PEERS, "straggler"])[0]["seconds"]
    row("asyncio, `gather` in batches of 20", f"{peer:.2f}", f"{peer / ideal:.2f}")


def redis_rate(port):
    """What redis-benchmark does with GET, 50 connections, pipelines of 64."""
    command = ["redis-benchmark", "-p", str(port), "-t", "get", "-n", "2000000", "-P", "64", "-c", "50", "-q"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return float(re.findall(r"GET: ([0-9.]+) requests per second", text)[-1])


def redis(folder):
    server = Redis(folder / "redis", durable=False)
    try:
        print("\nThe Redis client:\n")
        row("what", "GET/s", "ratio")
        print("|---|---:|---:|")
        pairs = []
        for _ in range(ROUNDS):
            theirs = redis_rate(server.port)
            ours = ask([OURS, "get", "2000000", server.url])[0]["per_second"]
            pairs.append((ours / theirs, ours, theirs))
        ratio, ours, theirs = median(pairs)
        row("redis-benchmark, 50 connections, pipelines of 64", f"{theirs:,.0f}", "1.00")
        row("`RedisClient`, 50 tasks on one connection, pipelines of 64", f"{ours:,.0f}", f"**{ratio:.2f}**")
        parse = ask([OURS, "parse", "3000"])[0]["mb_per_second"]
        cancel = ask([OURS, "cancel", "1000000", server.url])[0]
        print(f"\nReading strings of 1,000 bytes: {parse:,.0f} MB/s. {cancel['cancels']:,.0f} callers that stopped waiting: no answer")
        late = ask([OURS, "timeouts", "1000000", server.url])[0]
        print(f"reached another. {late['late']:,.0f} callers whose time ran out beside {late['answered']:,.0f} that were answered: none either.")

        print("\nJobs that do nothing, 4 workers:\n")
        row("what", "jobs/s", "ratio")
        print("|---|---:|---:|")
        theirs = rq(server)
        ours = ask([OURS, "jobs", "50000", server.url[:-1] + "1"])[0]
        row("rq, 4 `SimpleWorker` processes", f"{theirs:,.0f}", "1.0")
        done = ours["done_per_second"]
        row("`JobWorker` over `RedisJobStore`, 128 at once each", f"{done:,.0f}", f"**{done / theirs:.0f}**")
        print(f"\nEnqueued in tens of thousands: {ours['enqueued_per_second']:,.0f} a second.")
    finally:
        server.stop()


def rq(server):
    """Jobs a second of four workers of rq."""
    from redis import Redis as Connection
    from rq import Queue

    sys.path.insert(0, str(HERE))
    import peers

    count = 4000
    connection = Connection.from_url(server.url)
    queue = Queue(connection=connection)
    queue.enqueue_many([Queue.prepare_data(peers.nothing, result_ttl=0) for _ in range(count)])
    command = [str(pathlib.Path(sys.executable).parent / "rq"), "worker", "--burst", "-w", "rq.worker.SimpleWorker", "-q"]
    start = time.perf_counter()
    workers = [
        subprocess.Popen([*command, "--url", server.url], cwd=HERE, env={**os.environ, "PYTHONPATH": str(HERE)}, stderr=subprocess.DEVNULL)
        for _ in range(4)
    ]
    while queue.count > 0:
        time.sleep(0.02)
    spent = time.perf_counter() - start
    for worker in workers:
        worker.wait()
    return count / spent


def gate(folder, name):
    """1,000 requests from 8 tasks in 3 processes to a server with arXiv's rule, its clock twenty times as fast."""
    print("\n1,000 requests from 8 tasks in 3 processes, arXiv's rule, the clock twenty times as fast:\n")
    row("what keeps the pace", "violations", "least gap, ms", "part of the rate")
    print("|---|---:|---:|---:|")
    ids = folder / "ids.txt"
    ids.write_text("\n".join(sample_identifiers(1000, step=29)) + "\n")
    server = Redis(folder / "gate-redis") if name == "redis" else None
    with Replay("--rule", "--compress", "20", "--tolerance", "0") as replay:
        settings = replay.environment(pace="0.05", BATCH_SIZE="1")
        if server:
            settings["REDIS_URL"] = server.url
        library = folder / f"gate-{name}"
        result = run(library, "fetch", "--ids-from", str(ids), "--enqueue", "--json", **settings)
        if result.code != 0:
            sys.exit(result.err)
        workers = [
            subprocess.Popen(
                [BINARY, "worker", "--concurrency", str(width), "--until-empty", "--quiet"],
                env=environment(library, **settings),
            )
            for width in (3, 3, 2)
        ]
        for worker in workers:
            worker.wait()
        seen = replay.statistics()["groups"]["arxiv-api"]
    if server:
        server.stop()
    rate = (seen["requests"] - 1) / (seen["last"] - seen["first"]) * 0.15
    violations = seen["violations"] + seen["concurrency_violations"]
    row(name, f"{violations} of {seen['requests']}", f"{seen['minimal_gap'] * 1000:.2f}", f"{rate:.1%}")


with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    parts = {
        "batches": batches,
        "redis": lambda: redis(folder),
        "gate-files": lambda: gate(folder, "files"),
        "gate-redis": lambda: gate(folder, "redis"),
    }
    for part in sys.argv[2:] or parts:
        parts[part]()
