# SPDX-License-Identifier: Apache-2.0
"""tokenizers_package.py CORPUS TOKENIZER REPETITIONS: the package tokenizers over a corpus, one thread.

Prints JSON seconds, of encode_batch and, as "fast", of encode_batch_fast, which keeps no offsets.
"""
import json
import os
import sys
import time

os.environ["RAYON_NUM_THREADS"] = "1"
os.environ["TOKENIZERS_PARALLELISM"] = "false"

from tokenizers import Tokenizer  # noqa: E402

corpus, path, repetitions = sys.argv[1], sys.argv[2], int(sys.argv[3])
start = time.perf_counter()
tokenizer = Tokenizer.from_file(path)
loading = time.perf_counter() - start
tokenizer.no_padding()
tokenizer.no_truncation()
texts = []
with open(corpus, encoding="utf-8") as lines:
    for line in lines:
        row = json.loads(line)
        title = row.get("title") or ""
        texts.append(title + " " + row["text"] if title else row["text"])


def seconds(encode):
    encode(texts)
    result = []
    for _ in range(repetitions):
        start = time.perf_counter()
        encodings = encode(texts)
        result.append(time.perf_counter() - start)
    return result, sum(len(encoding.ids) for encoding in encodings)


slow, tokens = seconds(tokenizer.encode_batch)
fast, _ = seconds(tokenizer.encode_batch_fast)
print(json.dumps({"seconds": slow, "fast": fast, "loading": loading, "tokens": tokens}))
