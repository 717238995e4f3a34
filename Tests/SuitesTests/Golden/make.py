#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Prints the pinned hashes of HashTests.swift, from the description of the canonical forms alone.

Run: python3 Tests/SuitesTests/Golden/make.py     (any Python 3, nothing to install; 3.11 was used)
"""
import hashlib
import json
import struct


def count(number):
    return struct.pack("<Q", number)


def field(text):
    data = text.encode()
    return count(len(data)) + data


def ids(names):
    return count(len(names)) + b"".join(field(name) for name in sorted(names, key=str.encode))


def task(documents, queries, judgments, evidence={}):
    digests = sorted(hashlib.sha256(b"".join(map(field, d))).digest() for d in documents)
    data = field("bench-task/1") + count(len(digests)) + b"".join(digests)
    data += count(len(queries))
    for query in sorted(queries, key=lambda q: q["id"].encode()):
        data += field(query["id"]) + field(query["text"])
        instruction = query.get("instruction")
        data += count(0) if instruction is None else count(1) + field(instruction)
        data += ids(query.get("excluded", []))
        candidates = query.get("candidates")
        data += count(0) if candidates is None else count(1) + ids(candidates)
    data += count(len(judgments))
    for query in sorted(judgments, key=str.encode):
        data += field(query) + count(len(judgments[query]))
        for document in sorted(judgments[query], key=str.encode):
            data += field(document) + struct.pack("<q", judgments[query][document])
    if evidence:
        data += field("evidence")
    for query in sorted(evidence, key=str.encode):
        data += field(query) + count(len(evidence[query]))
        data += b"".join(ids(documents) for documents in evidence[query])
    return hashlib.sha256(data).hexdigest()


def canonical(value):
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


DOCUMENTS = [
    ("d1", "Tides", "The moon pulls the sea."),
    ("d2", "", "Wind makes waves."),
    ("d3", "Étoile", "星は光る"),
]
WAVES = {"id": "q2", "text": "waves"}
QRELS = {"q1": {"d1": 2, "d2": 0}, "q2": {"d2": 1}}
FULL = {
    "id": "q1", "text": "why tides", "instruction": "Find causes.",
    "excluded": ["d3", "d2"], "candidates": ["d2", "d1"],
}

print("task     ", task(DOCUMENTS, [{"id": "q1", "text": "why tides"}, WAVES], QRELS))
print("task full", task(DOCUMENTS, [FULL, WAVES], QRELS))
print("evidence ", task(
    DOCUMENTS, [{"id": "q1", "text": "why tides"}, WAVES], QRELS, {"q1": [["d2", "d1"], ["d1"]]}))
print("protocol ", canonical({
    "format": "bench-protocol/1", "text": "title-and-text", "ignore-identical-ids": "false",
    "positive-grade": "1", "gain": "linear", "depth": "1000", "ties": "trec-eval",
    "queries": "judged", "missing-queries": "zero", "averaging": "macro", "instruction": "none",
    "exclusions": "false"}))
print("retriever", canonical({
    "format": "bench-retriever/1", "family": "sparse", "name": "bm25",
    "parameters": {"k1": "0.9", "b": "0.4"}}))
