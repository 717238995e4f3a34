"""Makes the golden values that the evaluation is compared with.

    pip install pytrec-eval-terrier==0.5.11 ir-measures==0.4.3 numpy
    python make.py DATA_FOLDER REFERENCE_FOLDER

DATA_FOLDER holds beir/scifact and classic/{cranfield,med,cacm}; REFERENCE_FOLDER holds
runs/*.run.gz. Needs perl for ir-measures' gdeval. Writes beside this file:

  NAME.qrels, NAME.run    generated nasty inputs, in TREC's format
  NAME.VARIANT.tsv.gz     one row a query, one column a measure, all digits
  NAME.digests.tsv.gz     digests of all values of a measure and of a query, where the values would take megabytes

Variants: `trec` all of trec_eval 9.0.8 (pytrec_eval), `rel2` the same with relevance_level=2, `irm` names of
ir-measures answered by pytrec_eval, `ascending` those whose tools break ties by ascending document id,
`gdeval` those that are rounded to five decimals.
"""

import gzip
import random
import sys
from pathlib import Path

import ir_measures
import numpy as np
import pytrec_eval

HERE = Path(__file__).parent
EXPONENTIAL = {1: 1, 2: 3, 3: 7, 4: 15}
IRM = """nDCG nDCG@3 nDCG@10 nDCG(judged_only=True)@10 AP AP@5 AP(rel=2) AP(judged_only=True)
AP(rel=2,judged_only=True)@20 RR RR(rel=2) RR(judged_only=True) P@1 P(rel=2)@5 P(judged_only=True)@5
R@10 R(judged_only=True)@10 Rprec Rprec(rel=2) Bpref Bpref(rel=2) infAP infAP(rel=2)
IPrec@0.0 IPrec@0.1 IPrec@0.5 IPrec@1.0 SetP SetP(relative=True) SetP(rel=2) SetR SetF SetF(beta=2.0)
SetAP SetAP(rel=2) Success@1 Success(rel=2)@5 NumRet NumRet(rel=1) NumRet(rel=2) NumRel NumQ""".split()
GAINS = "nDCG(gains={0:1,1:2,3:0})@10"
ASCENDING = "RR@10 RR(rel=2)@5 Judged@5 Judged@10 Judged".split()
GDEVAL = "ERR@5 ERR@20 nDCG(dcg='exp-log2')@20".split()


def write(name, rows):
    """rows: {query: {measure: value}}"""
    measures = sorted({m for row in rows.values() for m in row})
    lines = ["\t".join(["query"] + measures)]
    for query in sorted(rows, key=lambda q: q.encode()):
        lines.append("\t".join([query] + [repr(float(rows[query][m])) for m in measures]))
    data = ("\n".join(lines) + "\n").encode()
    (HERE / f"{name}.tsv.gz").write_bytes(gzip.compress(data, 9, mtime=0))


def trec(qrels, run, level=1):
    measures = set(pytrec_eval.supported_measures) - {"runid", "relstring"}
    return pytrec_eval.RelevanceEvaluator(qrels, measures, relevance_level=level).evaluate(run)


def irm(qrels, run, names, provider):
    parsed = {ir_measures.parse_measure(name): name for name in names}
    rows = {}
    for metric in ir_measures.providers.registry[provider].iter_calc(list(parsed), qrels, run):
        if metric.query_id in run and metric.query_id in qrels:
            rows.setdefault(metric.query_id, {})[parsed[metric.measure]] = metric.value
    return rows


def exponential(qrels, run):
    gained = {q: {d: EXPONENTIAL.get(g, g) for d, g in j.items()} for q, j in qrels.items()}
    rows = pytrec_eval.RelevanceEvaluator(gained, {"ndcg", "ndcg_cut.10"}).evaluate(run)
    return {
        q: {"nDCG(dcg='exp-log2')": r["ndcg"], "nDCG(dcg='exp-log2')@10": r["ndcg_cut_10"]}
        for q, r in rows.items()
    }


def merge(*tables):
    rows = {}
    for table in tables:
        for query, row in table.items():
            rows.setdefault(query, {}).update(row)
    return rows


