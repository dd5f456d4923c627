"""Runs encoder-benchmark and onnxruntime in turn and prints Markdown tables. Called by run.sh."""

import csv
import gzip
import json
import math
import os
import pathlib
import random
import subprocess
import sys
import tempfile

import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
OURS, MODEL, PAPERS = sys.argv[1:4]
SCIFACT = sys.argv[4] if len(sys.argv) > 4 else None
PRECISIONS = {"full": "f32", "bfloat16": "bfloat16", "int8": "int8"}


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


def row(*cells):
    print("| " + " | ".join(str(cell) for cell in cells) + " |", flush=True)


def lines(path, texts):
    path.write_text("".join(json.dumps(text) + "\n" for text in texts))
    return str(path)


def vectors(path):
    return np.fromfile(path, np.float32).reshape(-1, 384)


def peer(work, precision, *arguments):
    return ask([sys.executable, str(HERE / "peer_onnx.py"), str(work / f"{precision}.onnx"), MODEL, *arguments])


def abstracts(work, papers):
    path = lines(work / "abstracts.jsonl", [p["title"] + "\n" + p["abstract"] for p in papers])
    print("2,000 abstracts with titles, sorted by length, two threads, tokenizing included:\n")
    row("what", "texts/s", "cosine to onnxruntime f32, mean", "least", "peak MB")
    print("|---|---:|---:|---:|---:|")
    reference = None
    for precision in ("f32", "int8"):
        answer, peak = peer(work, precision, path, "--threads", "2", "--out", str(work / "peer.bin"))
        found = vectors(work / "peer.bin")
        reference = found if reference is None else reference
        cosines = (found * reference).sum(1)
        row(f"onnxruntime 1.32, fused graph, {precision}", f"{answer['per_second']:.1f}", f"{cosines.mean():.5f}", f"{cosines.min():.4f}", f"{peak:.0f}")
    for precision, name in PRECISIONS.items():
        answer, peak = ask([OURS, "batch", MODEL, path, precision, "2", str(work / "ours.bin")])
        cosines = (vectors(work / "ours.bin") * reference).sum(1)
        row(f"arxiv-cosci, {name}", f"{answer['per_second']:.1f}", f"{cosines.mean():.5f}", f"{cosines.min():.4f}", f"{peak:.0f}")


def titles(work, papers):
    path = lines(work / "titles.jsonl", [p["title"] for p in papers[:400]])
    print("\nOne title at a time, one thread, tokenizing included:\n")
    row("what", "p50 ms", "p95 ms", "load ms")
    print("|---|---:|---:|---:|")
    for precision in ("f32", "int8"):
        answer, _ = peer(work, precision, path, "--threads", "1", "--single")
        row(f"onnxruntime 1.32, fused graph, {precision}", f"{answer['p50_ms']:.2f}", f"{answer['p95_ms']:.2f}", "")
    for precision, name in PRECISIONS.items():
        answer, _ = ask([OURS, "single", MODEL, path, precision, "1"])
        load, _ = ask([OURS, "single", MODEL, path, precision, "2"])
        row(f"arxiv-cosci, {name}", f"{answer['p50_ms']:.2f}", f"{answer['p95_ms']:.2f}", f"{load['load_ms']:.0f}")
    path = lines(work / "all-titles.jsonl", [p["title"] for p in papers])
    answer, _ = ask([OURS, "tokens", MODEL, path, "full", "1"])
    print(f"\nWordPiece, one thread: {answer['per_second']:,.0f} titles/s, {answer['tokens_per_second']:,.0f} tokens/s.")


def ndcg(documents, queries, names, query_names, relevant):
    """Mean nDCG@10 over the queries, with the usual gain of 1."""
    scores = queries @ documents.T
    total = 0.0
    for index, query in enumerate(query_names):
        best = np.lexsort((np.arange(len(names)), -scores[index]))[:10]
        gain = sum(1 / math.log2(rank + 2) for rank, d in enumerate(best) if names[d] in relevant[query])
        total += gain / sum(1 / math.log2(rank + 2) for rank in range(min(10, len(relevant[query]))))
    return total / len(query_names)


def scifact(work, folder):
    folder = pathlib.Path(folder)
    corpus = [json.loads(line) for line in gzip.open(folder / "corpus.jsonl.gz", "rt")]
    queries = [json.loads(line) for line in open(folder / "queries-train.jsonl")]
    relevant = {}
    with open(folder / "qrels-train.tsv") as file:
        for fields in csv.reader(file, delimiter="\t"):
            if fields[0] != "query-id" and int(fields[-1]) > 0:
                relevant.setdefault(fields[0], set()).add(fields[1] if len(fields) == 3 else fields[2])
    queries = [q for q in queries if str(q["_id"]) in relevant]
    documents = lines(work / "documents.jsonl", [(d["title"] + " " + d["text"]).strip() for d in corpus])
    asked = lines(work / "queries.jsonl", [q["text"] for q in queries])
    print(f"\nSciFact, {len(queries)} train queries over {len(corpus)} abstracts, exact search:\n")
    row("what", "nDCG@10")
    print("|---|---:|")
    names, query_names = [str(d["_id"]) for d in corpus], [str(q["_id"]) for q in queries]

    def measure(name, embed):
        found = []
        for path in (documents, asked):
            embed(path, str(work / "found.bin"))
            found.append(vectors(work / "found.bin"))
        row(name, f"{ndcg(found[0], found[1], names, query_names, relevant):.4f}")

    for precision in ("f32", "int8"):
        measure(f"onnxruntime 1.32, fused graph, {precision}", lambda p, out: peer(work, precision, p, "--threads", "2", "--out", out))
    for precision, name in PRECISIONS.items():
        measure(f"arxiv-cosci, {name}", lambda p, out: ask([OURS, "batch", MODEL, p, precision, "2", out]))


def main():
    opener = gzip.open if PAPERS.endswith(".gz") else open
    papers = [json.loads(line) for line in opener(PAPERS, "rt")]
    papers = [p for p in papers if p.get("title") and p.get("abstract")]
    papers = random.Random(5).sample(papers, min(2000, len(papers)))
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        subprocess.run([sys.executable, str(HERE / "fused_onnx.py"), MODEL, folder], check=True, stderr=subprocess.DEVNULL)
        abstracts(work, papers)
        titles(work, papers)
        if SCIFACT:
            scifact(work, SCIFACT)


if __name__ == "__main__":
    main()
