#!/usr/bin/env python3
"""Reads a file in Kaggle form, as Python programs do, and says how many records it held.

Readers: `json` and `orjson` give dictionaries; `validated` is orjson and a pydantic model of the record.
"""

import argparse
import json
import sys
import time


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("reader", choices=["json", "orjson", "validated"])
    parser.add_argument("file")
    arguments = parser.parse_args()
    decode = decoder(arguments.reader)

    refused = count = size = 0
    start = time.perf_counter()
    with open(arguments.file, "rb", buffering=1 << 20) as file:
        for line in file:
            size += len(line)
            try:
                decode(line)
            except ValueError:
                refused += 1
            count += 1
    seconds = time.perf_counter() - start
    json.dump({"records": count, "refused": refused, "bytes": size, "seconds": seconds}, sys.stdout)
    print()


def decoder(name):
    if name == "json":
        return json.loads
    import orjson

    if name == "orjson":
        return orjson.loads
    from paper_metadata import PaperMetadata

    loads, validate = orjson.loads, PaperMetadata.model_validate
    return lambda line: validate(loads(line))


if __name__ == "__main__":
    main()
