"""The peer of cache-benchmark in Python: a dictionary behind a lock.

    peers.py hits                 nanoseconds of a hit, one thread
    peers.py throughput THREADS   millions of hits a second
"""

import json
import sys
import threading
import time

COUNT = 10_000
QUESTIONS = 1 << 18
GROUP = 64

papers = [f"hep-th/{9_700_000 + number}" for number in range(COUNT)]
table = {("cites", paper, 20, True): [1] * 10 for paper in papers}
keys = list(table)
lock = threading.Lock()


def order():
    state = 1
    places = []
    for _ in range(QUESTIONS):
        state = (state * 6_364_136_223_846_793_005 + 1_442_695_040_888_963_407) % (1 << 64)
        places.append(int((state >> 48) / 65536 * (((state >> 16) & 0xFFFF) / 65536) * COUNT))
    return places


def ask(places):
    found = 0
    for place in places:
        with lock:
            found += len(table[keys[place]])
    return found


def ask_with_key(places):
    found = 0
    for place in places:
        with lock:
            found += len(table[("cites", papers[place], 20, True)])
    return found


def median(what, places):
    times = []
    for start in range(0, len(places), GROUP):
        group = places[start : start + GROUP]
        begin = time.perf_counter_ns()
        what(group)
        times.append((time.perf_counter_ns() - begin) / len(group))
    return sorted(times)[len(times) // 2]


def throughput(what, places, threads):
    workers = [threading.Thread(target=what, args=(places,)) for _ in range(threads)]
    begin = time.perf_counter()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return threads * len(places) / (time.perf_counter() - begin) / 1e6


if __name__ == "__main__":
    places = order()
    if sys.argv[1] == "hits":
        print(json.dumps({"cached": median(ask, places), "key_cached": median(ask_with_key, places)}))
    else:
        threads = int(sys.argv[2])
        print(
            json.dumps(
                {
                    "cached": throughput(ask, places * 4, threads),
                    "key_cached": throughput(ask_with_key, places * 4, threads),
                }
            )
        )
