# SPDX-License-Identifier: Apache-2.0
"""Writes to `real.json` what a reader must find in the real data of these layouts.

Made with Python 3.11.7, pyarrow 26.0.1. Run it in this folder: python3 real.py DATA_FOLDER
"""
import json
import pathlib
import sys

import read

ROOT = pathlib.Path(sys.argv[1])
TASKS = [
    {"layout": "loco-v1", "folder": "loco", "split": "test", "options": {"subset": "qmsum"},
     "read": lambda root: read.loco_v1(root, "qmsum")},
    {"layout": "limit", "folder": "limit/limit-small", "split": "test", "options": {},
     "read": lambda root: read.beir_like(root, "corpus.jsonl", "queries.jsonl", "qrels.jsonl")},
]
found = [read.summary(task, ROOT) for task in TASKS]
(pathlib.Path(__file__).parent / "real.json").write_text(
    json.dumps(found, indent=1, ensure_ascii=False) + "\n")
