# SPDX-License-Identifier: Apache-2.0
"""splade.py make FOLDER MODEL: writes a random checkpoint of DistilBERT's shape for masked words, with MODEL's tokenizer.
splade.py run FOLDER CORPUS: encodes with it by transformers, one thread, in turns.

Reads a case a line, `f32 128` or `bf16 128`, and prints the seconds of one pass over the first 64 documents that have so
many tokens, cut there, in batches of 32, tokens made before: the largest log(1 + relu(score)) of every term over the
tokens, which is what SPLADE's own code computes, as a dense vector. `first` has the terms of the first text, with weights.
"""
import json
import shutil
import sys
import time
from pathlib import Path

import torch
import transformers
from tokenizers import Tokenizer

kind, folder, argument = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
TEXTS, BATCH, TERMS = 64, 32, 200


def vectors(model, ids):
    with torch.inference_mode():
        scores = model(input_ids=ids, attention_mask=torch.ones_like(ids)).logits
        return torch.log1p(torch.relu(scores)).amax(1).float()


def make():
    torch.manual_seed(1)
    model = transformers.DistilBertForMaskedLM(transformers.DistilBertConfig()).eval()
    # A trained model keeps some hundred of all terms: here a lower bias does that.
    with torch.inference_mode():
        ids = torch.randint(1000, 30_000, (4, 128))
        highest = model(input_ids=ids, attention_mask=torch.ones_like(ids)).logits.amax(1)
        model.vocab_projector.bias -= highest.topk(TERMS).values[:, -1].mean()
    model.save_pretrained(folder)
    for name in ("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json"):
        if (argument / name).exists():
            shutil.copy(argument / name, folder / name)


def run():
    torch.set_num_threads(1)
    models = {name: transformers.AutoModelForMaskedLM.from_pretrained(folder, dtype=kind).eval()
              for name, kind in (("f32", torch.float32), ("bf16", torch.bfloat16))}
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    with open(argument, encoding="utf-8") as lines:
        rows = [json.loads(line) for line, _ in zip(lines, range(2000))]
    texts = [row["title"] + " " + row["text"] if row.get("title") else row["text"] for row in rows]
    for line in sys.stdin:
        name, length = line.split()
        tokenizer.enable_truncation(int(length))
        ids = torch.tensor([e.ids for e in tokenizer.encode_batch(texts) if len(e.ids) == int(length)][:TEXTS])
        first = vectors(models[name], ids[:1])[0]
        start, cpu = time.perf_counter(), time.process_time()
        for batch in ids.split(BATCH):
            vectors(models[name], batch)
        wall, cpu = time.perf_counter() - start, time.process_time() - cpu
        terms = first.nonzero()[:, 0].tolist()
        print(json.dumps({"wall": wall, "cpu": cpu, "n": len(ids), "first": {str(t): first[t].item() for t in terms}}), flush=True)


make() if kind == "make" else run()
