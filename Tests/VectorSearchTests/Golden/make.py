# SPDX-License-Identifier: Apache-2.0
"""Writes small files of vectors with the programs that people use: numpy 2.x, safetensors 0.x.

Run with a Python that has numpy, safetensors and ml_dtypes is not needed: python make.py
expected.json holds the numbers as floats, row by row."""
import json
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file

here = Path(__file__).parent
rng = np.random.default_rng(7)
x = rng.standard_normal((5, 6)).astype(np.float32)
half, whole = x.astype(np.float16), (x * 30).astype(np.int8)
np.save(here / "f4.npy", x)
np.save(here / "f8.npy", x.astype(np.float64) / 3)
np.save(here / "f2.npy", half)
np.save(here / "i1.npy", whole)
np.save(here / "u1.npy", whole.view(np.uint8))
np.save(here / "fortran.npy", np.asfortranarray(x))
np.save(here / "big.npy", x.astype(">f4"))
np.save(here / "cube.npy", x.reshape(5, 2, 3))
with open(here / "version2.npy", "wb") as f:
    np.lib.format.write_array(f, x, version=(2, 0))
save_file({"embeddings": x}, here / "one.safetensors")
save_file({"a": x, "b": half, "bias": x[0]}, here / "two.safetensors")
with open(here / "x.fvecs", "wb") as f:
    for row in x:
        f.write(np.int32(6).tobytes() + row.tobytes())
with open(here / "x.bvecs", "wb") as f:
    for row in whole.view(np.uint8):
        f.write(np.int32(6).tobytes() + row.tobytes())
with open(here / "x.jsonl", "w") as f:
    for i, row in enumerate(x):
        f.write(json.dumps({"id": f"d{i}", "text": "t", "vector": row.tolist()}) + "\n")
with open(here / "embedding.jsonl", "w") as f:
    for i, row in enumerate(x):
        f.write(json.dumps({"embedding": row.tolist(), "_id": i}, indent=None, separators=(" , ", " : ")) + "\n")
(here / "ids.txt").write_text("".join(f"d{i}\n" for i in range(5)))
numbers = {"f4": x, "f8": (x.astype(np.float64) / 3).astype(np.float32), "f2": half, "i1": whole, "u1": whole.view(np.uint8)}
(here / "expected.json").write_text(json.dumps({k: [[float(v) for v in row] for row in a] for k, a in numbers.items()}))
