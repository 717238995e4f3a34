#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Small encoders with random weights and their hidden states, by transformers.

    python3 make.py        # writes a folder for each model beside itself

Made with CPython 3.11, torch 2.15.0 and transformers 5.23.0, in float32 with eager attention. Weights
are drawn wider than a training would start with, so that every part of a layer matters.
"""
import json
import pathlib

import torch
import transformers

here = pathlib.Path(__file__).parent
SEQUENCES = [[3, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43], [5], [48, 2, 9, 9, 2, 30, 1], [4, 6]]
COMMON = {"vocab_size": 50, "hidden_act": "gelu"}
SIZES = {
    "hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 4, "intermediate_size": 48,
    "max_position_embeddings": 24}
MODELS = {
    "bert": (transformers.BertConfig(**COMMON, **SIZES), transformers.BertModel, torch.float32),
    "bert-tanh-bf16": (
        transformers.BertConfig(**{**COMMON, "hidden_act": "gelu_new"}, **SIZES),
        transformers.BertModel, torch.bfloat16),
    "bert-relu-f16": (
        transformers.BertConfig(**{**COMMON, "hidden_act": "relu"}, **SIZES),
        transformers.BertForMaskedLM, torch.float16),
    "roberta": (
        transformers.RobertaConfig(**COMMON, **SIZES, pad_token_id=1), transformers.RobertaModel,
        torch.float32),
    "xlm-roberta": (
        transformers.XLMRobertaConfig(**COMMON, **SIZES, pad_token_id=1, type_vocab_size=1),
        transformers.XLMRobertaModel, torch.float32),
    "distilbert": (
        transformers.DistilBertConfig(
            vocab_size=50, dim=32, n_layers=2, n_heads=4, hidden_dim=48,
            max_position_embeddings=24, activation="gelu"),
        transformers.DistilBertModel, torch.float32),
}


def states(model, sequence):
    base = getattr(model, model.base_model_prefix, model)
    with torch.inference_mode():
        output = base(
            input_ids=torch.tensor([sequence]), attention_mask=torch.ones(1, len(sequence)))
    return output.last_hidden_state[0]


for name, (config, kind, dtype) in MODELS.items():
    torch.manual_seed(20240711)
    config._attn_implementation = "eager"
    model = kind(config).eval()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(torch.randn_like(parameter) * 0.3)
        # Weights as they are stored, computed in float32: what a reader of the file is to compute.
        model = model.to(dtype)
        model.save_pretrained(here / name)
        model = model.float()
    rows = [states(model, sequence) for sequence in SEQUENCES]
    with open(here / name / "states.json", "w", encoding="utf-8") as file:
        json.dump(
            {"sequences": SEQUENCES,
             "states": [[round(value, 6) for value in row.flatten().tolist()] for row in rows]},
            file)
    for extra in (here / name).glob("generation_config.json"):
        extra.unlink()
