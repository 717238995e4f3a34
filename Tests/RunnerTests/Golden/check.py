#!/usr/bin/env python3
"""Scores real data by each benchmark's own rules, independently of the program: scores.json.

    python3 check.py DATA > scores.json        # DATA: what BENCH_DATA names

Python 3.11, standard library only. Everything is read from the benchmark's own files with csv, json
and ast, and scored by the formulas of the benchmark's papers and scripts as PARITY facts say.

The rankings come from a ranker simple enough to be written twice (here and in OverlapRanker.swift):
a document scores the number of distinct words, runs of ASCII letters and digits in lower case, that
it shares with the query; the best 1000, ties in corpus order. Documents that share no word are not
ranked, unless the task fixes the candidates.
"""
import ast
import csv
import json
import math
import re
import sys
from collections import defaultdict
from pathlib import Path

DATA = Path(sys.argv[1])
DEPTH = 1000


def words(text):
    return set(re.findall(r"[a-z0-9]+", re.sub(r"[A-Z]", lambda c: c.group().lower(), text)))


def lines(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


class Ranker:
    def __init__(self, documents):
        self.ids = [identifier for identifier, _ in documents]
        self.postings = defaultdict(list)
        for number, (_, text) in enumerate(documents):
            for word in words(text):
                self.postings[word].append(number)

    def rank(self, query):
        counts = defaultdict(int)
        for word in words(query):
            for number in self.postings.get(word, []):
                counts[number] += 1
        best = sorted(counts, key=lambda number: (-counts[number], number))[:DEPTH]
        # trec_eval: score descending, then document id descending by bytes.
        return sorted(
            ((counts[n], self.ids[n]) for n in best), key=lambda entry: (entry[0], entry[1].encode()),
            reverse=True)


def ndcg(ranking, grades, k):
    gain = sum(
        max(0, grades.get(document, 0)) / math.log2(rank + 2)
        for rank, (_, document) in enumerate(ranking[:k]))
    ideal = sum(
        grade / math.log2(rank + 2)
        for rank, grade in enumerate(sorted((g for g in grades.values() if g > 0), reverse=True)[:k]))
    return gain / ideal if ideal else 0.0


def recall(ranking, grades, k):
    relevant = {document for document, grade in grades.items() if grade > 0}
    return len(relevant & {document for _, document in ranking[:k]}) / len(relevant)


def described(documents, queries, judged):
    return {
        "documents": len(documents), "queries": len(queries), "judgments": judged,
        "first": documents[0][0], "tenth": documents[9][0], "last": documents[-1][0]}


def retrieval(documents, queries, qrels, measures):
    """queries: id -> text of the judged ones."""
    ranker = Ranker(documents)
    rankings = {query: ranker.rank(text) for query, text in queries.items()}
    result = described(documents, queries, sum(map(len, qrels.values())))
    result["measures"] = {
        name: sum(score(rankings[query], qrels[query]) for query in queries) / len(queries)
        for name, score in measures.items()}
    return result


def limit():
    folder = DATA / "limit/limit-small"
    documents = [
        (d["_id"], " ".join(filter(None, [d["title"], d["text"]])))
        for d in lines(folder / "corpus.jsonl")]
    qrels = defaultdict(dict)
    for row in lines(folder / "qrels.jsonl"):
        qrels[row["query-id"]][row["corpus-id"]] = row["score"]
    queries = {q["_id"]: q["text"] for q in lines(folder / "queries.jsonl") if q["_id"] in qrels}
    measures = {
        f"R@{k}": lambda ranking, grades, k=k: recall(ranking, grades, k) for k in (2, 10, 100)}
    return retrieval(documents, queries, qrels, measures)


def loco():
    folder = DATA / "loco"
    documents = [
        (d["pid"], d["passage"])
        for d in lines(folder / "LoCoV1-Documents/documents/qmsum_test.jsonl")
        if d["dataset"] == "qmsum" and d["passage"] is not None]
    rows = [
        q for q in lines(folder / "LoCoV1-Queries/documents/qmsum_test.jsonl")
        if q["dataset"] == "qmsum"]
    qrels = {q["qid"]: {pid: 1 for pid in q["answer_pids"]} for q in rows}
    return retrieval(
        documents, {q["qid"]: q["query"] for q in rows}, qrels,
        {"nDCG@10": lambda ranking, grades: ndcg(ranking, grades, 10)})


def rarb_full(name, instructed):
    folder = DATA / "rarb/full" / name
    documents = [
        (d["_id"], " ".join(filter(None, [d["title"], d["text"]])))
        for d in lines(folder / "corpus.jsonl")]
    qrels = defaultdict(dict)
    with open(folder / "qrels/test.tsv", encoding="utf-8") as file:
        next(file)
        for line in file:
            query, document, grade = line.rstrip("\n").split("\t")
            qrels[query][document] = int(grade)
    instruction = (folder / "instruction.txt").read_text(encoding="utf-8").strip()
    prefix = instruction + " " if instructed else ""
    queries = {
        q["_id"]: prefix + q["text"] for q in lines(folder / "queries.jsonl") if q["_id"] in qrels}
    return retrieval(
        documents, queries, qrels,
        {"nDCG@10": lambda ranking, grades: ndcg(ranking, grades, 10),
         "R@10": lambda ranking, grades: recall(ranking, grades, 10)})


def rarb_mcr(name, instructed):
    right = total = choices = 0
    with open(DATA / f"rarb/mcr/{name}-test.csv", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            query = words((row["instructions"] + " " if instructed else "") + row["queries"])
            scores = [len(query & words(choice)) for choice in ast.literal_eval(row["documents"])]
            # numpy.argmax takes the first of equal ones.
            right += scores.index(max(scores)) == int(row["labels"])
            total += 1
            choices += len(scores)
    return {"documents": choices, "queries": total, "measures": {"P@1": right / total}}


TASKS = ["alphanli", "ARC-Challenge", "winogrande"]
# By the names that the tasks have in suites/.
scores = {"limit/limit-small": limit(), "loco-v1/qmsum": loco()}
for name in TASKS:
    task = name.lower()
    scores[f"rar-b/{task}"] = rarb_full(name, instructed=False)
    scores[f"rar-b-instruct/{task}"] = rarb_full(name, instructed=True)
    scores[f"rar-b-mcr/{task}"] = rarb_mcr(name, instructed=False)
json.dump(scores, sys.stdout, indent=1, ensure_ascii=False)
print()
