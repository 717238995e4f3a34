#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A T2Ranking sample, a run for it, and its scores by the benchmark's own rules.

Made with CPython 3.11 and pytrec_eval-terrier 0.5.11. make.py writes beside itself:

dev.run.gz   a run in TREC's six columns: about 300 of the 400 passages for each query, one query left
             out, and one that the sample does not have
scores.json  hashes of the sample's files (FNV-1a, 64 bits), and the scores

The sample is that of Tests/TestSupport/T2RankingSample.swift, made by the same numbers. The rules of
retrieval are those of the benchmark's msmarco_eval.py, written anew: MRR@10 is divided by the number of
queries in the run that are read, relevant passages or not; recall is the sum of hits over the sum of
relevant passages, of queries that are in the run. That program fills rankings of fewer than 1000
passages up with passage 0 and so counts it as found wherever it is relevant; here it counts where it is
ranked. Re-ranking is nDCG as trec_eval has it (linear gain), of the run cut to the judged passages.
"""
import gzip
import json
import pathlib

import pytrec_eval

here = pathlib.Path(__file__).parent
MASK = 0xFFFFFFFFFFFFFFFF
PASSAGES = 400
QUERIES = 40


class SplitMix:
    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = self.state + 0x9E3779B97F4A7C15 & MASK
        mixed = self.state
        mixed = (mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9 & MASK
        mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EB & MASK
        return mixed ^ mixed >> 31

    def draw(self, count):
        return self.next() % count

    def text(self, length):
        return "".join(chr(0x4E00 + self.draw(300)) for _ in range(length))


def sample():
    random = SplitMix(20230711)
    texts = [random.text(20 + random.draw(60)) for _ in range(PASSAGES)]
    questions, graded, relevant = [], [], []
    for query in range(QUERIES):
        question = random.text(4 + random.draw(6))
        questions.append(question)
        judged = set()
        for _ in range(15 + random.draw(20)):
            is_first = query == 0 and not judged
            passage = 0 if is_first else random.draw(PASSAGES)
            grade = 3 if is_first else random.draw(2 if query % 8 == 7 else 4)
            if passage in judged:
                continue
            judged.add(passage)
            graded.append((1000 + query, passage, grade))
            if grade >= 2:
                relevant.append((1000 + query, passage))
                texts[passage] += question
    for passage in range(5, PASSAGES, 100):
        texts[passage] = ""
    for passage in range(7, PASSAGES, 50):
        texts[passage] = '"' + texts[passage]
    files = {
        "collection.tsv": "pid\ttext\n" + "".join(f"{i}\t{t}\n" for i, t in enumerate(texts)),
        "queries.dev.tsv": "qid\ttext\n" + "".join(f"{1000 + i}\t{t}\n" for i, t in enumerate(questions)),
        "qrels.dev.tsv": "qid\t-\tpid\trel\n" + "".join(f"{q}\t0\t{p}\t{g}\n" for q, p, g in graded),
        "qrels.retrieval.dev.tsv": "qid\tpid\n" + "".join(f"{q}\t{p}\n" for q, p in relevant),
    }
    return files, graded, relevant


def make_run(graded):
    """Rankings in which better grades tend to stand higher."""
    random = SplitMix(99)
    grades = {(query, passage): grade for query, passage, grade in graded}
    run = {}
    for query in [*range(1000, 1000 + QUERIES), 5000]:
        if query == 1003:
            continue
        keys = [(random.draw(1000) + 150 * grades.get((query, passage), 0), passage) for passage in range(PASSAGES)]
        ranking = [passage for _, passage in sorted(keys, key=lambda key: (-key[0], key[1]))]
        run[query] = ranking[: 250 + random.draw(100)]
    return run


def retrieval_scores(run, relevant):
    positives = {}
    for query, passage in relevant:
        positives.setdefault(query, set()).add(passage)
    judged = [query for query in run if query in positives]
    reciprocal = 0.0
    for query in judged:
        for rank, passage in enumerate(run[query][:10], 1):
            if passage in positives[query]:
                reciprocal += 1 / rank
                break
    total = sum(len(positives[query]) for query in judged)
    scores = {"queries_in_run": len(run), "queries_with_positives": len(judged), "positives": total}
    scores["MRR@10"] = reciprocal / len(run)
    for depth in (1, 50, 1000):
        hits = sum(len(positives[query] & set(run[query][:depth])) for query in judged)
        scores[f"R@{depth}"] = hits / total
    return scores


def rerank_scores(run, graded):
    qrels = {}
    for query, passage, grade in graded:
        qrels.setdefault(str(query), {})[str(passage)] = grade
    cut = {
        str(query): {str(p): float(len(ranking) - i) for i, p in enumerate(ranking) if str(p) in qrels.get(str(query), {})}
        for query, ranking in run.items()
        if str(query) in qrels
    }
    values = pytrec_eval.RelevanceEvaluator(qrels, {"ndcg_cut.20,100"}).evaluate(cut)
    means = {}
    for depth in (20, 100):
        means[f"nDCG@{depth}"] = sum(v[f"ndcg_cut_{depth}"] for v in values.values()) / len(values)
        means[f"nDCG@{depth} of all judged"] = sum(v[f"ndcg_cut_{depth}"] for v in values.values()) / len(qrels)
    return {"queries_judged": len(qrels), "queries_ranked": len(values), **means}


def fnv(text):
    value = 0xCBF29CE484222325
    for byte in text.encode() + b"\xff":
        value = (value ^ byte) * 0x100000001B3 & MASK
    return f"{value:016x}"


def main():
    files, graded, relevant = sample()
    run = make_run(graded)
    lines = [
        f"{query} Q0 {passage} {rank} {len(ranking) - rank + 1} sample\n"
        for query, ranking in run.items()
        for rank, passage in enumerate(ranking, 1)
    ]
    with gzip.GzipFile(here / "dev.run.gz", "wb", mtime=0) as file:
        file.write("".join(lines).encode())
    in_sample = {query: ranking for query, ranking in run.items() if query < 5000}
    scores = {
        "files": {name: fnv(content) for name, content in files.items()},
        "counts": {"graded": len(graded), "relevant": len(relevant)},
        "retrieval": retrieval_scores(in_sample, relevant),
        "retrieval, with the query that the sample does not have": retrieval_scores(run, relevant),
        "rerank": rerank_scores(run, graded),
    }
    (here / "scores.json").write_text(json.dumps(scores, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


main()
