#!/usr/bin/env python3
"""Makes a large file in the form of the arXiv metadata snapshot on Kaggle from real records.

The records of the sources are repeated, unchanged but for their identifiers, until the file has the size asked for.
Identifiers are valid new-style ones, each used once: 1501.00001 ... 1501.20000, 1502.00001 and so on. The same
arguments give the same bytes. DOIs get a suffix from the second round on, for each names one paper only.
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
            turn, index = divmod(count, len(tails))
            before, after = tails[index]
            suffix = b".%d" % turn if turn and after else b""
            line = b'{"id":"%s"%s%s%s\n' % (identifier(count), before, suffix, after)
            written += file.write(line)
            count += 1
    print(f"{arguments.output}: {count:,} records, {written:,} bytes, from {len(tails):,} real records")


def record_tails(path, limit):
    """Every record without its identifier: the bytes that follow `{"id":"..."`, cut behind the DOI (the first of several)
    where there is one."""
    opened = gzip.open(path, "rb") if path.suffix == ".gz" else open(path, "rb")
    with opened as file:
        for number, line in enumerate(file):
            if limit is not None and number >= limit:
                return
            record = json.loads(line)
            del record["id"]
            doi = (record.get("doi") or "").split(" ")[0]
            tail = b"," + json.dumps(record, separators=(",", ":")).encode("ascii")[1:]
            mark = b'"doi":' + json.dumps(doi).encode("ascii")[:-1]
            head, found, rest = tail.partition(mark) if doi else (tail, b"", b"")
            yield head + found, rest


def identifier(index):
    month, number = divmod(index, PER_MONTH)
    year, month = divmod(month, 12)
    if year >= 85:
        raise SystemExit("more records than there are identifiers")
    return b"%02d%02d.%05d" % (15 + year, month + 1, number + 1)


if __name__ == "__main__":
    main()
