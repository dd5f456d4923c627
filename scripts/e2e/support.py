"""What the end-to-end tests share: running the program, and saying what went wrong.

Every test is a program of its own that gets the path of the built binary in ARXIV_COSCI_BIN, prints a line for each check
and exits with a status other than 0 at the first one that does not hold.
"""

import hashlib
import json
import os
import pathlib
import resource
import subprocess
import sys
import tempfile

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
