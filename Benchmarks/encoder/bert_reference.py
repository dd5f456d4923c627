"""The forward pass of a BERT sentence encoder in double precision: what others are compared with."""
import json
import math
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file


def erf(x):
    return np.vectorize(math.erf, otypes=[float])(x)


def gelu(x):
    # erf through a table would be faster; exactness matters more here.
    return x * 0.5 * (1 + erf(x / math.sqrt(2)))


class Reference:
    def __init__(self, folder):
        folder = Path(folder)
        self.config = json.loads((folder / "config.json").read_text())
        self.w = {k: v.astype(np.float64) for k, v in load_file(folder / "model.safetensors").items() if v.dtype != np.int64}

    def norm(self, x, name):
        mean = x.mean(-1, keepdims=True)
        var = ((x - mean) ** 2).mean(-1, keepdims=True)
        return (x - mean) / np.sqrt(var + self.config["layer_norm_eps"]) * self.w[name + ".weight"] + self.w[name + ".bias"]

    def linear(self, x, name):
        return x @ self.w[name + ".weight"].T + self.w[name + ".bias"]

    def hidden(self, ids):
        w, heads = self.w, self.config["num_attention_heads"]
        x = w["embeddings.word_embeddings.weight"][ids] + w["embeddings.position_embeddings.weight"][: len(ids)]
        x = self.norm(x + w["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
        n, size = x.shape
        for layer in range(self.config["num_hidden_layers"]):
            p = f"encoder.layer.{layer}."
            q, k, v = (
                self.linear(x, p + "attention.self." + part).reshape(n, heads, size // heads).transpose(1, 0, 2)
                for part in ("query", "key", "value")
            )
            s = q @ k.transpose(0, 2, 1) / math.sqrt(size // heads)
            s = np.exp(s - s.max(-1, keepdims=True))
            s /= s.sum(-1, keepdims=True)
            a = (s @ v).transpose(1, 0, 2).reshape(n, size)
            x = self.norm(x + self.linear(a, p + "attention.output.dense"), p + "attention.output.LayerNorm")
            y = self.linear(gelu(self.linear(x, p + "intermediate.dense")), p + "output.dense")
            x = self.norm(x + y, p + "output.LayerNorm")
        return x

    def mean(self, ids):
        v = self.hidden(ids).mean(0)
        return v / np.linalg.norm(v)
