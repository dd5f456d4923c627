"""tantivy over a table of documents, one thread: builds an index with positions, or measures queries. Prints JSON.

usage: peer_tantivy.py build CORPUS.tsv DIR
       peer_tantivy.py time DIR QUERIES.txt LIMIT any|counted|all
"""

import json
import os
import resource
import sys
import time

import tantivy


def build(corpus, folder):
    os.makedirs(folder, exist_ok=True)
    start = time.perf_counter()
    schema = tantivy.SchemaBuilder()
    schema.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    schema.add_text_field("contents", stored=False, tokenizer_name="en_stem", index_option="position")
    index = tantivy.Index(schema.build(), path=folder)
    writer = index.writer(heap_size=384 << 20, num_threads=1)
    documents = 0
    with open(corpus, encoding="utf-8") as file:
        for line in file:
            key, title, text = line.rstrip("\n").split("\t")
            document = tantivy.Document()
            document.add_text("id", key)
            document.add_text("contents", f"{title} {text}")
            writer.add_document(document)
            documents += 1
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    seconds = time.perf_counter() - start
    size = sum(os.path.getsize(os.path.join(folder, name)) for name in os.listdir(folder))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    segments = index.searcher().num_segments
    print(json.dumps(dict(documents=documents, seconds=seconds, bytes=size, peak_kb=peak, segments=segments)))


def measure(folder, queries, limit, mode):
    index = tantivy.Index.open(folder)
    searcher = index.searcher()
    times = []
    occur = tantivy.Occur.Must if mode == "all" else tantivy.Occur.Should
    with open(queries, encoding="utf-8") as file:
        lines = [line.split() for line in file]
    for round_number in range(4):
        for words in lines:
            start = time.perf_counter()
            query = parsed(index, words[:3] if mode == "all" else words, occur)
            found = searcher.search(query, int(limit), count=mode == "counted")
            elapsed = (time.perf_counter() - start) * 1000
            if round_number > 0 and found.hits:
                times.append(elapsed)
    times.sort()
    percentile = lambda share: times[min(len(times) - 1, int(share * len(times)))]
    print(
        json.dumps(
            dict(
                p50=percentile(0.5),
                p95=percentile(0.95),
                p99=percentile(0.99),
                max=times[-1],
                mean=sum(times) / len(times),
            )
        )
    )


def parsed(index, words, occur):
    joined = (" AND " if occur == tantivy.Occur.Must else " ").join(word.lower() for word in words)
    return index.parse_query(joined, ["contents"])


if sys.argv[1] == "build":
    build(sys.argv[2], sys.argv[3])
else:
    measure(*sys.argv[2:])
