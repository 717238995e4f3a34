# SPDX-License-Identifier: Apache-2.0
"""encode.py onnxruntime|torch CORPUS MODEL THREADS: all-MiniLM-L6-v2 by other engines, in turns.

Reads a case a line, `f32 128`, `f32 natural` or `f32 query`, and prints the seconds of one pass over the
same texts as `measure encode`, tokens made before. Batches of 32 of like lengths, mean over tokens, length 1:
what sentence-transformers computes, without its own overhead.
"""
import json
import os
import sys
import tempfile
import time

import numpy as np
import torch
from tokenizers import Tokenizer
from transformers import AutoModel

engine, corpus, folder, threads = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
torch.set_num_threads(threads)
QUERY = "does the loss of a gene in mice make some t cells less or more active"


class Model(torch.nn.Module):
    def __init__(self, **settings):
        super().__init__()
        self.model = AutoModel.from_pretrained(folder, **settings).eval()

    def forward(self, input_ids, attention_mask, token_type_ids):
        states = self.model(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids).last_hidden_state
        counted = attention_mask.unsqueeze(-1).to(states.dtype)
        mean = (states * counted).sum(1) / counted.sum(1)
        return torch.nn.functional.normalize(mean, p=2, dim=1)


NAMES = ["input_ids", "attention_mask", "token_type_ids"]
if engine == "torch":
    model = Model()

    def run(*inputs):
        with torch.inference_mode():
            return model(*[torch.from_numpy(values) for values in inputs]).numpy()
else:
    import onnxruntime
    with tempfile.TemporaryDirectory() as temporary:
        path = os.path.join(temporary, "model.onnx")
        ones = torch.ones(2, 16, dtype=torch.long)
        axes = {name: {0: "texts", 1: "tokens"} for name in NAMES}
        torch.onnx.export(
            Model(attn_implementation="eager"), (ones, ones, ones * 0), path, input_names=NAMES, output_names=["vectors"],
            dynamic_axes=axes | {"vectors": {0: "texts"}}, opset_version=17, dynamo=False)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
        session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])

    def run(*inputs):
        return session.run(None, dict(zip(NAMES, inputs)))[0]


def encode(sequences):
    length = max(map(len, sequences))
    ids = np.zeros((len(sequences), length), np.int64)
    mask = np.zeros_like(ids)
    for row, tokens in enumerate(sequences):
        ids[row, :len(tokens)] = tokens
        mask[row, :len(tokens)] = 1
    return run(ids, mask, ids * 0)


tokenizer = Tokenizer.from_file(folder + "/tokenizer.json")
tokenizer.no_padding()
texts = []
with open(corpus, encoding="utf-8") as lines:
    for line in lines:
        row = json.loads(line)
        texts.append(row["title"] + " " + row["text"] if row.get("title") else row["text"])
        if len(texts) == 2000:
            break


def sequences(kind):
    if kind == "query":
        return [tokenizer.encode(QUERY).ids]
    length = 256 if kind == "natural" else int(kind)
    tokenizer.enable_truncation(length)
    found = [encoding.ids for encoding in tokenizer.encode_batch(texts)]
    return found[:256] if kind == "natural" else [ids for ids in found if len(ids) == length][:128]


for line in sys.stdin:
    kind = line.split()[1]
    inputs = sequences(kind)
    order = sorted(range(len(inputs)), key=lambda i: len(inputs[i]))
    batches = [[inputs[i] for i in order[start:start + 32]] for start in range(0, len(order), 32)]
    first = encode([inputs[0]])[0].tolist()
    passes = 100 if kind == "query" else 1
    start, cpu = time.perf_counter(), time.process_time()
    for _ in range(passes):
        for batch in batches:
            encode(batch)
    wall, cpu = time.perf_counter() - start, time.process_time() - cpu
    print(json.dumps({"wall": wall, "cpu": cpu, "n": passes * len(inputs), "first": first}), flush=True)
