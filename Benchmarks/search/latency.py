#!/usr/bin/env python3
"""How long `search` and `show` take as whole processes, how long the search itself takes, and how much memory a process needs.

Usage: latency.py BINARY LIBRARY [--queries N] [--modes hybrid,lexical] [--titles FILE]

The queries are three consecutive words of titles, and whole titles (seeded choice): of the sample, or of FILE, one a line.
Answers are found anew (--no-cache). The library is indexed already; standard library only.
"""

import argparse
import gzip
import json
import os
import pathlib
import random
import statistics
import subprocess
import tempfile
import time

parser = argparse.ArgumentParser()
parser.add_argument("binary")
parser.add_argument("library")
parser.add_argument("--queries", type=int, default=200)
parser.add_argument("--modes", default="hybrid,lexical")
parser.add_argument("--titles")
options = parser.parse_args()
sample = pathlib.Path(__file__).resolve().parents[2] / "Samples/hep-th/papers.jsonl.gz"
generator = random.Random(2003)


def timed(*arguments):
    """Milliseconds of the whole process, its answer, and its peak memory in MB."""
    with tempfile.TemporaryFile() as out:
        start = time.perf_counter()
        process = subprocess.Popen([options.binary, *arguments, "--library", options.library], stdout=out)
        _, status, usage = os.wait4(process.pid, 0)
        wall = 1000 * (time.perf_counter() - start)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 1):
            raise SystemExit(f"{arguments} ended with {process.returncode}")
        out.seek(0)
        return wall, out.read(), usage.ru_maxrss / 1024


def row(name, values):
    values = sorted(values)
    p95 = values[min(len(values) - 1, int(0.95 * len(values)))]
    print(f"| {name} | {statistics.median(values):.1f} | {p95:.1f} | {values[-1]:.1f} |")


def cleaned(words):
    # Punctuation is kept as it stands; a leading minus would exclude the word.
    return " ".join(word.lstrip("-") for word in words)


def three(title):
    words = title.split()
    start = generator.randrange(max(1, len(words) - 2))
    return cleaned(words[start : start + 3])


if options.titles:
    titles = [line.strip() for line in open(options.titles) if line.strip()]
    papers = []
else:
    papers = [json.loads(line) for line in gzip.open(sample)]
    titles = [paper["title"] for paper in papers]
chosen = generator.sample(titles, min(options.queries, len(titles)))
asked = [(three(title), cleaned(title.split())) for title in chosen]
print(f"{len(chosen)} queries\n\n| what | median | p95 | greatest |\n|---|---:|---:|---:|")
for mode in options.modes.split(","):
    whole, inside, long, memory = [], [], [], []
    for words, title in asked:
        wall, answer, peak = timed("search", "--no-cache", "--json", "--mode", mode, words)
        whole.append(wall)
        memory.append(peak)
        inside.append(json.loads(answer)["took_ms"])
        wall, answer, peak = timed("search", "--no-cache", "--json", "--mode", mode, title)
        long.append(wall)
        memory.append(peak)
    row(f"`search --mode {mode}` of three words, whole process, ms", whole)
    row(f"`search --mode {mode}` of three words, inside, ms", inside)
    row(f"`search --mode {mode}` of a whole title, whole process, ms", long)
    row(f"`search --mode {mode}`, peak memory, MB", memory)
if papers:
    row("`show`, whole process, ms", [timed("show", "--no-cache", paper["id"])[0] for paper in generator.sample(papers, 100)])
