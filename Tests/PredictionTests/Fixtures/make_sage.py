"""Makes sage.json: GraphSAGE of two layers with two relations, in double precision, from numpy alone.

The layer is the one of PyTorch Geometric's SAGEConv(aggr="mean"), one per relation, with the root weight shared:
out_i = W_root x_i + W_ref mean(x_j, j cited by i) + W_cit mean(x_j, j cites i) + b, a mean over nothing being 0.
Derivatives come from complex steps (Squire and Trapp, 1998), exact to rounding, so nothing of the tested backward pass is used.

    python3 make_sage.py > sage.json
"""
import json

import numpy as np

rng = np.random.default_rng(7)
n, di, dh, do, e, p, k = 40, 6, 8, 5, 130, 12, 9
edges = sorted({(int(a), int(b)) for a, b in rng.integers(0, n - 3, (e, 2)) if a != b})  # the last three stay isolated
refs = np.zeros((n, n))
for a, b in edges:
    refs[a, b] = 1
cits = refs.T.copy()


def mean(m):
    return m / np.maximum(m.sum(1, keepdims=True), 1)


mr, mc = mean(refs), mean(cits)
x = rng.normal(size=(n, di))
shapes = [(di, dh)] * 3 + [(dh,)] + [(dh, do)] * 3 + [(do,), (do, do)]
w = [rng.normal(size=s) * 0.4 for s in shapes]
citing, cited = rng.integers(0, n, p), rng.integers(0, n, p)
others = rng.integers(0, n, k)
corrections = rng.normal(size=k) * 0.3


def loss(w):
    h = x @ w[0] + mr @ x @ w[1] + mc @ x @ w[2] + w[3]
    h = np.where(h.real > 0, h, 0)
    z = h @ w[4] + mr @ h @ w[5] + mc @ h @ w[6] + w[7]
    q = z[citing] @ w[8]
    own = (q * z[cited]).sum(1)
    rival = q @ z[others].T - corrections
    # A rival that is the cited paper itself does not count.
    mask = others[None, :] != cited[:, None]
    total = np.exp(own) + (np.exp(rival) * mask).sum(1)
    return (np.log(total) - own).mean(), z


value, z = loss(w)
grads = []
for i, a in enumerate(w):
    g = np.zeros(a.size)
    for j in range(a.size):
        c = [b.astype(complex) for b in w]
        c[i].reshape(-1)[j] += 1e-30j
        g[j] = loss(c)[0].imag / 1e-30
    grads.append(g)
flat = lambda a: [float(v) for v in np.asarray(a).reshape(-1)]
json.dump(
    {
        "nodes": n, "input": di, "hidden": dh, "output": do, "edges": edges, "x": flat(x),
        "weights": [flat(a) for a in w], "citing": citing.tolist(), "cited": cited.tolist(), "others": others.tolist(),
        "corrections": flat(corrections), "z": flat(z), "loss": float(value), "gradients": [flat(g) for g in grads],
    },
    __import__("sys").stdout,
)
