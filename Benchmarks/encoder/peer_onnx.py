"""Embeds texts with onnxruntime: tokenizing, sorted by length, batches of 32, mean pooling, vectors of length 1."""
import argparse
import json
import sys
import time
from pathlib import Path

import numpy as np
import onnxruntime as ort
from tokenizers import Tokenizer


class Peer:
    def __init__(self, graph, folder, threads):
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        self.session = ort.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
        self.tokenizer = Tokenizer.from_file(str(Path(folder) / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(256)

    def embed(self, texts, batch=32):
        encoded = [e.ids for e in self.tokenizer.encode_batch(texts)]
        order = sorted(range(len(texts)), key=lambda i: -len(encoded[i]))
        out = np.zeros((len(texts), 384), np.float32)
        for start in range(0, len(order), batch):
            members = order[start : start + batch]
            length = max(len(encoded[i]) for i in members)
            ids = np.zeros((len(members), length), np.int32)
            mask = np.zeros_like(ids)
            for row, i in enumerate(members):
                ids[row, : len(encoded[i])] = encoded[i]
                mask[row, : len(encoded[i])] = 1
            hidden = self.session.run(None, {"input_ids": ids, "segment_ids": np.zeros_like(ids), "mask": mask})[0]
            pooled = (hidden * mask[:, :, None]).sum(1) / mask.sum(1, keepdims=True)
            out[members] = pooled / np.linalg.norm(pooled, axis=1, keepdims=True)
        return out


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("graph")
    parser.add_argument("folder")
    parser.add_argument("texts", help="JSON array of texts, or lines of JSON strings")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--single", action="store_true", help="one text at a time: the time of each")
    parser.add_argument("--out", help="raw f32 rows")
    arguments = parser.parse_args()
    texts = [json.loads(line) for line in open(arguments.texts)]
    peer = Peer(arguments.graph, arguments.folder, arguments.threads)
    peer.embed(texts[:8])
    if arguments.single:
        times = []
        for text in texts:
            start = time.perf_counter()
            peer.embed([text])
            times.append((time.perf_counter() - start) * 1000)
        times.sort()
        print(json.dumps({"p50_ms": times[len(times) // 2], "p95_ms": times[len(times) * 95 // 100]}))
        return
    start = time.perf_counter()
    vectors = peer.embed(texts)
    seconds = time.perf_counter() - start
    print(json.dumps({"texts": len(texts), "seconds": seconds, "per_second": len(texts) / seconds}))
    if arguments.out:
        vectors.tofile(arguments.out)


if __name__ == "__main__":
    sys.exit(main())
