"""Writes english-stems.tsv: every word of the given papers with the stem that Snowball gives it.

usage: make-english-stems.py PAPERS.jsonl > english-stems.tsv

PAPERS.jsonl has one object per line with "title" and "abstract". Needs PyStemmer 3.1.0.
"""

import json
import re
import sys

import Stemmer

words = set()
with open(sys.argv[1], encoding="utf-8") as papers:
    for line in papers:
        paper = json.loads(line)
        text = (paper["title"] or "") + " " + (paper["abstract"] or "")
        words.update(re.findall(r"[a-z]+(?:'[a-z]+)*", text.lower()))

stemmer = Stemmer.Stemmer("english")
for word in sorted(words):
    print(word, stemmer.stemWord(word), sep="\t")
