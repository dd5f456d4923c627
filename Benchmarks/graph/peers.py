"""Times igraph and scipy on a graph given as pairs of little-endian Int32; prints one JSON object.

peers.py FILE NODES KERNEL
"""

import json
import random
import sys
import time

import igraph
import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import breadth_first_order

PATH, NODES, KERNEL = sys.argv[1], int(sys.argv[2]), sys.argv[3]
EDGES = np.fromfile(PATH, dtype="<i4").reshape(-1, 2)


def spread(count):
    return [index * (NODES // count) for index in range(count)]


def directed():
    return igraph.Graph(n=NODES, edges=EDGES, directed=True)


def undirected():
    return igraph.Graph(n=NODES, edges=EDGES, directed=False).simplify()


def timed(rounds, body, divisor=1):
    best = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        value = body()
        best = min(best, time.perf_counter() - start)
    return {"seconds": best / divisor, "value": value}


def main():
    small = NODES < 100_000
    rounds = 7 if small else 2
    if KERNEL == "pagerank":
        graph = directed()
        return timed(rounds, lambda: max(graph.pagerank(damping=0.85)))
    if KERNEL == "bfs":
        graph, sources = directed(), spread(10)
        return timed(
            rounds if small else 1,
            lambda: sum(x for s in sources for x in graph.distances(source=[s], mode="all")[0] if x < NODES),
            10,
        )
    if KERNEL == "bfs-order":
        graph, sources = directed(), spread(10)
        return timed(rounds if small else 1, lambda: sum(len(graph.bfs(s, mode="all")[0]) for s in sources), 10)
    if KERNEL == "bfs-scipy":
        both = np.concatenate([EDGES, EDGES[:, ::-1]])
        matrix = csr_matrix((np.ones(len(both), dtype=np.int8), (both[:, 0], both[:, 1])), shape=(NODES, NODES))
        sources = spread(10)
        return timed(
            rounds,
            lambda: sum(
                len(breadth_first_order(matrix, s, directed=True, return_predecessors=False)) for s in sources
            ),
            10,
        )
    if KERNEL == "leiden":
        graph = undirected()
        random.seed(42)
        return timed(
            3 if small else 1,
            lambda: graph.community_leiden(objective_function="modularity", n_iterations=2).modularity,
        )
    if KERNEL == "betweenness":
        graph = undirected()
        sources = spread(64 if small else 16)
        return timed(
            3 if small else 1,
            # Each ordered pair with a source counts half in an undirected graph.
            lambda: 2 * max(graph.betweenness(sources=sources, targets=None, directed=False)),
            len(sources),
        )
    if KERNEL == "components":
        graph = directed()
        return timed(rounds, lambda: len(graph.connected_components(mode="weak")))
    if KERNEL == "coreness":
        graph = undirected()
        return timed(rounds, lambda: max(graph.coreness()))
    raise SystemExit(f"unknown kernel {KERNEL}")


print(json.dumps(main()))