def case(name, qrels, run, variants=("trec", "rel2", "irm", "ascending", "gdeval")):
    if "trec" in variants:
        write(name + ".trec", trec(qrels, run))
    if "rel2" in variants:
        write(name + ".rel2", trec(qrels, run, level=2))
    if "irm" in variants:
        rows = irm(qrels, run, IRM, "pytrec_eval")
        write(name + ".irm", merge(rows, irm(qrels, run, [GAINS], "pytrec_eval"), exponential(qrels, run)))
    if "ascending" in variants:
        rr = irm(qrels, run, [m for m in ASCENDING if m.startswith("RR")], "msmarco")
        judged = irm(qrels, run, [m for m in ASCENDING if m.startswith("J")], "judged")
        for row in judged:  # a query with no relevant document is left out by the msmarco script
            rr.setdefault(row, {m: 0.0 for m in ASCENDING if m.startswith("RR")})
            for m in ASCENDING:
                if m.startswith("RR"):
                    rr[row].setdefault(m, 0.0)
        write(name + ".ascending", merge(rr, judged))
    if "gdeval" in variants:
        write(name + ".gdeval", irm(qrels, run, GDEVAL, "gdeval"))


def save(name, qrels, run):
    """Scores as text, so that both sides parse the same digits."""
    with open(HERE / f"{name}.qrels", "w") as f:
        for q, judgments in qrels.items():
            f.writelines(f"{q} 0 {d} {g}\n" for d, g in judgments.items())
    with open(HERE / f"{name}.run", "w") as f:
        for q, scores in run.items():
            f.writelines(f"{q} Q0 {d} 0 {s} golden\n" for d, s in scores.items())
    return qrels, {q: {d: float(s) for d, s in scores.items()} for q, scores in run.items()}


def ties(rng):
    """Few scores, ids of all lengths and scripts, grades from -1 to 4."""
    shapes = ["{}", "d{}", "doc-{:05}", "FBIS3-{}-long-identifier-beyond-eight-bytes", "é{}", "日本{}", "𝒳{}"]
    qrels, run = {}, {}
    for q in range(1, 41):
        ids = [rng.choice(shapes).format(i) for i in rng.sample(range(1000), 60)]
        run[f"{q}"] = {d: str(rng.choice([1, 2, 2.5, 3])) for d in ids[:50]}
        qrels[f"{q}"] = {d: rng.choice([-1, 0, 0, 0, 1, 1, 2, 3, 4]) for d in rng.sample(ids, 30)}
        qrels[f"{q}"][ids[0]] = rng.choice([0, 1, 2])
    return qrels, run


