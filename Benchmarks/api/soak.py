#!/usr/bin/env python3
"""An hour (or MINUTES) of mixed load on `arxiv-cosci serve`: no error, and no growth of its memory.

    Benchmarks/api/soak.py PROGRAM LIBRARY [MINUTES [REQUESTS_PER_SECOND]]

LIBRARY is changed (a collection, tags, notes). Memory is compared between the end of the first sixth, when caches are full, and the end.
"""

import asyncio
import collections
import gzip
import json
import os
import pathlib
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.parse

SAMPLE = pathlib.Path(__file__).resolve().parents[2] / "Samples/hep-th/papers.jsonl.gz"


class Connection:
    """A connection that is kept, over which one request at a time goes."""

    def __init__(self, port):
        self.port = port
        self.streams = None

    async def ask(self, method, path, body=None, headers=()):
        if self.streams is None:
            self.streams = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self.streams
        content = b"" if body is None else json.dumps(body).encode()
        lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", *headers]
        if body is not None:
            lines += ["Content-Type: application/json", f"Content-Length: {len(content)}"]
        writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + content)
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        status = int(head.split()[1])
        length = re.search(r"(?i)content-length: (\d+)", head)
        if length:
            await reader.readexactly(int(length.group(1)))
        elif re.search(r"(?i)transfer-encoding: chunked", head):
            while size := int((await reader.readline()).split(b";")[0], 16):
                await reader.readexactly(size + 2)
            await reader.readline()
        return status

    def close(self):
        if self.streams:
            self.streams[1].close()
        self.streams = None


class Load:
    def __init__(self, port, key, papers):
        self.port, self.key, self.papers = port, [f"Authorization: Bearer {key}"], papers
        self.statuses = collections.Counter()
        self.failures = collections.Counter()
        self.latencies = []

    def request(self):
        """Any request: mostly searches and papers; changes and what is wrong now and then."""
        paper, title = random.choice(self.papers)
        other = random.choice(self.papers)[0]
        words = urllib.parse.quote_plus(" ".join(random.sample(title, min(3, len(title)))))
        mcp = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "search", "arguments": {"query": " ".join(title[:3])}}}
        chosen = random.choices(
            [
                ("GET", f"/api/search/hybrid?q={words}&limit=10"), ("GET", "/api/search/hybrid?q=large+N+limit&limit=10"),
                ("GET", f"/api/search/lexical?q={words}&limit=20&explain=true"), ("GET", f"/api/papers/{paper}"),
                ("GET", f"/api/papers/{paper}/citations?limit=50"), ("GET", f"/api/graph/citations/{paper}?depth=2&limit=300&layout=true"),
                ("GET", f"/api/graph/path?from={paper}&to={other}"), ("GET", f"/api/search/similar/{paper}?limit=10"),
                ("GET", "/api/graph/layout"), ("GET", "/api/graph/communities"), ("GET", "/metrics"), ("GET", "/"),
                ("POST", "/api/papers/batch", {"ids": [paper, other]}), ("GET", f"/api/papers/{paper}/export?format=bibtex"),
                ("PUT", f"/api/papers/{paper}/tags/soak"), ("DELETE", f"/api/papers/{paper}/tags/soak"),
                ("PUT", f"/api/papers/{paper}/note", {"text": " ".join(title)}), ("GET", "/api/collections"),
                ("GET", "/api/papers/9999.99999"), ("GET", "/api/papers?limit=abc"), ("POST", "/mcp", mcp),
            ],
            [20, 20, 10, 20, 8, 6, 4, 4, 0.2, 0.5, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 2],
        )[0]
        return chosen

    async def worker(self, rate, end):
        connection = Connection(self.port)
        while time.monotonic() < end:
            await asyncio.sleep(random.expovariate(rate))
            method, path, *body = self.request()
            headers = self.key if method not in ("GET",) and path != "/mcp" else []
            if path == "/mcp":
                headers = ["Accept: application/json, text/event-stream", "MCP-Protocol-Version: 2025-06-18"]
            start = time.monotonic()
            try:
                status = await asyncio.wait_for(connection.ask(method, path, *body, headers=headers), 40)
                self.statuses[status] += 1
                self.latencies.append(time.monotonic() - start)
                # A paper that is not there, a number that is none, a tag that was not given: those are asked on purpose.
                is_expected = "9999.99999" in path or "abc" in path or method == "DELETE"
                if status >= 500 or (status >= 400 and not is_expected):
                    self.failures[f"{status} {method} {path}"[:120]] += 1
            except (OSError, asyncio.IncompleteReadError, asyncio.TimeoutError, ValueError) as error:
                self.failures[f"{type(error).__name__} {method} {path}"[:120]] += 1
                connection.close()
            if random.random() < 0.002:
                connection.close()
        connection.close()


