"""Makes the golden files beside this script: python make.py

corpus.jsonl, queries.jsonl   a small generated collection (seeded), words separated by spaces
scores.tsv                    variant, query, document, score of every document with a query term

Needs bm25s (made with 0.3.16) and numpy. BM25 scores come from bm25s; query likelihood and Lucene's
BM25 are computed here from their definitions, with Lucene's one-byte lengths.

bm25s gives BM25+ and BM25L documents a score for query terms that they do not have. The original
definitions (and Kamphuis et al. 2020) sum over matching terms only, so that part is taken off.
"""
import collections
import json
import math
import os
import random

import bm25s
import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
K1, B, MU, LAMBDA = 0.9, 0.4, 1000.0, 0.1
VARIANTS = {  # name: (bm25s method, delta)
    "lucene-accurate": ("lucene", 0), "robertson": ("robertson", 0), "atire": ("atire", 0),
    "bm25l": ("bm25l", 0.5), "bm25+": ("bm25+", 1.0),
}


def collection():
    draw = random.Random(2026)
    words = [f"w{i}" for i in range(80)]
    weights = [1 / (i + 1) for i in range(80)]
    lengths = [draw.choice([3, 8, 15, 30, 61, 140, 300]) for _ in range(90)]
    documents = [draw.choices(words, weights, k=n) for n in lengths]
    queries = [draw.sample(words, draw.randint(1, 5)) for _ in range(15)]
    queries += [["w0", "w1", "w0"], ["w7", "w7", "w7", "w2"], ["w0"]]
    return documents, queries


def lossy(length):
    """Lucene's SmallFloat.byte4ToInt(intToByte4(length))."""
    if length < 24:
        return length
    rest = length - 24
    shift = max(0, rest.bit_length() - 4)
    return 24 + ((rest >> shift) << shift)


def by_bm25s(documents, queries, method, delta):
    model = bm25s.BM25(method=method, k1=K1, b=B, delta=delta, dtype="float64")
    model.index(documents, show_progress=False)
    sets = [set(d) for d in documents]
    for query in queries:
        total = np.zeros(len(documents))
        for word in query:
            if word not in model.vocab_dict:
                continue
            scores = model.get_scores([word])
            if model.nonoccurrence_array is not None:
                present = np.array([word in s for s in sets])
                absent = model.nonoccurrence_array[model.vocab_dict[word]]
                scores = np.where(present, scores, scores - absent)
            total += scores
        yield total


def from_definition(documents, queries, clause):
    tf = [collections.Counter(d) for d in documents]
    df = collections.Counter(w for d in tf for w in d)
    cf = collections.Counter(w for d in documents for w in d)
    tokens = sum(cf.values())
    for query in queries:
        total = np.zeros(len(documents))
        for word, boost in collections.Counter(query).items():
            for i, counts in enumerate(tf):
                if counts[word]:
                    total[i] += clause(
                        boost, counts[word], lossy(len(documents[i])), df[word],
                        (cf[word] + 1) / (tokens + 1), len(documents), tokens / len(documents))
        yield total


def lucene(boost, tf, length, df, _, n, mean):
    idf = math.log(1 + (n - df + 0.5) / (df + 0.5))
    return boost * idf * tf / (tf + K1 * (1 - B + B * length / mean))


def dirichlet(boost, tf, length, _, p, *__):
    return max(0, boost * (math.log(1 + tf / (MU * p)) + math.log(MU / (length + MU))))


def jelinek_mercer(boost, tf, length, _, p, *__):
    return boost * math.log(1 + (1 - LAMBDA) * tf / length / (LAMBDA * p))


def main():
    documents, queries = collection()
    for name, texts in (("corpus", documents), ("queries", queries)):
        with open(os.path.join(HERE, name + ".jsonl"), "w") as f:
            for i, words in enumerate(texts):
                f.write(json.dumps({"_id": f"{name[0]}{i}", "text": " ".join(words)}) + "\n")
    results = {v: by_bm25s(documents, queries, *m) for v, m in VARIANTS.items()}
    for name, clause in (("lucene", lucene), ("dirichlet", dirichlet),
                         ("jelinek-mercer", jelinek_mercer)):
        results[name] = from_definition(documents, queries, clause)
    with open(os.path.join(HERE, "scores.tsv"), "w") as f:
        f.write("variant\tquery\tdocument\tscore\n")
        for variant, rows in results.items():
            for q, scores in enumerate(rows):
                for d, words in enumerate(documents):
                    if set(words) & set(queries[q]):
                        f.write(f"{variant}\tq{q}\tc{d}\t{scores[d]:.7g}\n")


main()
