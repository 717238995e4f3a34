# SPDX-License-Identifier: Apache-2.0
"""evaluate.py RUN QRELS REPETITIONS: pytrec_eval, from the files to five averaged measures. Prints JSON seconds."""
import json
import resource
import sys
import time

import pytrec_eval

MEASURES = {"ndcg_cut_10", "map", "recall_100", "recall_1000", "recip_rank"}


def once(run_path, qrels_path):
    with open(qrels_path) as qrels_file, open(run_path) as run_file:
        qrels, run = pytrec_eval.parse_qrel(qrels_file), pytrec_eval.parse_run(run_file)
    per_query = pytrec_eval.RelevanceEvaluator(qrels, MEASURES).evaluate(run)
    return {m: sum(values[m] for values in per_query.values()) / len(qrels) for m in MEASURES}


run_path, qrels_path, repetitions = sys.argv[1], sys.argv[2], int(sys.argv[3])
seconds = []
for _ in range(repetitions):
    start = time.perf_counter()
    values = once(run_path, qrels_path)
    seconds.append(time.perf_counter() - start)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
print(json.dumps({"seconds": seconds, "peak_bytes": peak, "values": values}))
