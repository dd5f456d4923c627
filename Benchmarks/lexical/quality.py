"""nDCG@10 of the lexical index beside tantivy and bm25s, on the same documents and queries. Prints Markdown.

usage: quality.py BENCHMARK_BINARY SCIFACT_DIR HEP_TH_DIR [tune]

SciFact: the queries of train, the first half for choosing parameters, the second for reporting. HepTh: the query is the
title of a paper, relevant are its references among the papers before the year of the queries; 1,000 papers of 2002 and 2003
are reported, those of 2000 serve to choose. With `tune` a grid of parameters is shown on the halves for choosing.
"""

import gzip
import json
import lzma
import math
import subprocess
import sys
import tempfile
from pathlib import Path

import bm25s
import Stemmer
import tantivy


def fold(text):
    return " ".join(text.split())


def scifact(folder):
    documents = [json.loads(line) for line in gzip.open(folder / "corpus.jsonl.gz", "rt")]
    corpus = [(document["_id"], fold(document["title"]), fold(document["text"])) for document in documents]
    queries = [json.loads(line) for line in open(folder / "queries-train.jsonl")]
    relevant = {}
    for line in open(folder / "qrels-train.tsv").read().splitlines()[1:]:
        query, document, score = line.split("\t")
        if int(score) > 0:
            relevant.setdefault(query, set()).add(document)
    asked = [(str(query["_id"]), fold(query["text"])) for query in queries if str(query["_id"]) in relevant]
    half = len(asked) // 2
    return corpus, asked[:half], asked[half:], relevant


def hep_th(folder, first, last):
    papers = [json.loads(line) for line in lzma.open(folder / "papers.jsonl.xz", "rt")]
    month = {paper["id"]: (paper.get("submitted") or paper["id_month"])[:10] for paper in papers}
    known = {paper["id"] for paper in papers if month[paper["id"]] < f"{first}-01-01"}
    corpus = [
        (paper["id"], fold(paper["title"]), fold(paper["abstract"] or "")) for paper in papers if paper["id"] in known
    ]
    relevant = {}
    for line in gzip.open(folder / "edges.tsv.gz", "rt"):
        citing, cited = (part.zfill(7) for part in line.split())
        if cited in known and citing not in known:
            relevant.setdefault(citing, set()).add(cited)
    asked = [
        (paper["id"], fold(paper["title"]))
        for paper in papers
        if paper["id"] in relevant and first <= int(month[paper["id"]][:4]) <= last
    ]
    # Evenly over the years.
    return corpus, asked[:: max(1, len(asked) // 1000)][:1000], relevant


def ndcg(ranked, relevant):
    gain = sum(1 / math.log2(place + 2) for place, key in enumerate(ranked[:10]) if key in relevant)
    return gain / sum(1 / math.log2(place + 2) for place in range(min(10, len(relevant))))


def mean(rankings, queries, relevant):
    return sum(ndcg(rankings.get(query, []), relevant[query]) for query, _ in queries) / len(queries)


def ours(binary, corpus, queries, settings=()):
    """A ranking by set of parameters and query."""
    with tempfile.TemporaryDirectory() as folder:
        table, asked = Path(folder) / "corpus.tsv", Path(folder) / "queries.tsv"
        table.write_text("".join("\t".join(row) + "\n" for row in corpus))
        asked.write_text("".join("\t".join(row) + "\n" for row in queries))
        numbers = [str(number) for setting in settings for number in setting]
        command = [binary, "rank", str(table), str(asked), "10", *numbers]
        output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    rankings = {}
    for line in output.splitlines():
        setting, query, key, _ = line.split("\t")
        rankings.setdefault(int(setting), {}).setdefault(query, []).append(key)
    return rankings


def tantivy_ranking(corpus, queries):
    schema = tantivy.SchemaBuilder()
    schema.add_text_field("id", stored=True, tokenizer_name="raw")
    schema.add_text_field("contents", tokenizer_name="en_stem")
    index = tantivy.Index(schema.build())
    writer = index.writer(num_threads=1)
    for key, title, text in corpus:
        writer.add_document(tantivy.Document(id=key, contents=f"{title} {text}"))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()
    rankings = {}
    for query, text in queries:
        words = "".join(letter if letter.isalnum() else " " for letter in text.lower())
        parsed = index.parse_query(words, ["contents"]) if words.strip() else tantivy.Query.empty_query()
        rankings[query] = [searcher.doc(place)["id"][0] for _, place in searcher.search(parsed, 10, count=False).hits]
    return rankings


def bm25s_ranking(corpus, queries, k1, b):
    stemmer = Stemmer.Stemmer("english")
    tokens = bm25s.tokenize([f"{title} {text}" for _, title, text in corpus], stemmer=stemmer, show_progress=False)
    engine = bm25s.BM25(k1=k1, b=b)
    engine.index(tokens, show_progress=False)
    keys = [key for key, _, _ in corpus]
    asked = bm25s.tokenize([text for _, text in queries], stemmer=stemmer, show_progress=False)
    found, _ = engine.retrieve(asked, k=10, show_progress=False)
    return {query: [keys[place] for place in row] for (query, _), row in zip(queries, found)}


GRID = [(title, k1, b) for title in (1, 1.5, 2, 3) for k1 in (0.6, 0.9, 1.2, 1.5, 2.0) for b in (0.4, 0.5, 0.6, 0.75, 0.9)]


def tune(binary, corpus, queries, relevant):
    rankings = ours(binary, corpus, queries, GRID)
    rows = [(mean(rankings[number + 1], queries, relevant), setting) for number, setting in enumerate(GRID)]
    print("| title weight | k1 | b | nDCG@10 |\n|---|---|---|---|")
    for value, setting in sorted(rows, reverse=True)[:12]:
        print("| " + " | ".join(map(str, setting)) + f" | {value:.4f} |")
    return {setting: value for value, setting in rows}


def report(name, binary, corpus, queries, relevant):
    print(f"\n{name}: {len(corpus)} documents, {len(queries)} queries\n\n| engine | nDCG@10 |\n|---|---|")
    print(f"| this index | {mean(ours(binary, corpus, queries)[0], queries, relevant):.4f} |")
    print(f"| tantivy 0.27 | {mean(tantivy_ranking(corpus, queries), queries, relevant):.4f} |")
    for k1, b in ((1.5, 0.75), (1.2, 0.75), (0.9, 0.4)):
        value = mean(bm25s_ranking(corpus, queries, k1, b), queries, relevant)
        print(f"| bm25s 0.3.16, Snowball, k1 = {k1}, b = {b} | {value:.4f} |")


def main():
    binary, science, physics, *rest = sys.argv[1:]
    corpus, choosing, reporting, relevant = scifact(Path(science))
    if rest == ["tune"]:
        print("\nSciFact, first half of train\n")
        one = tune(binary, corpus, choosing, relevant)
        print("\nHepTh, titles of 2000\n")
        other = tune(binary, *hep_th(Path(physics), 2000, 2000))
        print("\nmean of both\n")
        for setting in sorted(GRID, key=lambda setting: -one[setting] - other[setting])[:12]:
            print(setting, round(one[setting], 4), round(other[setting], 4))
    report("SciFact, second half of train", binary, corpus, reporting, relevant)
    report("HepTh, titles of 2002 and 2003", binary, *hep_th(Path(physics), 2002, 2003))


main()
