"""The peers of batch-benchmark in Python.

    peers.py straggler          200 items in batches of 20, ten at once, with a barrier after each batch
    peers.py overhead COUNT     items that do nothing, in batches of 1,000
"""

import asyncio
import json
import sys
import time


async def batches(times, size, width):
    """Gathers one batch after the other, at most `width` of its items at once: the usual way to do it."""
    gate = asyncio.Semaphore(width)

    async def item(seconds):
        async with gate:
            if seconds:
                await asyncio.sleep(seconds)

    start = time.perf_counter()
    for first in range(0, len(times), size):
        await asyncio.gather(*(item(seconds) for seconds in times[first : first + size]))
    return time.perf_counter() - start


def nothing():
    """The job of the queue."""


if __name__ == "__main__":
    if sys.argv[1] == "straggler":
        spent = asyncio.run(batches([1.0 if index % 20 == 0 else 0.01 for index in range(200)], 20, 10))
        print(json.dumps({"seconds": spent}))
    else:
        count = int(sys.argv[2])
        spent = asyncio.run(batches([0] * count, 1000, 10))
        print(json.dumps({"microseconds": spent / count * 1e6}))