def resident(process):
    return int(re.search(r"VmRSS:\s+(\d+)", pathlib.Path(f"/proc/{process.pid}/status").read_text()).group(1)) / 1024


async def measure(process, load, minutes, rate):
    end = time.monotonic() + minutes * 60
    workers = [asyncio.create_task(load.worker(rate / 32, end)) for _ in range(32)]
    sizes = []
    print("| minute | requests | failures | p50 ms | p99 ms | memory, MB |\n|---:|---:|---:|---:|---:|---:|", flush=True)
    for minute in range(1, minutes + 1):
        await asyncio.sleep(max(0, end - (minutes - minute) * 60 - time.monotonic()))
        sizes.append(resident(process))
        times, load.latencies = sorted(load.latencies), []
        if minute % 5 == 0 or minute == minutes:
            print(
                f"| {minute} | {sum(load.statuses.values()):,} | {sum(load.failures.values())} | {times[len(times) // 2] * 1000:.1f} | "
                f"{times[len(times) * 99 // 100] * 1000:.1f} | {sizes[-1]:.0f} |", flush=True,
            )
    await asyncio.gather(*workers)
    return sizes


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    program, library = sys.argv[1:3]
    minutes = int(sys.argv[3]) if len(sys.argv) > 3 else 60
    rate = float(sys.argv[4]) if len(sys.argv) > 4 else 100
    random.seed(42)
    with gzip.open(SAMPLE, "rt") as lines:
        records = [json.loads(line) for line in lines]
    papers = [(record["id"], re.findall(r"[A-Za-z]{3,}", record.get("title") or "") or ["string"]) for record in records]
    environment = dict(os.environ, ARXIV_COSCI_LIBRARY=library, LOG_LEVEL="warning", API_RATE="0")
    key = json.loads(subprocess.run(
        [program, "key", "create", "--scope", "write", "--json"], env=environment, check=True, capture_output=True
    ).stdout)["key"]
    with tempfile.NamedTemporaryFile("w+", suffix=".log") as log:
        process = subprocess.Popen([program, "serve", "--port", "0"], env=environment, stdout=log, stderr=log)
        while not (match := re.search(r"listening on http://\S+:(\d+)", pathlib.Path(log.name).read_text())):
            if process.poll() is not None:
                sys.exit(pathlib.Path(log.name).read_text())
            time.sleep(0.05)
        load = Load(int(match.group(1)), key, papers)
        sizes = asyncio.run(measure(process, load, minutes, rate))
        process.send_signal(signal.SIGTERM)
        code = process.wait(60)
        print(pathlib.Path(log.name).read_text()[-2000:], file=sys.stderr)
    settled = max(1, minutes // 6)
    growth = sizes[-1] / max(sizes[:settled]) - 1
    print(f"\nstatuses {dict(load.statuses)}; memory {growth:+.1%} since minute {settled}; the server ended with {code}")
    for failure, count in load.failures.most_common(20):
        print(f"failed {count} times: {failure}")
    sys.exit(1 if load.failures or growth > 0.05 or code else 0)


main()
