"""Builds the index and tantivy's over one corpus and times queries on both, on one processor, turn by turn.

usage: measure.py BENCHMARK_BINARY DIR CORE      (DIR has corpus.tsv and queries.txt)
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
MODES = {"any": "OR, top 10", "counted": "OR, top 10, all counted", "all": "AND of three, top 10"}


def run(*command):
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def main():
    binary, folder, core = sys.argv[1:]
    os.sched_setaffinity(0, {int(core)})
    corpus, queries = f"{folder}/corpus.tsv", f"{folder}/queries.txt"
    peer = [sys.executable, str(HERE / "peer_tantivy.py")]
    shutil.rmtree(f"{folder}/tantivy", ignore_errors=True)
    built = {
        "this index": run(binary, "build", corpus, f"{folder}/index.bin"),
        "tantivy 0.27": run(*peer, "build", corpus, f"{folder}/tantivy"),
    }
    print(f"{built['this index']['documents']} documents, {os.path.getsize(corpus) >> 20} MiB of text\n")
    print("| | build s | size MB | peak memory MB |\n|---|---|---|---|")
    for name, row in built.items():
        print(f"| {name} | {row['seconds']:.1f} | {row['bytes'] / 1e6:.0f} | {row['peak_kb'] / 1e3:.0f} |")
    print("\n| 200 queries | engine | p50 ms | p95 ms | p99 ms | greatest ms |\n|---|---|---|---|---|---|")
    for mode, title in MODES.items():
        ours = run(binary, "time", f"{folder}/index.bin", queries, "10", mode)
        theirs = run(*peer, "time", f"{folder}/tantivy", queries, "10", mode)
        for name, row in (("this index", ours), ("tantivy 0.27", theirs)):
            values = " | ".join(f"{row[key]:.2f}" for key in ("p50", "p95", "p99", "max"))
            print(f"| {title} | {name} | {values} |")
    print("\nthe first 29,000 documents (HepTh), OR, top 10\n\n| engine | p50 ms | p95 ms | open ms |\n|---|---|---|---|")
    small = f"{folder}/small"
    with open(corpus, "rb") as source, open(f"{small}.tsv", "wb") as target:
        target.writelines(line for _, line in zip(range(29_000), source))
    shutil.rmtree(f"{small}.tantivy", ignore_errors=True)
    run(binary, "build", f"{small}.tsv", f"{small}.bin")
    run(*peer, "build", f"{small}.tsv", f"{small}.tantivy")
    row = run(binary, "time", f"{small}.bin", queries, "10", "any")
    print(f"| this index | {row['p50']:.2f} | {row['p95']:.2f} | {row['open_us'] / 1000:.2f} |")
    row = run(*peer, "time", f"{small}.tantivy", queries, "10", "any")
    print(f"| tantivy 0.27 | {row['p50']:.2f} | {row['p95']:.2f} | |")
    print(f"\npruned and exhaustive search: {run(binary, 'check', f'{folder}/index.bin', queries, '10')}")


main()
