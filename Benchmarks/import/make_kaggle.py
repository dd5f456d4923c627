#!/usr/bin/env python3
"""Makes a large file in the form of the arXiv metadata snapshot on Kaggle from real records.

The records of the sources are repeated, unchanged but for their identifier, until the file has the size asked for.
Identifiers are valid new-style ones, each used once: 1501.00001 ... 1501.20000, 1502.00001 and so on. The same
arguments give the same bytes.
"""

import argparse
import gzip
import json
from pathlib import Path

PER_MONTH = 20_000
SAMPLE = Path(__file__).resolve().parents[2] / "Samples/hep-th/papers.jsonl.gz"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("output", type=Path)
    parser.add_argument("--megabytes", type=int, default=500, help="size in units of 1,000,000 bytes (500)")
    parser.add_argument("--records", type=int, help="use only the first N records of each source")
    parser.add_argument(
        "--source", type=Path, action="append", help=f"file in Kaggle form, .gz or plain; repeatable ({SAMPLE.name})"
    )
    arguments = parser.parse_args()

    tails = [tail for path in arguments.source or [SAMPLE] for tail in record_tails(path, arguments.records)]
    target = arguments.megabytes * 1_000_000
    written = count = 0
    with open(arguments.output, "wb", buffering=1 << 20) as file:
        while written < target:
            line = b'{"id":"%s"%s\n' % (identifier(count), tails[count % len(tails)])
            written += file.write(line)
            count += 1
    print(f"{arguments.output}: {count:,} records, {written:,} bytes, from {len(tails):,} real records")


def record_tails(path, limit):
    """Every record without its identifier: the bytes that follow `{"id":"..."`."""
    opened = gzip.open(path, "rb") if path.suffix == ".gz" else open(path, "rb")
    with opened as file:
        for number, line in enumerate(file):
            if limit is not None and number >= limit:
                return
            record = json.loads(line)
            del record["id"]
            yield b"," + json.dumps(record, separators=(",", ":")).encode("ascii")[1:]


def identifier(index):
    month, number = divmod(index, PER_MONTH)
    year, month = divmod(month, 12)
    if year >= 85:
        raise SystemExit("more records than there are identifiers")
    return b"%02d%02d.%05d" % (15 + year, month + 1, number + 1)


if __name__ == "__main__":
    main()
