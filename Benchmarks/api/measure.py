"""Measures `arxiv-cosci serve` and the peer with wrk: the server on one core, the client on another."""

import gzip
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SAMPLE = [str(ROOT / "Samples/hep-th/papers.jsonl.gz"), str(ROOT / "Samples/hep-th/citations.tsv.gz")]
SECONDS = 10
ROUNDS = 3
QUERY = "/api/search/hybrid?q=large+N+limit+superconformal&limit=10"

LUA = """
local paths = {}
for line in io.lines(os.getenv("PATHS")) do paths[#paths + 1] = line end
local place = tonumber(os.getenv("START") or "0")
request = function()
    place = place % #paths + 1
    return wrk.format("GET", paths[place])
end
local pause = tonumber(os.getenv("PAUSE") or "0")
if pause > 0 then
    -- Milliseconds until a connection asks again, as of many people who know nothing of each other.
    delay = function() return math.floor(-pause * math.log(1 - math.random()) + 0.5) end
end
"""


def serve(binary, library, *flags):
    environment = dict(os.environ, ARXIV_COSCI_LIBRARY=library, LOG_LEVEL="warning", EMBEDDING_MODEL="none", LLM_PROVIDER="none")
    log = tempfile.NamedTemporaryFile("w+", suffix=".log")
    process = subprocess.Popen(
        ["taskset", "-c", "0", binary, "serve", "--port", "0", "--no-worker", *flags], env=environment, stdout=log, stderr=log
    )
    while True:
        match = re.search(r"listening on (http://\S+)", pathlib.Path(log.name).read_text())
        if match:
            return process, match.group(1), log
        if process.poll() is not None:
            sys.exit(pathlib.Path(log.name).read_text())
        time.sleep(0.05)


def wrk(url, script=None, environment=None):
    command = ["taskset", "-c", "1", "wrk", "-t1", "-c32", f"-d{SECONDS}s", "--latency"]
    if script:
        command += ["-s", script]
    text = subprocess.run([*command, url], capture_output=True, text=True, env=environment, check=True).stdout

    def milliseconds(percent):
        value, unit = re.search(rf"{percent}%\s+([0-9.]+)(us|ms|s)", text).groups()
        return float(value) * {"us": 0.001, "ms": 1, "s": 1000}[unit]

    errors = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
    sockets = re.search(r"Socket errors: (.*)", text)
    if errors or sockets:
        print(f"errors: {(errors or sockets).group(0)}", file=sys.stderr)
    return float(re.search(r"Requests/sec:\s+([0-9.]+)", text).group(1)), milliseconds(50), milliseconds(99)


def resident(process):
    return int(re.search(r"VmRSS:\s+(\d+)", pathlib.Path(f"/proc/{process.pid}/status").read_text()).group(1)) // 1024


def best(measure):
    return max((measure() for _ in range(ROUNDS)), key=lambda result: result[0])


def queries(folder):
    """Searches that differ: three words in a row of each title."""
    paths = []
    with gzip.open(SAMPLE[0], "rt") as lines:
        for line in lines:
            words = re.findall(r"[A-Za-z]{3,}", json.loads(line).get("title") or "")
            if len(words) >= 3:
                paths.append("/api/search/lexical?limit=10&q=" + urllib.parse.quote_plus(" ".join(words[:3])))
    path = folder / "paths"
    path.write_text("\n".join(dict.fromkeys(paths)) + "\n")
    return path


def main():
    binary = sys.argv[1]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        library = sys.argv[2] if len(sys.argv) > 2 else str(folder / "library")
        if len(sys.argv) < 3:
            subprocess.run([binary, "import", "--quiet", "--library", library, *SAMPLE], check=True)
        rows = []
        process, address, _log = serve(binary, library)
        body = urllib.request.urlopen(address + QUERY).read()
        time.sleep(3)
        rows.append(("serve, the same search", *best(lambda: wrk(address + QUERY))))
        rows.append(("serve, health", *best(lambda: wrk(address + "/api/health/live"))))
        process.send_signal(signal.SIGTERM)
        process.wait()

        script = folder / "paths.lua"
        script.write_text(LUA)
        environment = dict(os.environ, PATHS=str(queries(folder)))
        process, address, _log = serve(binary, library, "--no-cache")
        urllib.request.urlopen(address + QUERY).read()
        start = [0]

        def uncached(pause=0):
            start[0] += 7919
            return wrk(address, script, dict(environment, START=str(start[0]), PAUSE=str(pause)))

        full = best(uncached)
        rows.append(("serve, searches that differ, nothing kept", *full))
        # Each of the connections waits so long that together they ask half as often as the server can answer.
        pause = 1000 * 32 / (full[0] / 2)
        rows.append(("serve, the same at half of that rate", *min((uncached(pause) for _ in range(ROUNDS)), key=lambda row: row[2])))
        size = resident(process)
        process.send_signal(signal.SIGTERM)
        process.wait()

        (folder / "body").write_bytes(body)
        peer = subprocess.Popen(
            ["taskset", "-c", "0", sys.executable, "-m", "uvicorn", "peer:app", "--port", "8997", "--no-access-log", "--log-level", "error"],
            cwd=HERE, env=dict(os.environ, PEER_BODY=str(folder / "body")),
        )
        time.sleep(3)
        rows.append(("FastAPI + uvicorn, the same bytes from memory", *best(lambda: wrk("http://127.0.0.1:8997/search?q=large&limit=10"))))
        peer.terminate()
        peer.wait()

        print(f"wrk -t1 -c32 -d{SECONDS}s, one core each; {len(body)} bytes an answer; best of {ROUNDS}; server {size} MB\n")
        print("| | requests/s | p50 ms | p99 ms |\n|---|---:|---:|---:|")
        for label, rate, median, tail in rows:
            print(f"| {label} | {rate:,.0f} | {median:.2f} | {tail:.2f} |")


main()
