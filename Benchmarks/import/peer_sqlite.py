#!/usr/bin/env python3
"""Imports a file in Kaggle form into SQLite as a good Python program would: orjson, executemany, large transactions.

The tables are this project's own, read from its source, so that both sides write the same rows. The peer has the easier
task: it fills an empty file, trusts its input, and neither merges records nor can be repeated or resumed.
"""

import argparse
import json
import os
import re
import sqlite3
import sys
import time
import unicodedata
from array import array
from datetime import date
from itertools import islice
from pathlib import Path

import orjson

SCHEMA = Path(__file__).resolve().parents[2] / "Sources/SQLiteLibrary/Schema.swift"
BATCH = 5_000
TRANSACTION = 50_000
SOURCE = 1
MONTHS = {name: n for n, name in enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), 1)}
EPOCH = date(1970, 1, 1).toordinal()

TEXT_INDEX = "CREATE VIRTUAL TABLE peer_text USING fts5(title, abstract, authors, content='', tokenize='porter unicode61')"
INSERTS = {
    "paper": "INSERT INTO paper(id, key, work, flags, year, date, authors) VALUES (?, ?, ?, 1, ?, ?, ?)",
    "record": "INSERT INTO record(id, flags, submitted, updated, year, categories, title, authors_text, authors, abstract,"
    " comments, journal_reference, report_number, doi, license, submitter, versions)"
    " VALUES (?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    "author": "INSERT INTO author(id, key) VALUES (?, ?)",
    "category": "INSERT INTO category(id, code) VALUES (?, ?)",
    "paper_category": "INSERT INTO paper_category(category, paper, position) VALUES (?, ?, ?)",
    "peer_text": "INSERT INTO peer_text(rowid, title, abstract, authors) VALUES (?, ?, ?, ?)",
}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("database", type=Path, help="must not exist")
    parser.add_argument("--text-index", action="store_true", help="also fill an FTS5 index over title, abstract, authors")
    parser.add_argument("--schema", type=Path, default=SCHEMA, help="SQL, or Swift source that holds it (Schema.swift)")
    arguments = parser.parse_args()
    if arguments.database.exists():
        parser.error(f"{arguments.database} exists")

    start = time.perf_counter()
    connection = open_database(arguments.database, schema(arguments.schema), arguments.text_index)
    count = import_file(connection, arguments.file, arguments.text_index)
    connection.close()
    seconds = time.perf_counter() - start
    size = os.path.getsize(arguments.file)
    json.dump({"records": count, "bytes": size, "seconds": seconds}, sys.stdout)
    print()


def schema(path):
    """The SQL in the file; of Swift source the first multi-line string that makes tables."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".swift":
        return text
    blocks = [block for block in re.findall(r'"""\n(.*?)"""', text, re.S) if "CREATE TABLE" in block]
    if not blocks:
        raise SystemExit(f"{path} holds no CREATE TABLE")
    return blocks[0]


def open_database(path, sql, text_index):
    connection = sqlite3.connect(path, isolation_level=None, cached_statements=64)
    connection.execute("PRAGMA page_size = 16384")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA cache_size = -65536")
    connection.executescript(sql)
    if text_index:
        connection.execute(TEXT_INDEX)
    return connection


def import_file(connection, path, text_index):
    rows = Rows(text_index)
    count = 0
    with open(path, "rb", buffering=1 << 20) as file:
        while lines := list(islice(file, BATCH)):
            if count % TRANSACTION == 0:
                connection.execute("BEGIN")
            for line in lines:
                rows.add(orjson.loads(line))
            for table, values in rows.tables.items():
                if values:
                    connection.executemany(INSERTS[table], values)
                    values.clear()
            count += len(lines)
            if count % TRANSACTION == 0:
                connection.execute("COMMIT")
    if connection.in_transaction:
        connection.execute("COMMIT")
    return count


class Rows:
    """Collects the rows of a batch; keeps the numbers of authors and categories in dictionaries."""

    def __init__(self, text_index):
        names = [name for name in INSERTS if text_index or name != "peer_text"]
        self.tables = {name: [] for name in names}
        self.text_index = text_index
        self.paper = 0
        self.author_ids, self.author_of_name, self.category_ids, self.days = {}, {}, {}, {}

    def add(self, entry):
        tables = self.tables
        self.paper += 1
        paper = self.paper
        record = paper * 32 + SOURCE
        versions = [(v["version"], self.seconds(v["created"])) for v in entry["versions"]]
        submitted, updated = versions[0][1], versions[-1][1]
        year = int(entry["versions"][0]["created"].split(" ", 4)[3])
        title, abstract = entry["title"], entry["abstract"].strip()
        parsed = entry["authors_parsed"]
        authors = array("I", [self.author(name[0], name[1]) for name in parsed]).tobytes()
        tables["paper"].append((paper, entry["id"], paper, year, submitted, authors))
        tables["record"].append(
            (
                record, submitted, updated, year, entry["categories"], title, entry["authors"],
                "\n".join(["\t".join(name) for name in parsed]), abstract, entry["comments"], entry["journal-ref"],
                entry["report-no"], entry["doi"], entry["license"], entry["submitter"],
                "".join([f"{version}@{created}" for version, created in versions]),
            )
        )
        codes = dict.fromkeys(entry["categories"].split())
        tables["paper_category"] += [(self.category(code), paper, n) for n, code in enumerate(codes)]
        if self.text_index:
            tables["peer_text"].append((paper, title, abstract, entry["authors"]))

    def author(self, last, first):
        number = self.author_of_name.get((last, first))
        if number is None:
            key = author_key(last, first)
            number = self.author_ids.get(key)
            if number is None:
                number = self.author_ids[key] = len(self.author_ids) + 1
                self.tables["author"].append((number, key))
            self.author_of_name[last, first] = number
        return number

    def category(self, code):
        number = self.category_ids.get(code)
        if number is None:
            number = self.category_ids[code] = len(self.category_ids) + 1
            self.tables["category"].append((number, code))
        return number

    def seconds(self, text):
        """`Mon, 2 Apr 2007 19:18:42 GMT` in seconds since 1970."""
        day, time_of_day = text[5:-13], text[-12:-4]
        start = self.days.get(day)
        if start is None:
            number, month, year = day.split()
            start = self.days[day] = (date(int(year), MONTHS[month], int(number)).toordinal() - EPOCH) * 86_400
        return start + int(time_of_day[:2]) * 3600 + int(time_of_day[3:5]) * 60 + int(time_of_day[6:])


def author_key(last, first):
    """Last name and first initial, without accents and case."""
    text = unicodedata.normalize("NFKD", f"{last} {first[:1]}").lower()
    return "".join([c for c in text if not unicodedata.combining(c)])


if __name__ == "__main__":
    main()