def edges():
    """One query for each trap; its name says which."""
    deep = {f"d{i}": f"{2000 - i}" for i in range(1500)}
    qrels = {
        "empty-intersection": {"a": 1, "b": 0},
        "one-document": {"a": 1},
        "one-wrong-document": {"a": 1, "b": 0},
        "nothing-relevant": {"a": 0, "b": 0, "c": 0},
        "negative-grades": {"a": -2, "b": -1, "c": 1, "d": 0, "e": 2, "f": -1},
        "below-float": {"x": 1, "y": 0},
        "float-overflow": {"p": 1, "q": 0, "r": 2},
        "exponents": {"a": 1, "b": 2, "c": 0},
        "subnormal": {"a": 1, "b": 0},
        "zeros": {"a": 1, "b": 0, "c": 1},
        "negative-scores": {"a": 1, "c": 2},
        "more-relevant-than-retrieved": {f"r{i}": 1 + i % 3 for i in range(40)},
        "deep": {f"d{i}": (i // 7) % 4 for i in range(0, 1500, 7)} | {f"missing{i}": 1 for i in range(30)},
        "only-in-qrels": {"a": 1, "b": 2},
        "high-grades": {"a": 4, "b": 4, "c": 3, "d": 1, "e": 0},
        "prefix-ids": {"a": 1, "aa": 0, "aaa": 2, "aaaaaaaa": 1, "aaaaaaaaa": 3, "aaaaaaab": 0},
    }
    run = {
        "empty-intersection": {"x": "2", "y": "1"},
        "one-document": {"a": "1"},
        "one-wrong-document": {"b": "1"},
        "nothing-relevant": {"a": "3", "z": "2", "b": "1"},
        "negative-grades": {"a": "6", "z": "5", "b": "4", "c": "3", "d": "2", "e": "1"},
        "below-float": {"x": "25.00000011", "y": "25.00000010"},
        "float-overflow": {"p": "1e39", "q": "1e300", "r": "3.5e38"},
        "exponents": {"a": "1.5e-05", "b": "1.5E+2", "c": "15e-1", "d": "-1e10", "e": ".5", "f": "+7."},
        "subnormal": {"a": "1e-46", "b": "0", "c": "4.9e-324"},
        "zeros": {"a": "0", "b": "-0.0", "c": "0.000"},
        "negative-scores": {"a": "-1.25", "b": "-0.5", "c": "-100"},
        "more-relevant-than-retrieved": {f"r{i}": f"{i}" for i in range(0, 10)},
        "deep": deep,
        "only-in-run": {"a": "1", "b": "2"},
        "high-grades": {"e": "5", "a": "4", "d": "3", "b": "2", "c": "1"},
        "prefix-ids": {d: "1" for d in ["a", "aa", "aaa", "aaaaaaaa", "aaaaaaaaa", "aaaaaaab", "b"]},
    }
    return qrels, run


class SplitMix64:
    """The generator of the Swift tests, many numbers at a time."""

    def __init__(self, seed):
        self.state = np.uint64(seed)

    def take(self, count):
        with np.errstate(over="ignore"):
            steps = np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
            z = self.state + steps
            self.state = z[-1]
            z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
            z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
            return z ^ (z >> np.uint64(31))


def large(queries, depth=1000):
    """GeneratedCase.swift makes the same: 1000 documents a query, tied scores, 12 judgements."""
    generator = SplitMix64(7)
    qrels, run = {}, {}
    for q in range(queries):
        numbers = generator.take(1 + depth + 24).tolist()
        first = numbers[0] % 1_000_003
        documents = [f"d{(first + 7919 * r) % 1_000_003}" for r in range(depth + 200)]
        scores = [n % 4096 / 16 for n in numbers[1 : depth + 1]]
        run[f"{q}"] = dict(zip(documents, scores))
        judged = {}
        for j in range(12):
            place, grade = numbers[depth + 1 + 2 * j], numbers[depth + 2 + 2 * j]
            judged.setdefault(documents[place % (depth + 200)], grade % 5 - 1)
        qrels[f"{q}"] = judged
    return qrels, run


def digest(columns):
    """One number for many rows of values each: columns[i] holds value i of every row. GoldenDigests.swift does the same."""
    sums = np.full(len(columns[0]), 0xCBF29CE484222325, dtype=np.uint64)
    for column in columns:
        bits = (np.asarray(column, dtype=np.float64) + 0.0).view(np.uint64)  # one zero
        sums = (sums ^ bits) * np.uint64(0x9E3779B97F4A7C15)
        sums ^= sums >> np.uint64(32)
    return sums


def write_digests(name, rows):
    """Digests over all bits of the values of each measure and of each query, and the means."""
    queries = sorted(rows, key=lambda q: q.encode())
    measures = sorted(rows[queries[0]])
    values = np.array([[rows[q][m] for m in measures] for q in queries])
    lines = [
        f"measure\t{m}\t{d:016x}\t{float(values[:, i].mean())!r}"
        for i, (m, d) in enumerate(zip(measures, digest(values).tolist()))
    ]
    lines += [f"query\t{q}\t{d:016x}" for q, d in zip(queries, digest(values.T).tolist())]
    data = ("\n".join(lines) + "\n").encode()
    (HERE / f"{name}.tsv.gz").write_bytes(gzip.compress(data, 9, mtime=0))


def read(data, reference, name, split):
    folder = data / name
    with open(folder / "qrels" / f"{split}.tsv") as f:
        next(f)
        qrels = {}
        for line in f:
            q, d, g = line.split()
            qrels.setdefault(q, {})[d] = int(g)
    with gzip.open(reference / "runs" / f"anserini-bm25-flat.{folder.name}.run.gz", "rt") as f:
        return qrels, pytrec_eval.parse_run(f)


def main():
    data, reference = Path(sys.argv[1]), Path(sys.argv[2])
    rng = random.Random(11)
    qrels, run = save("ties", *ties(rng))
    case("ties", qrels, run)
    qrels, run = save("edges", *edges())
    case("edges", qrels, run, variants=("trec", "rel2", "irm", "ascending"))
    for name in ["beir/scifact", "classic/cranfield", "classic/med", "classic/cacm"]:
        qrels, run = read(data, reference, name, "test")
        short = name.split("/")[1]
        case(short, qrels, run, variants=("trec",) if short == "scifact" else ("trec", "rel2", "ascending"))
    case("generated-70", *large(70), variants=("trec", "ascending"))
    write_digests("generated-7000.digests", trec(*large(7000)))


if __name__ == "__main__":
    main()
