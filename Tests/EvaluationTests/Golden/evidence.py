# SPDX-License-Identifier: Apache-2.0
"""Random rankings scored by sets of evidence, as KILT's script scores them: evidence.json.

An independent implementation of the rules of facebookresearch/KILT, kilt/eval_retrieval.py (`get_rank`,
`_precision_at_k`, `_recall_at_k`, `_success_rate_at_k`, `_computeRprec`, `compute`), which walks the
ranking as that script does; the Swift evaluator computes places in closed form.

Python 3.11, standard library only. Run it in this folder: python3 evidence.py
"""
import json
import random

rng = random.Random(20)
CUTOFFS = (1, 2, 5, 20)


def walk(ranking, sets):
    """The ranking with every set as one point, where its last page is; pages of no set are False."""
    open_sets = [set(pages) for pages in sets]
    points = []
    for page in ranking:
        holders = [number for number, pages in enumerate(open_sets) if page in pages]
        for number in holders:
            if ("part", number) in points:
                points.remove(("part", number))
            open_sets[number].discard(page)
            points.append(("part", number) if open_sets[number] else True)
        if not holders:
            points.append(False)
    return points


def score(ranking, outputs):
    """Values of one query; `outputs` are the answers' pages, some of them none."""
    sets = []
    for pages in outputs:
        if pages and set(pages) not in sets:
            sets.append(set(pages))
    values = {"Rprec": max(
        [len(pages & set(ranking[:len(pages)])) / len(pages) for pages in sets], default=0)}
    points = walk(ranking, sets)
    for k in CUTOFFS:
        whole = points[:k].count(True)
        values[f"P@{k}"] = whole / k if sets else 0
        values[f"R@{k}"] = whole / len(sets) if sets else 0
        values[f"Success@{k}"] = int(whole > 0)
    return values


queries = []
for number in range(120):
    pages = [f"p{n}" for n in range(rng.choice([4, 8, 30]))]
    outputs = [rng.sample(pages, rng.randrange(min(4, len(pages)) + 1))
               for _ in range(rng.randrange(5))]
    if outputs and number % 5 == 0:
        outputs.append(list(reversed(outputs[0])))
    ranking = rng.sample(pages, rng.randrange(len(pages) + 1))
    queries.append({"id": f"q{number}", "evidence": outputs, "ranking": ranking,
                    "values": score(ranking, outputs)})
means = {name: sum(q["values"][name] for q in queries) / len(queries)
         for name in queries[0]["values"]}
with open("evidence.json", "w", encoding="utf-8") as file:
    json.dump({"queries": queries, "means": means}, file)
    file.write("\n")
