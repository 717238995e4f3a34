#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Small sentence-transformers models with random weights and their vectors.

    python3 make.py        # writes beside itself

Made with CPython 3.11, torch 2.15.0, transformers 5.23.0, tokenizers 0.23.3 and sentence-transformers
6.2.0. `base` holds the transformer and its tokenizer; every other folder what a model has beside
them, and `expected.json`, its vectors. A test lays a folder over `base`.
"""
import json
import pathlib
import shutil
import tempfile

import tokenizers
import torch
import transformers
from sentence_transformers import SentenceTransformer
from sentence_transformers.base.modules import Dense, Normalize, Transformer
from sentence_transformers.sentence_transformer.modules import Pooling

here = pathlib.Path(__file__).parent
WIDTH = 16
WORDS = """the a cat dog sat ran on under mat tree quick brown fox jumps over lazy red blue green is was
not never query passage search document for : , . ##s ##ing ##ed""".split()
TEXTS = [
    "the quick brown fox jumps over the lazy dog", "a cat", "", "The Cat sat on the RED mat.",
    "never was a blue tree not under a green tree, the dog ran and ran and ran, searching cats",
    "unknown words: zebra [MASK] sat", "  dogs  "]


def make_base(folder):
    torch.manual_seed(20261121)
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *WORDS, "The", "Cat", "RED"]
    tokenizer = tokenizers.Tokenizer(
        tokenizers.models.WordPiece(
            {word: index for index, word in enumerate(vocabulary)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = tokenizers.processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", 2), ("[SEP]", 3)])
    transformers.PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, unk_token="[UNK]", pad_token="[PAD]", cls_token="[CLS]",
        sep_token="[SEP]", mask_token="[MASK]", model_max_length=24).save_pretrained(folder)
    model = transformers.BertModel(
        transformers.BertConfig(
            vocab_size=len(vocabulary), hidden_size=WIDTH, num_hidden_layers=1,
            num_attention_heads=2, intermediate_size=24, max_position_embeddings=32))
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(torch.randn_like(parameter) * 0.3)
    model.save_pretrained(folder)


def rounded(vectors):
    return [[round(value, 6) for value in vector] for vector in vectors.tolist()]


def dense(inputs, outputs, **settings):
    layer = Dense(inputs, outputs, **settings)
    with torch.no_grad():
        for parameter in layer.parameters():
            parameter.copy_(torch.randn_like(parameter) * 0.3)
    return layer


def old_pooling(folder, **modes):
    """The settings as versions before 6 wrote them."""
    names = ["cls_token", "mean_tokens", "max_tokens", "mean_sqrt_len_tokens",
             "weightedmean_tokens", "lasttoken"]
    settings = {"word_embedding_dimension": WIDTH}
    settings |= {f"pooling_mode_{name}": modes.get(name, False) for name in names}
    (folder / "1_Pooling/config.json").write_text(json.dumps(settings | {"include_prompt": True}))


MODES = ["cls", "max", "mean", "mean_sqrt_len_tokens", "weightedmean", "lasttoken"]
PROMPTS = {"query": "search query: ", "document": "document: "}
MODELS = {mode: dict(pooling=mode) for mode in MODES} | {
    "joined": dict(pooling=("cls", "mean"), steps=[lambda: dense(2 * WIDTH, 8)]),
    "old-names": dict(pooling="mean", after=lambda folder: old_pooling(
        folder, mean_tokens=True, max_tokens=True)),
    "dense": dict(steps=[lambda: dense(WIDTH, 12), Normalize]),
    "dense-identity": dict(steps=[Normalize, lambda: dense(
        WIDTH, 8, bias=False, activation_function=torch.nn.Identity())], similarity="dot"),
    "prompts": dict(prompts=PROMPTS, steps=[Normalize]),
    "prompts-left-out": dict(prompts=PROMPTS, include_prompt=False, similarity="euclidean"),
    "prompts-left-out-weighted": dict(
        prompts=PROMPTS, include_prompt=False, pooling="weightedmean"),
    "prompts-left-out-first": dict(prompts=PROMPTS, include_prompt=False, pooling="cls"),
    "cut": dict(maximum=7, prompts=PROMPTS, pooling="lasttoken"),
    "lower-case": dict(lower=True),
    "truncated": dict(steps=[Normalize], dimensions=6),
}


def write(name, pooling="mean", steps=(), prompts=None, include_prompt=True, similarity=None,
          maximum=None, lower=False, dimensions=None, after=None):
    torch.manual_seed(len(name))
    target = here / name
    shutil.rmtree(target, ignore_errors=True)
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        model = SentenceTransformer(
            modules=[
                Transformer(str(here / "base"), max_seq_length=maximum),
                Pooling(WIDTH, pooling_mode=pooling, include_prompt=include_prompt),
                *[step() for step in steps]],
            prompts=prompts, similarity_fn_name=similarity, device="cpu")
        model.save(str(folder), create_model_card=False)
        if lower or maximum:
            (folder / "sentence_bert_config.json").write_text(
                json.dumps({"max_seq_length": maximum or 24, "do_lower_case": lower}))
        if after:
            after(folder)
        model = SentenceTransformer(str(folder), device="cpu")
        settings = dict(truncate_dim=dimensions, normalize_embeddings=dimensions is not None)
        expected = {
            "texts": TEXTS, "similarity": model.similarity_fn_name, "dimensions": dimensions,
            "query": rounded(model.encode_query(TEXTS, **settings)),
            "document": rounded(model.encode_document(TEXTS, **settings)),
            "counts": [len(model.tokenizer(text)["input_ids"]) for text in TEXTS]}
        target.mkdir()
        for path in sorted(folder.rglob("*")):
            base = here / "base" / path.relative_to(folder)
            if path.is_dir() or (base.exists() and base.read_bytes() == path.read_bytes()):
                continue
            if path.name in ("tokenizer.json", "tokenizer_config.json", "config.json") and (
                    path.parent == folder):
                continue
            place = target / path.relative_to(folder)
            place.parent.mkdir(exist_ok=True, parents=True)
            shutil.copyfile(path, place)
        (target / "expected.json").write_text(json.dumps(expected))


def write_plain():
    """A transformer alone."""
    target = here / "plain"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    model = SentenceTransformer(str(here / "base"), device="cpu")
    vectors = rounded(model.encode(TEXTS))
    (target / "expected.json").write_text(json.dumps({
        "texts": TEXTS, "similarity": "cosine", "dimensions": None, "query": vectors,
        "document": vectors,
        "counts": [len(model.tokenizer(text)["input_ids"]) for text in TEXTS]}))


shutil.rmtree(here / "base", ignore_errors=True)
make_base(here / "base")
for name, settings in MODELS.items():
    write(name, **settings)
write_plain()
