# SPDX-License-Identifier: Apache-2.0
"""Writes the golden Parquet files and values.jsonl, the rows that all of them hold (nested.jsonl those of nested-*); and seeds for Fuzz/run.sh.

Run: pip install pyarrow==26.0.1 && python make.py   (in this folder)
"""
import itertools
import json
import pathlib
import random

import pyarrow as pa
import pyarrow.parquet as pq

ROWS = 150


def row(i):
    words = ["retrieval", "straße", "検索", "", "a longer text " * (i % 5), f"doc-{i:04d}"]
    return {
        "id": f"doc-{i:04d}",
        "text": None if i % 7 == 3 else words[i % 6],
        "flag": None if i % 11 == 5 else i % 3 == 0,
        "small": (i * 7919) % 1000 - 500,
        "unsigned": 4294967295 - i,
        "big": None if i % 5 == 4 else (i - 70) * 123456789012,
        "half": i / 8,
        "score": None if 40 <= i < 90 else i * 0.1,
        "empty": None,
        "tags": None if i % 6 == 1 else [None if (i + k) % 4 == 0 else f"tag{k}" for k in range(i % 5)],
        "grades": [k * i for k in range(i % 3)],
        "meta": None if i % 9 == 2 else {"lang": ["en", "de", None][i % 3], "year": 1990 + i % 30},
        "answers": {"text": [f"answer {k}" for k in range(i % 4)], "start": list(range(i % 4))},
        "code": f"{i:04x}",
    }


SCHEMA = pa.schema([
    pa.field("id", pa.string(), nullable=False),
    ("text", pa.string()),
    ("flag", pa.bool_()),
    ("small", pa.int32()),
    ("unsigned", pa.uint32()),
    ("big", pa.int64()),
    ("half", pa.float32()),
    ("score", pa.float64()),
    ("empty", pa.string()),
    ("tags", pa.list_(pa.string())),
    ("grades", pa.list_(pa.int32())),
    ("meta", pa.struct([("lang", pa.string()), ("year", pa.int32())])),
    ("answers", pa.struct([("text", pa.list_(pa.string())), ("start", pa.list_(pa.int32()))])),
    pa.field("code", pa.binary(4)),
])

rows = [row(i) for i in range(ROWS)]


def flat(value):
    """A row by the reader's column names: structs become dotted names."""
    out = {}
    for name, item in value.items():
        if name in ("meta", "answers"):
            keys = ("lang", "year") if name == "meta" else ("text", "start")
            for key in keys:
                out[f"{name}.{key}"] = None if item is None else item[key]
        else:
            out[name] = item
    return out


with open("values.jsonl", "w", encoding="utf-8") as file:
    for value in rows:
        file.write(json.dumps(flat(value), ensure_ascii=False) + "\n")

binary = [{**value, "code": value["code"].encode()} for value in rows]
table = pa.Table.from_pylist(binary, schema=SCHEMA)
for codec, version, dictionary in itertools.product(
        ["none", "snappy", "gzip", "zstd"], ["1.0", "2.0"], [True, False]):
    kind = "dictionary" if dictionary else "plain"
    pq.write_table(
        table, f"{codec}-v{version[0]}-{kind}.parquet", compression=codec,
        data_page_version=version, use_dictionary=dictionary, row_group_size=64,
        data_page_size=300, write_batch_size=20, store_schema=False, write_statistics=False)

DELTA = {name: "DELTA_BINARY_PACKED" for name in ["small", "unsigned", "big", "meta.year"]}
for name in ["grades.list.element", "answers.start.list.element"]:
    DELTA[name] = "DELTA_BINARY_PACKED"
for text in ["DELTA_LENGTH_BYTE_ARRAY", "DELTA_BYTE_ARRAY"]:
    strings = ["id", "text", "empty", "tags.list.element", "meta.lang", "answers.text.list.element"]
    encodings = DELTA | {name: text for name in strings}
    for version in ["1.0", "2.0"]:
        name = "length" if "LENGTH" in text else "prefix"
        pq.write_table(
            table, f"delta-{name}-v{version[0]}.parquet", compression="snappy",
            data_page_version=version, use_dictionary=False, column_encoding=encodings,
            row_group_size=100, store_schema=False, write_statistics=False)

# One row group, one page, and a dictionary that was given up for being too large.
pq.write_table(table, "one-group.parquet", dictionary_pagesize_limit=200, write_batch_size=10)
pq.write_table(table.slice(0, 0), "no-rows.parquet")
pq.write_table(table.slice(0, 9).select(["id", "text"]), "brotli.parquet", compression="brotli")
nested = pa.table({
    "lists": pa.array([[[1], [2, 3]], [], None], pa.list_(pa.list_(pa.int32()))),
    "amount": pa.array([None, 1, 2], pa.decimal128(7, 2)),
    "split": pa.array([0.5, 1.5, 2.5]),
    "spans": pa.array([[{"from": 1, "to": 2}], [], [{"from": 3, "to": 4}, None]],
                      pa.list_(pa.struct([("from", pa.int64()), ("to", pa.int64())]))),
})
pq.write_table(nested, "unusual.parquet", use_dictionary=False,
               column_encoding={"split": "BYTE_STREAM_SPLIT"})

