"""Writes graphs.json: what networkx and igraph say about some graphs.

Run with networkx 3.6, igraph 1.0 and numpy. The first argument, if given, is a file of lines `citing<TAB>cited` of arXiv
identifiers (the cit-HepTh graph of SNAP); a part of it around hep-th/9711200 becomes the real graph. Without it the real
graph is taken from the graphs.json that is there.
"""
import gzip
import json
import random
import sys
from pathlib import Path

import igraph
import networkx as nx
import numpy as np


def real(path):
    """The 300 works that are cited most among those that 9711200 cites or that cite it, oldest first."""
    graph = nx.DiGraph()
    with gzip.open(path, "rt") as lines:
        for line in lines:
            citing, cited = (part.zfill(7) for part in line.split())
            if citing != cited:
                graph.add_edge(citing, cited)
    near = {"9711200", *graph.successors("9711200"), *graph.predecessors("9711200")}
    chosen = sorted(near, key=lambda node: (-graph.in_degree(node), node))[:300]
    year = lambda node: (1900 if int(node[:2]) > 50 else 2000) + int(node[:2])
    order = {node: index for index, node in enumerate(sorted(chosen, key=lambda node: (year(node), node)))}
    return len(order), sorted((order[a], order[b]) for a, b in graph.edges if a in order and b in order)


def random_graph(count, edges, seed):
    numbers = random.Random(seed)
    pairs = {(numbers.randrange(count), numbers.randrange(count)) for _ in range(edges)}
    return count, sorted(pair for pair in pairs if pair[0] != pair[1])


def describe(count, edges):
    directed = nx.DiGraph()
    directed.add_nodes_from(range(count))
    directed.add_edges_from(edges)
    undirected = nx.Graph(directed)
    both = nx.MultiDiGraph()
    both.add_nodes_from(range(count))
    both.add_edges_from(edges)
    both.add_edges_from((b, a) for a, b in edges)
    seeds = {0: 1.0, count // 2: 2.0, count - 1: 1.0}
    hubs, authorities = nx.hits(directed, max_iter=10000, tol=1e-13)
    numbers = random.Random(5)
    pairs = [(numbers.randrange(count), numbers.randrange(count)) for _ in range(60)]
    pairs = [pair for pair in pairs if pair[0] != pair[1]]
    adjacency = nx.to_numpy_array(undirected, nodelist=range(count))
    start = np.zeros(count)
    for node, weight in seeds.items():
        start[node] = weight
    katz, walks = np.zeros(count), start
    for _ in range(3):
        walks = 0.05 * adjacency @ walks
        katz += walks
    listed = lambda values: [float(values[node]) for node in range(count)]
    paths = []
    for a, b in pairs[:20]:
        for name, graph in (("both", undirected), ("references", directed)):
            try:
                found = sorted(nx.all_shortest_paths(graph, a, b))
            except nx.NetworkXNoPath:
                found = []
            paths.append({"from": a, "to": b, "direction": name, "count": len(found), "first": found[:3]})
    whole = igraph.Graph(n=count, edges=list(undirected.edges))
    random.seed(1)
    leiden = max(
        whole.community_leiden(objective_function="modularity", n_iterations=-1).modularity for _ in range(10)
    )
    strong = list(nx.strongly_connected_components(directed))
    return {
        "nodes": count,
        "edges": [list(edge) for edge in edges],
        "seeds": [[node, weight] for node, weight in seeds.items()],
        "pagerank": listed(nx.pagerank(directed, tol=1e-15, max_iter=10000)),
        "personalised": listed(
            nx.pagerank(both, alpha=0.85, personalization=seeds, tol=1e-15, max_iter=10000)
        ),
        "personalised_references": listed(
            nx.pagerank(directed, alpha=0.85, personalization=seeds, tol=1e-15, max_iter=10000)
        ),
        "hubs": listed(hubs),
        "authorities": listed(authorities),
        "katz": katz.tolist(),
        "coreness": [nx.core_number(undirected)[node] for node in range(count)],
        "weak": sorted(sorted(part) for part in nx.weakly_connected_components(directed)),
        "strong": sorted(sorted(part) for part in strong),
        "betweenness": listed(nx.betweenness_centrality(undirected, normalized=False)),
        "constraint": [None if not undirected[n] else c for n, c in sorted(nx.constraint(undirected).items())],
        "effective_size": [
            None if not undirected[n] else c for n, c in sorted(nx.effective_size(undirected).items())
        ],
        "bridges": sorted(sorted(edge) for edge in nx.bridges(undirected)),
        "pairs": [list(pair) for pair in pairs],
        "adamic_adar": [score for _, _, score in nx.adamic_adar_index(undirected, pairs)],
        "resource_allocation": [score for _, _, score in nx.resource_allocation_index(undirected, pairs)],
        "jaccard": [score for _, _, score in nx.jaccard_coefficient(undirected, pairs)],
        "distances": [nx.single_source_shortest_path_length(undirected, 0).get(n, -1) for n in range(count)],
        "distances_references": [
            nx.single_source_shortest_path_length(directed, count - 1).get(n, -1) for n in range(count)
        ],
        "paths": paths,
        "cocitation": whole_pairs(count, edges, pairs, "cocitation"),
        "bibcoupling": whole_pairs(count, edges, pairs, "bibcoupling"),
        "leiden_modularity": leiden,
    }


def whole_pairs(count, edges, pairs, name):
    """igraph counts how often two works are cited together, or cite the same."""
    matrix = getattr(igraph.Graph(n=count, edges=edges, directed=True), name)()
    return [int(matrix[a][b]) for a, b in pairs]


def main():
    target = Path(__file__).parent / "graphs.json"
    if len(sys.argv) > 1:
        part = real(sys.argv[1])
    else:
        known = json.loads(target.read_text())["hep-th"]
        part = known["nodes"], [tuple(edge) for edge in known["edges"]]
    graphs = {
        "hep-th": part,
        "sparse": random_graph(60, 75, 1),
        "dense": random_graph(50, 500, 2),
    }
    rounded = json.loads(json.dumps({name: describe(*graph) for name, graph in graphs.items()}), parse_float=lambda t: float("%.13g" % float(t)))
    target.write_text(json.dumps(rounded, separators=(",", ":")) + "\n")


main()
