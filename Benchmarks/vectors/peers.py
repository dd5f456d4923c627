"""Makes the benchmark's vectors and queries, and measures the peers on them: one thread each, the same queries.

    peers.py data VECTORS.npy FOLDER ROWS     writes FOLDER/vectors.f32, queries.f32, truth.i32
    peers.py flat|hnsw FOLDER                 prints rows of a Markdown table

More rows than VECTORS has are made by mixing pairs of its rows with noise. Queries are rows with noise of 0.02 a component.
"""
import os
import sys
import time

import numpy as np

DIMENSION, LIMIT = 384, 10


def unit(rows):
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def write_data(source, folder, count):
    import faiss

    random = np.random.default_rng(7)
    real = unit(np.load(source))
    if count > len(real):
        more = count - len(real)
        pairs = random.integers(0, len(real), (more, 2))
        share = random.uniform(0.3, 0.7, (more, 1)).astype(np.float32)
        mixed = share * real[pairs[:, 0]] + (1 - share) * real[pairs[:, 1]]
        mixed += random.normal(0, 0.01, mixed.shape).astype(np.float32)
        rows = np.concatenate([real, unit(mixed)])
    else:
        rows = real[:count]
    chosen = random.choice(len(rows), 1000, replace=False)
    queries = unit(rows[chosen] + random.normal(0, 0.02, (1000, DIMENSION)).astype(np.float32))
    index = faiss.IndexFlatIP(DIMENSION)
    index.add(rows)
    truth = index.search(queries, LIMIT)[1]
    os.makedirs(folder, exist_ok=True)
    rows.tofile(f"{folder}/vectors.f32")
    queries.tofile(f"{folder}/queries.f32")
    truth.astype(np.int32).tofile(f"{folder}/truth.i32")


def read_data(folder):
    rows = np.fromfile(f"{folder}/vectors.f32", np.float32).reshape(-1, DIMENSION)
    queries = np.fromfile(f"{folder}/queries.f32", np.float32).reshape(-1, DIMENSION)
    truth = np.fromfile(f"{folder}/truth.i32", np.int32).reshape(-1, LIMIT)
    return rows, queries, truth


def measure(name, build, setting, queries, truth, search):
    best, times, found = float("inf"), [], 0
    for _ in range(3):
        times, found = [], 0
        for query, wanted in zip(queries, truth):
            start = time.perf_counter()
            labels = search(query[None])
            times.append(time.perf_counter() - start)
            found += len(set(labels.tolist()) & set(wanted.tolist()))
        best = min(best, sum(times))
    times = sorted(times)
    recall = found / truth.size
    p50, p95 = times[len(times) // 2] * 1e3, times[len(times) * 95 // 100] * 1e3
    print(f"| {name} | {build:.1f} | {setting} | {recall:.4f} | {len(queries) / best:.0f} | {p50:.3f} | {p95:.3f} |", flush=True)


def flat(folder):
    import faiss

    faiss.omp_set_num_threads(1)
    rows, queries, truth = read_data(folder)
    index = faiss.IndexFlatIP(DIMENSION)
    index.add(rows)
    measure(f"faiss {faiss.__version__} Flat", 0, "f32", queries, truth, lambda q: index.search(q, LIMIT)[1][0])


def hnsw(folder):
    import hnswlib

    rows, queries, truth = read_data(folder)
    index = hnswlib.Index(space="ip", dim=DIMENSION)
    index.init_index(max_elements=len(rows), ef_construction=200, M=16, random_seed=100)
    index.set_num_threads(1)
    start = time.perf_counter()
    index.add_items(rows, num_threads=1)
    build = time.perf_counter() - start
    for breadth in (16, 32, 48, 64, 96):
        index.set_ef(breadth)
        measure(
            "hnswlib 0.8.0 M16 efC200", build, f"ef {breadth}", queries, truth,
            lambda q: index.knn_query(q, k=LIMIT, num_threads=1)[0][0],
        )


if __name__ == "__main__":
    if sys.argv[1] == "data":
        write_data(sys.argv[2], sys.argv[3], int(sys.argv[4]))
    else:
        {"flat": flat, "hnsw": hnsw}[sys.argv[1]](sys.argv[2])
