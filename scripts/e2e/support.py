"""What the end-to-end tests share: running the program, and saying what went wrong.

Every test is a program of its own that gets the path of the built binary in ARXIV_COSCI_BIN, prints a line for each check
and exits with a status other than 0 at the first one that does not hold.
"""

import gzip
import hashlib
import http.client
import json
import os
import pathlib
import re
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = os.environ.get("ARXIV_COSCI_BIN", str(ROOT / ".build/debug/arxiv-cosci"))
SAMPLE = [str(ROOT / "Samples/hep-th/papers.jsonl.gz"), str(ROOT / "Samples/hep-th/citations.tsv.gz")]


class Run:
    """A finished run of the program."""

    def __init__(self, code, out, err, peak_kib):
        self.code, self.out, self.err, self.peak_kib = code, out, err, peak_kib

    @property
    def json(self):
        return json.loads(self.out)


def environment(library, **extra):
    """The environment of a run: nothing of the user's own configuration takes part."""
    values = {"PATH": os.environ["PATH"], "HOME": str(library) + ".home", "ARXIV_COSCI_LIBRARY": str(library)}
    # Training a model takes long in a debug build; tests that are about meaning ask for it.
    values["EMBEDDING_MODEL"] = "none"
    if "LD_LIBRARY_PATH" in os.environ:
        values["LD_LIBRARY_PATH"] = os.environ["LD_LIBRARY_PATH"]
    values.update(extra)
    return values


def run(library, *arguments, stdin=None, wrapper=(), timeout=600, **extra):
    """Runs the program to its end. `stdin` is bytes, or a function that writes to a pipe."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        source = subprocess.PIPE if stdin is not None else subprocess.DEVNULL
        process = subprocess.Popen(
            [*wrapper, BINARY, *arguments], stdin=source, stdout=out, stderr=err, env=environment(library, **extra)
        )
        if stdin is not None:
            try:
                if callable(stdin):
                    stdin(process.stdin)
                else:
                    process.stdin.write(stdin)
                process.stdin.close()
            except BrokenPipeError:
                pass
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        return Run(
            process.returncode,
            out.read().decode("utf-8", "replace"),
            err.read().decode("utf-8", "replace"),
            usage.ru_maxrss,
        )


def check(condition, what, detail=""):
    """Reports a check; ends the test when it does not hold."""
    if condition:
        print(f"  ok: {what}")
        return
    print(f"  FAILED: {what}\n{detail}", file=sys.stderr)
    sys.exit(1)


def export_digest(library):
    """The SHA-256 of the whole library in its export form."""
    with tempfile.NamedTemporaryFile() as file:
        result = run(library, "export", "--format", "snapshot", "--output", file.name, "--force")
        check(result.code == 0, "export", result.err)
        with open(file.name, "rb") as data:
            return hashlib.file_digest(data, "sha256").hexdigest()


def mount_namespace():
    """A command prefix that runs a shell where it may mount file systems that nobody else sees.

    An ordinary user gets a user namespace for it; root inside a changed root may not have one and needs none.
    """
    for prefix in (["unshare", "-rm"], ["unshare", "-m"], ["unshare", "-m", "--propagation", "unchanged"]):
        if subprocess.run([*prefix, "true"], capture_output=True).returncode == 0:
            return prefix
    check(False, "file systems can be mounted in a namespace of our own (unshare, from util-linux)")


def sample_identifiers(count, step=1):
    """Identifiers of papers of the sample, spread over it."""
    with gzip.open(SAMPLE[0], "rt") as lines:
        chosen = [json.loads(line)["id"] for number, line in enumerate(lines) if number % step == 0]
    return chosen[:count]


def free_port():
    """A port on loopback that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Redis:
    """A Redis server of our own that keeps every write, or, if not `durable`, none."""

    def __init__(self, folder, durable=True):
        self.durable = durable
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True)
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self.folder), "--save", "",
             *(["--appendonly", "yes", "--appendfsync", "always"] if self.durable else [])],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        check(False, "redis-server starts")

    def restart(self, hard):
        """Stops it, with kill -9 if `hard`, and starts it again with what it kept."""
        self.process.send_signal(signal.SIGKILL if hard else signal.SIGTERM)
        self.process.wait()
        self.start()

    def stop(self):
        self.process.kill()
        self.process.wait()


class Replay:
    """A server on this machine that plays arXiv and Semantic Scholar with the papers of the sample; used with `with`."""

    def __init__(self, *arguments, library=SAMPLE):
        self.process = subprocess.Popen(
            [
                str(pathlib.Path(BINARY).parent / "replay-server"),
                "--library",
                library[0],
                *(["--citations", library[1]] if len(library) > 1 else []),
                *arguments,
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.port = json.loads(self.process.stdout.readline())["port"]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def environment(self, pace="0.01", **extra):
        """The settings that point the program at this server."""
        return {
            "ARXIV_URL": self.url,
            "ARXIV_OAI_URL": self.url + "/oai",
            "S2_URL": self.url,
            "OPENALEX_URL": self.url,
            "UPSTREAM_PACE": pace,
            "no_proxy": "*",
            **extra,
        }

    def control(self, **change):
        """Changes how the server behaves from now on."""
        request = urllib.request.Request(
            self.url + "/__control", json.dumps(change).encode(), {"Content-Type": "application/json"}
        )
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=30) as answer:
            return json.load(answer)

    def statistics(self, ids=False):
        """What the server was asked so far."""
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(
            self.url + "/__statistics" + ("?ids=1" if ids else ""), timeout=30
        ) as answer:
            return json.load(answer)


class Server:
    """`arxiv-cosci serve` on a free port; used with `with`."""

    def __init__(self, library, *arguments, **extra):
        self.log = tempfile.NamedTemporaryFile("w+", prefix="serve-", suffix=".log")
        self.process = subprocess.Popen(
            [BINARY, "serve", "--port", "0", *arguments],
            stdout=self.log, stderr=self.log, env=environment(library, **extra),
        )
        end = time.time() + 120
        while time.time() < end:
            match = re.search(r"listening on http://127\.0\.0\.1:(\d+)", self.text)
            if match:
                self.port = int(match.group(1))
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        check(False, "the server starts in time", self.text)

    @property
    def text(self):
        return pathlib.Path(self.log.name).read_text()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def ask(self, method, path, body=None, headers=None, key=None, timeout=120):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        headers = dict(headers or {})
        if key:
            headers["Authorization"] = "Bearer " + key
        data = None
        if body is not None:
            data = body if isinstance(body, bytes) else json.dumps(body).encode()
            headers.setdefault("Content-Type", "application/json")
        connection.request(method, path, data, headers)
        response = connection.getresponse()
        content = response.read()
        connection.close()
        return response, content

    def json(self, path, **options):
        response, content = self.ask("GET", path, **options)
        check(response.status == 200, f"GET {path}", content[:300])
        return json.loads(content)

    def socket(self):
        return socket.create_connection(("127.0.0.1", self.port), timeout=60)

    def raw(self, data):
        """Sends bytes as they are; gives all that comes back until the server closes, or a second passes."""
        connection = self.socket()
        try:
            connection.sendall(data)
        except OSError:
            pass
        connection.settimeout(3)
        parts = []
        try:
            while True:
                part = connection.recv(1 << 16)
                if not part:
                    break
                parts.append(part)
        except OSError:
            pass
        connection.close()
        return b"".join(parts)

    def stop(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        return self.process.wait(60)
