"""Runs graph-benchmark and its peers in turn, on one core each, and prints Markdown tables. Called by run.sh."""

import gzip
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
SAMPLE = HERE.parents[1] / "Samples/hep-th"
OURS = str(pathlib.Path(sys.argv[1]).resolve())
PEERS = [sys.executable, str(HERE / "peers.py")]


def ask(command, cores=1):
    """Runs a command that prints JSON on some cores; gives that and the most memory it took, in MB."""
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(["taskset", "-c", ",".join(map(str, range(cores))), *command], stdout=out)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            sys.exit(f"{command} ended with {process.returncode}")
        out.seek(0)
        return json.loads(out.read()), usage.ru_maxrss / 1024


def row(*cells):
    print("| " + " | ".join(str(cell) for cell in cells) + " |", flush=True)


def milliseconds(seconds):
    value = seconds * 1000
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def sample(folder):
    """The sample library's citations; works numbered by date, citations of later works left out."""
    dates = {}
    with gzip.open(SAMPLE / "papers.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            paper = json.loads(line)
            dates[paper["id"]] = first_date(paper)
    order = {key: index for index, key in enumerate(sorted(dates, key=lambda key: (dates[key], key)))}
    edges = []
    with gzip.open(SAMPLE / "citations.tsv.gz", "rt") as lines:
        for line in lines:
            if line.startswith("#"):
                continue
            citing, cited = line.split()
            if citing in order and cited in order and citing != cited and dates[cited] <= dates[citing]:
                edges.append((order[citing], order[cited]))
    path = folder / "hep-th.edges"
    np.array(edges, dtype="<i4").tofile(path)
    return str(path), len(order), len(edges)


def first_date(paper):
    """The day of the first version, so that it can be compared as text."""
    from email.utils import parsedate_to_datetime

    return parsedate_to_datetime(paper["versions"][0]["created"]).strftime("%Y-%m-%d")


def compare(path, nodes):
    row("kernel", "ours, 1 core", "ours, 2 cores", "peer", "peer's time", "ratio", "results")
    print("|---|---:|---:|---|---:|---:|---|")
    kernels = [
        ("PageRank", "pagerank", ["pagerank"], False),
        ("breadth-first search, a source", "bfs", ["bfs", "bfs-order", "bfs-scipy"], True),
        ("Leiden, 2 iterations", "leiden", ["leiden"], True),
        ("betweenness, a source", "betweenness", ["betweenness"], True),
        ("weak components", "components", ["components"], False),
        ("coreness", "coreness", ["coreness"], False),
    ]
    for title, kernel, peers, is_parallel in kernels:
        ours = ask([OURS, "run", path, str(nodes), kernel, "1"])[0]
        both = ask([OURS, "run", path, str(nodes), kernel, "2"], cores=2)[0] if is_parallel else None
        for peer in peers:
            theirs = ask([*PEERS, path, str(nodes), peer])[0]
            name = "scipy" if peer.endswith("scipy") else "igraph"
            if peer == "bfs-order":
                name += " `bfs`"
            values = f"{ours['value']:.6g}, {theirs['value']:.6g}"
            row(
                title,
                milliseconds(ours["seconds"]) + " ms",
                milliseconds(both["seconds"]) + " ms" if both else "",
                name,
                milliseconds(theirs["seconds"]) + " ms",
                f"**{theirs['seconds'] / ours['seconds']:.1f}**",
                values if peer not in ("bfs-order", "bfs-scipy") else "",
            )


def questions(path, nodes, folder):
    print()
    row("question", "median, ms", "99th percentile", "greatest of 1,000")
    print("|---|---:|---:|---:|")
    for title, kernel in [
        ("shortest paths between two works", "path"),
        ("neighbourhood to depth 2, 500 works", "neighbourhood"),
        ("personalised PageRank by pushing from a work's references, best 500", "push"),
    ]:
        times = ask([OURS, "run", path, str(nodes), kernel, "1"])[0]
        row(title, *(milliseconds(times[key]) for key in ("seconds", "p99", "worst")))
    graph = str(folder / "graph")
    written = ask([OURS, "write", path, str(nodes), graph])[0]
    opened, memory = ask([OURS, "open", graph])
    print(
        f"\nWriting the mapped graph takes {written['seconds']:.2f} s ({os.path.getsize(graph) / 1e6:,.0f} MB); opening it, finding"
        f" a work by its key and counting its references {opened['seconds'] * 1e3:.3f} ms (the first time"
        f" {opened['first'] * 1e3:.3f} ms); the process takes {memory:.0f} MB."
    )


def main():
    parts = sys.argv[2:] or ["hep-th", "synthetic"]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        if "hep-th" in parts:
            path, nodes, count = sample(folder)
            print(f"\nhep-th: {nodes:,} works, {count:,} citations.\n")
            compare(path, nodes)
            questions(path, nodes, folder)
        if "synthetic" in parts:
            path, nodes = str(folder / "synthetic.edges"), 1_000_000
            count = ask([OURS, "generate", str(nodes), "15", path])[0]["edges"]
            print(f"\nCopying model: {nodes:,} works, {count:,} citations.\n")
            compare(path, nodes)
            questions(path, nodes, folder)


main()
