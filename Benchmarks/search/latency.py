#!/usr/bin/env python3
"""How long `search` and `show` take as whole processes on the sample library, and how long the search itself takes.

Usage: latency.py BINARY LIBRARY [QUERIES]

The queries are three consecutive words of real titles (seeded choice), all of them with hits; standard library only.
"""

import gzip
import json
import pathlib
import random
import statistics
import subprocess
import sys
import time

binary, library = sys.argv[1], sys.argv[2]
count = int(sys.argv[3]) if len(sys.argv) > 3 else 200
sample = pathlib.Path(__file__).resolve().parents[2] / "Samples/hep-th/papers.jsonl.gz"
papers = [json.loads(line) for line in gzip.open(sample)]
generator = random.Random(2003)


def timed(*arguments):
    start = time.perf_counter()
    answer = subprocess.run([binary, *arguments, "--library", library], capture_output=True, check=True)
    return 1000 * (time.perf_counter() - start), answer.stdout


def row(name, values):
    values = sorted(values)
    p95 = values[min(len(values) - 1, int(0.95 * len(values)))]
    print(f"| {name} | {statistics.median(values):.1f} | {p95:.1f} | {values[-1]:.1f} |")


whole, inside, titles, shown = [], [], [], []
for paper in generator.sample(papers, count):
    words = paper["title"].split()
    start = generator.randrange(max(1, len(words) - 2))
    # Punctuation is kept as it stands; a leading minus would exclude the word.
    query = " ".join(word.lstrip("-") for word in words[start : start + 3])
    wall, answer = timed("search", "--json", query)
    whole.append(wall)
    inside.append(json.loads(answer)["took_ms"])
    wall, answer = timed("search", "--json", " ".join(word.lstrip("-") for word in words))
    titles.append(json.loads(answer)["took_ms"])
    shown.append(timed("show", paper["id"])[0])

print(f"{count} queries, {len(papers)} papers\n\n| what | median ms | p95 ms | greatest ms |\n|---|---:|---:|---:|")
row("`search` of three words, whole process", whole)
row("`search` of three words, inside", inside)
row("`search` of a whole title, inside", titles)
row("`show`, whole process", shown)
