# SPDX-License-Identifier: Apache-2.0
"""faiss_flat.py FOLDER DEPTH REPETITIONS: exact search over random unit vectors with faiss's IndexFlatIP, one thread.

Makes FOLDER/table.npy (1 000 000 × 384) and FOLDER/queries.npy (256) where they are not there, and writes the rows found to
FOLDER/truth.i32. A batch is measured with several settings of its matrix products, of which the fastest counts.
Prints JSON: "seconds" of the batch, "single" seconds a query.
"""
import json
import sys
import time
from pathlib import Path

import faiss
import numpy as np

folder, depth, repetitions = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])


def unit(rng, rows, dimensions=384):
    x = rng.standard_normal((rows, dimensions), dtype=np.float32)
    return x / np.linalg.norm(x, axis=1, keepdims=True)


if not (folder / "queries.npy").exists():
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(1)
    np.save(folder / "table.npy", np.concatenate([unit(rng, 50_000) for _ in range(20)]))
    np.save(folder / "queries.npy", unit(rng, 256))
faiss.omp_set_num_threads(1)
queries = np.load(folder / "queries.npy")
index = faiss.IndexFlatIP(384)
index.add(np.load(folder / "table.npy", mmap_mode="r"))


def seconds(body, count):
    body()
    found = []
    for _ in range(count):
        start = time.perf_counter()
        body()
        found.append(time.perf_counter() - start)
    return found


batches = {}
for threshold, block in ((faiss.cvar.distance_compute_blas_threshold, 1024), (20, 1024), (20, 4096), (20, 16384)):
    if (threshold, block) in batches:
        continue
    faiss.cvar.distance_compute_blas_threshold = threshold
    faiss.cvar.distance_compute_blas_database_bs = block
    batches[threshold, block] = seconds(lambda: index.search(queries, depth), 1)
best = min(batches, key=lambda setting: min(batches[setting]))
faiss.cvar.distance_compute_blas_threshold, faiss.cvar.distance_compute_blas_database_bs = best
batch = seconds(lambda: index.search(queries, depth), repetitions)
single = [s / 8 for s in seconds(lambda: [index.search(queries[i : i + 1], depth) for i in range(8)], repetitions)]
index.search(queries, depth)[1].astype(np.int32).tofile(folder / "truth.i32")
print(json.dumps({"seconds": batch, "single": single, "setting": best, "version": faiss.__version__}))
