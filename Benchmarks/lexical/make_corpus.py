"""Makes a corpus of real arXiv titles and abstracts, and of abstracts mixed from their sentences until there are enough.

usage: make_corpus.py OUT.tsv QUERIES.txt COUNT RECORDS_DIR HEP_TH.jsonl.xz

OUT has a line for each document: identifier, title, abstract, separated by tabs. A mixed document has the title of one
real paper and as many sentences as another, each of a random paper. QUERIES has 200 titles of real papers without
function words. The same sources give the same bytes.
"""

import csv
import io
import json
import lzma
import random
import re
import sys
import zipfile
from pathlib import Path

STOP = set(
    "a an and are as at be by for from in into is it its of on or that the their these this to via with".split()
)


def fold(text):
    return " ".join(text.split())


def tables(folder):
    for path in sorted(folder.glob("per_category/*.tsv.xz")):
        with lzma.open(path, "rt", encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file, delimiter="\t")
    for path in sorted(folder.glob("per_year/*.tsv.zip")):
        with zipfile.ZipFile(path) as archive:
            for name in sorted(archive.namelist()):
                if name.endswith(".tsv") and not name.startswith("__"):
                    text = io.TextIOWrapper(archive.open(name), encoding="utf-8", newline="")
                    yield from csv.DictReader(text, delimiter="\t")
    with lzma.open(folder / "quant-ph-crosslisted.jsonl.xz", "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def real_papers(records, hep_th):
    seen = set()
    with lzma.open(hep_th, "rt", encoding="utf-8") as file:
        for line in file:
            paper = json.loads(line)
            if paper["paper"] not in seen and paper["abstract"]:
                seen.add(paper["paper"])
                yield paper["paper"], fold(paper["title"]), fold(paper["abstract"])
    for row in tables(Path(records)):
        key = row.get("arxiv_id") or row.get("id")
        if key and key not in seen and row.get("abstract") and row.get("title"):
            seen.add(key)
            yield key, fold(row["title"]), fold(row["abstract"])


def main():
    out, queries, count, records, hep_th = sys.argv[1:]
    csv.field_size_limit(1 << 26)
    papers = list(real_papers(records, hep_th))[: int(count)]
    numbers = random.Random(20260101)
    chosen = numbers.sample(papers, 200)
    with open(queries, "w", encoding="utf-8") as file:
        for _, title, _ in chosen:
            words = [word for word in re.findall(r"\w+", title) if word.lower() not in STOP]
            file.write(" ".join(words) + "\n")
    sentences = [re.split(r"(?<=[.!?]) ", abstract) for _, _, abstract in papers]
    pool = [sentence for group in sentences for sentence in group]
    with open(out, "w", encoding="utf-8") as file:
        for paper in papers:
            file.write("\t".join(paper) + "\n")
        for number in range(int(count) - len(papers)):
            title = papers[numbers.randrange(len(papers))][1]
            length = len(sentences[numbers.randrange(len(papers))])
            text = " ".join(pool[numbers.randrange(len(pool))] for _ in range(length))
            file.write(f"mixed/{number:07d}\t{title}\t{text}\n")
    print(f"{len(papers)} real papers, {int(count)} documents", file=sys.stderr)


main()
