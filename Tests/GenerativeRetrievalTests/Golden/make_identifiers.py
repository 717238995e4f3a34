#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What transformers writes where only ids of documents, or paths of clusters, may be written.

    python make_identifiers.py

Made with CPython 3.11, torch 2.15.0, transformers 5.23.0 and tokenizers 0.23.3: identifiers.json, by
model: BART, T5 and Qwen2 of SequenceGeneratorsTests/Golden, which spell ids, and atomic, made here: a T5 that
has a token of its own for every document.
"""
import json
import pathlib
import shutil

import tokenizers
import torch
import transformers as t

here = pathlib.Path(__file__).parent
models = here.parent.parent / "SequenceGeneratorsTests/Golden"
BEAMS = 8
IDS = ["42", "4219", "42197", "2024", "Oslo 2", "Oslo 24", "Marie", "197", "1", "Norway"]
# Some share one, one is the beginning of others, and special tokens are tokens too.
CLUSTERS = ["4 2 1", "4 2 1", "4 2", "0 9", "4 7 2", "9", "0 9 1 1", "2 4", "2 4 7", "<unk> 1"]
QUERIES = ["who discovered radium", "the capital of Norway", "café in Zürich, 2024"]
torch.set_num_threads(1)


def make_atomic():
    folder = here / "atomic"
    folder.mkdir(exist_ok=True)
    tokenizer = tokenizers.Tokenizer.from_file(str(models / "t5" / "tokenizer.json"))
    # Half of them special, as both are found in published folders.
    tokenizer.add_tokens([f"doc {i}" for i in IDS[::2]])
    tokenizer.add_special_tokens([f"doc {i}" for i in IDS[1::2]])
    tokenizer.save(str(folder / "tokenizer.json"))
    torch.manual_seed(9)
    model = t.AutoModelForSeq2SeqLM.from_pretrained(models / "t5")
    model.resize_token_embeddings(tokenizer.get_vocab_size(), mean_resizing=False)
    for key, parameter in model.named_parameters():
        values = torch.randn_like(parameter) * 0.25
        parameter.data = values * 0.5 + 1 if "norm" in key and key.endswith("weight") else values
    model.save_pretrained(folder)
    shutil.copy(models / "t5" / "tokenizer_config.json", folder)


def generate(model, source, first, before, paths, end):
    following = {}
    for path in paths:
        path = tuple(first + path + [end])
        for length in range(len(path)):
            following.setdefault(path[:length], set()).add(path[length])
    with torch.no_grad():
        found = model.generate(
            torch.tensor([source]), attention_mask=torch.ones(1, len(source)), num_beams=BEAMS,
            num_return_sequences=BEAMS, max_new_tokens=len(first) + max(map(len, paths)) + 1,
            do_sample=False, length_penalty=0.0, early_stopping="never", return_dict_in_generate=True,
            output_scores=True, prefix_allowed_tokens_fn=lambda _, tokens: sorted(
                following.get(tuple(tokens[before:].tolist()), {end})))
    written = {}
    for ids, score in zip(found.sequences.tolist(), found.sequences_scores.tolist()):
        ids = ids[before + len(first):]
        if end in ids and score > -1e6:
            written.setdefault(tuple(ids[:ids.index(end)]), score)
    return [{"tokens": k, "logProbability": round(v, 6)} for k, v in written.items()]


make_atomic()
golden = {}
for name in ["bart", "t5", "qwen2", "atomic"]:
    folder = (here if name == "atomic" else models) / name
    tokenizer = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))
    encodes = name != "qwen2"
    model = (t.AutoModelForSeq2SeqLM if encodes else t.AutoModelForCausalLM).from_pretrained(folder).eval()
    model.generation_config.forced_eos_token_id = None
    end = model.config.eos_token_id
    first = [0] if name == "bart" else []
    names = [f"doc {i}" for i in IDS] if name == "atomic" else IDS
    # As text, "doc 42197" is the special token "doc 4219" and a 7.
    ids = [[tokenizer.token_to_id(i)] if name == "atomic" else tokenizer.encode(i, add_special_tokens=False).ids
           for i in names]
    clusters = [tokenizer.encode(c, add_special_tokens=False).ids for c in CLUSTERS]
    assert len(set(map(tuple, ids))) == len(ids)
    cases = []
    for query in QUERIES:
        source = tokenizer.encode(query).ids
        before = 1 if encodes else len(source)
        cases.append({
            "query": query, "ids": generate(model, source, first, before, ids, end),
            "clusters": generate(model, source, first, before, clusters, end)})
    golden[name] = {
        "documents": names, "ids": ids, "paths": CLUSTERS, "clusters": clusters, "cases": cases}
text = ",\n".join(
    f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in golden.items())
(here / "identifiers.json").write_text("{" + text + "}\n")
for name, value in golden.items():
    print(name, value["ids"][:3], [len(c["ids"]) for c in value["cases"]], [len(c["clusters"]) for c in value["cases"]])
