"""The server under test: `arxiv-cosci serve` on a library made of the sample and of papers that mean harm."""

import json
import os
import pathlib
import re
import select
import subprocess
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from support import BINARY, ROOT, SAMPLE, check, environment, run  # noqa: E402

# Titles and abstracts are written by anybody: markup, scripts, formulas that never end, signs that turn text around.
HOSTILE = [
    {
        "id": "2001.00001",
        "title": "<img src=x onerror=\"document.title='hacked'\"><script>document.title='hacked'</script> zyzzyva",
        "authors": "A. <b>Author</b>, <script>alert(1)</script> Other",
        "abstract": "Zyzzyva </textarea></p><iframe src='https://example.com'></iframe> <svg onload=alert(1)> &lt;b&gt; done.",
        "comments": "<style>*{display:none}</style>",
    },
    {
        "id": "2001.00002",
        "title": "Formulas that explode $\\def\\a{\\a\\a}\\a$ zyzzyva",
        "authors": "B. Author",
        "abstract": "Zyzzyva $" + "{" * 300 + "x" + "}" * 300 + "$ and $\\rule{1e9em}{1e9em}$ and $\\href{javascript:alert(1)}{x}$ and "
        "$\\includegraphics{https://example.com/x.png}$ and $\\htmlStyle{position:fixed}{x}$ and unclosed $x.",
    },
    {
        "id": "2001.00003",
        "title": "Withdrawn zyzzyva",
        "authors": "C. Author",
        "abstract": "This paper has been withdrawn by the author. Zyzzyva.",
        "comments": "This paper has been withdrawn",
        "versions": [
            {"version": "v1", "created": "Wed, 1 Jan 2020 00:00:00 GMT"}, {"version": "v2", "created": "Thu, 2 Jan 2020 00:00:00 GMT"},
        ],
    },
]


def snapshot(records):
    """Records in the form of arXiv's snapshot."""
    lines = []
    for record in records:
        entry = {
            "submitter": None, "comments": None, "journal-ref": None, "doi": None, "report-no": None, "license": None,
            "categories": "hep-th", "versions": [{"version": "v1", "created": "Wed, 1 Jan 2020 00:00:00 GMT"}],
            "update_date": "2020-01-01", "authors_parsed": [], **record,
        }
        lines.append(json.dumps(entry))
    return "\n".join(lines) + "\n"


class Server:
    """A running server; `address` and the one-time `token` of the link it wrote."""

    def __init__(self, folder, train="", sample=SAMPLE, worker=False, **settings):
        self.library = pathlib.Path(folder) / "library"
        papers = pathlib.Path(folder) / "hostile.jsonl"
        papers.write_text(snapshot(HOSTILE))
        answer = run(self.library, "import", *sample, str(papers), "--json")
        check(answer.code == 0, "papers are imported, also some that mean harm", answer.err)
        self.more = settings
        if train:
            # The model of meaning and that of links are trained: minutes in a debug build, seconds in a release.
            self.more = {**settings, "EMBEDDING_MODEL": train}
            started = time.time()
            indexed = run(self.library, "index", timeout=3000, **self.more)
            check(indexed.code == 0, "the index is built", indexed.err)
            # The sample's last whole year: the papers that mean harm are later and cite nothing.
            span = ["--from", "2002-01-01", "--until", "2002-12-31", "--epochs", "0"]
            trained = run(self.library, "train-predictor", *span, timeout=3000, **self.more)
            check(trained.code == 0, f"links are learned ({time.time() - started:.0f} s)", trained.err)
        self.process = subprocess.Popen(
            [
                BINARY, "serve", "--port", "0", *([] if worker else ["--no-worker"]), "--open",
                "--web", str(ROOT / ".build/web"),
            ],
            env=environment(self.library, **self.more), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        )
        self.address, self.token = self.greeting()
        threading.Thread(target=self.drain, daemon=True).start()

    def greeting(self):
        """The address and the token that the server writes when it listens."""
        text, end = "", time.time() + 60
        while time.time() < end:
            if not select.select([self.process.stderr], [], [], 0.2)[0]:
                continue
            # Read past the file object's buffer, which `select` does not see.
            piece = os.read(self.process.stderr.fileno(), 65536).decode()
            if piece == "":
                break
            text += piece
            address = re.search(r"listening on (http://\S+)", text)
            token = re.search(r"#token=(\w+)", text)
            if address and token:
                return address[1], token[1]
        check(False, "the server listens", text)

    def drain(self):
        """Reads what the server logs, so that it never waits for a reader."""
        while os.read(self.process.stderr.fileno(), 65536):
            pass

    def stop(self):
        """Asks it to stop, and waits."""
        self.process.terminate()
        try:
            return self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()