# Lists and structs inside each other, with nulls and nothing at every level: nested.jsonl.
rng = random.Random(3)


def maybe(value, share=0.15):
    return None if rng.random() < share else value()


def some(value, most=3):
    return lambda: [maybe(value) for _ in range(rng.randrange(most + 1))]


def word():
    return rng.choice(["retrieval", "straße", "検索", "", "doc"])


def number():
    return rng.randrange(-9, 10)


def source():
    return {"wikipedia_id": maybe(lambda: str(rng.randrange(99))), "start": maybe(number),
            "meta": maybe(lambda: {"evidence": maybe(some(word))})}


def answer():
    return {"answer": maybe(word), "meta": maybe(lambda: {"score": maybe(number)}),
            "provenance": maybe(some(source))}


def nested_row(i):
    return {
        "id": f"row {i}",
        "lists": maybe(some(some(word))),
        "deep": maybe(some(some(some(number)))),
        "paper": maybe(lambda: {"section_name": maybe(some(word)),
                                "paragraphs": maybe(some(some(word)))}),
        "output": maybe(some(answer)),
        "inside": maybe(lambda: {"a": maybe(lambda: {"b": maybe(lambda: {"c": maybe(number)})})}),
        "pairs": maybe(lambda: [{"key": f"k{k}", "value": maybe(some(number))}
                                for k in range(rng.randrange(3))]),
        "whole": [[number() for _ in range(rng.randrange(3))] for _ in range(rng.randrange(3))],
    }


NUMBER, WORDS = pa.int64(), pa.list_(pa.string())
SOURCE = pa.struct([("wikipedia_id", pa.string()), ("start", NUMBER),
                    ("meta", pa.struct([("evidence", WORDS)]))])
REQUIRED = pa.list_(pa.field("element", NUMBER, nullable=False))
NESTED = pa.schema([
    ("id", pa.string()),
    ("lists", pa.list_(WORDS)),
    ("deep", pa.list_(pa.list_(pa.list_(NUMBER)))),
    ("paper", pa.struct([("section_name", WORDS), ("paragraphs", pa.list_(WORDS))])),
    ("output", pa.list_(pa.struct([
        ("answer", pa.string()), ("meta", pa.struct([("score", NUMBER)])),
        ("provenance", pa.list_(SOURCE))]))),
    ("inside", pa.struct([("a", pa.struct([("b", pa.struct([("c", NUMBER)]))]))])),
    ("pairs", pa.map_(pa.string(), pa.list_(NUMBER))),
    pa.field("whole", pa.list_(pa.field("element", REQUIRED, nullable=False)), nullable=False),
])
nested_rows = [nested_row(i) for i in range(90)]
with open("nested.jsonl", "w", encoding="utf-8") as file:
    for value in nested_rows:
        file.write(json.dumps(value, ensure_ascii=False) + "\n")
for value in nested_rows:
    if value["pairs"] is not None:
        value["pairs"] = [(pair["key"], pair["value"]) for pair in value["pairs"]]
nested = pa.Table.from_pylist(nested_rows, schema=NESTED)
for codec, version, dictionary, compliant in [
    ("none", "1.0", False, True), ("none", "2.0", True, False), ("snappy", "1.0", True, True),
    ("snappy", "2.0", False, True), ("gzip", "2.0", True, True), ("zstd", "1.0", False, False),
    ("zstd", "2.0", True, True),
]:
    kind = "dictionary" if dictionary else "plain"
    pq.write_table(
        nested, f"nested-{codec}-v{version[0]}-{kind}.parquet", compression=codec,
        data_page_version=version, use_dictionary=dictionary, row_group_size=40,
        data_page_size=200, write_batch_size=8, store_schema=False, write_statistics=False,
        use_compliant_nested_type=compliant)

# Small files from which the fuzzer starts (Fuzz/run.sh parquet SECONDS).
seeds = pathlib.Path("../../../Fuzz/Seeds/parquet")
seeds.mkdir(parents=True, exist_ok=True)
small = table.slice(0, 12)
for codec, version, dictionary, names in [
    ("none", "1.0", False, ["text", "small", "score"]), ("none", "2.0", True, ["text", "big"]),
    ("snappy", "1.0", False, ["tags", "flag"]), ("snappy", "2.0", True, ["answers", "meta"]),
    ("gzip", "2.0", False, ["text"]), ("zstd", "1.0", True, ["tags", "code"]),
]:
    pq.write_table(
        small.select(names), seeds / f"{codec}-v{version[0]}.parquet", compression=codec,
        data_page_version=version, use_dictionary=dictionary, row_group_size=8,
        store_schema=False, write_statistics=False)
pq.write_table(
    small.select(["id", "text", "big"]), seeds / "delta.parquet", use_dictionary=False,
    compression="none", store_schema=False, write_statistics=False,
    column_encoding={"id": "DELTA_BYTE_ARRAY", "text": "DELTA_LENGTH_BYTE_ARRAY",
                     "big": "DELTA_BINARY_PACKED"})
for name in ["lists", "output"]:
    pq.write_table(
        nested.slice(0, 12).select([name]), seeds / f"nested-{name}.parquet", compression="none",
        row_group_size=8, store_schema=False, write_statistics=False)
