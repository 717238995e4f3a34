#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Small static models with random weights, their vectors, and small transformers with what they are
distilled to.

    python3 make.py        # writes a folder for each model beside itself

Made with CPython 3.11, model2vec 0.10.0 (skeletoken 0.6.1), sentence-transformers 6.2.0,
transformers 5.23.0, tokenizers 0.23.3, safetensors 0.8.0 and numpy 2.4.6.
"""
import json
import pathlib
import shutil

import numpy as np
import safetensors.torch
import torch
import transformers
from model2vec import StaticModel
from model2vec.distill import distill
from model2vec.quantization import quantize_embeddings
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors, trainers

here = pathlib.Path(__file__).parent
WIDTH = 12
WORDS = "a b c d e the cat sat on mat dog ran fast over lazy river stone light wind tree".split()
PIECES = ["##s", "##ing", "##ed", "##er", "##a", "##t", "##n", ",", ".", "!", "é", "中", "文"]
TEXTS = [
    "", " ", "the cat sat on the mat.", "The DOG ran over the river!", "cats dogs trees stones",
    "zzzz qqqq", "the zzzz cat", "é 中文 cat", "🦊 [PAD] [UNK] dog", "\t\n the\u00a0cat\u0301",
    "wind " * 40, "lazytree", "stones, stoned; stoner", "a\x00b", "c" * 300,
    "light wind tree " * 30 + "zzzz", "é中" * 60, "mat",
]


def wordpiece(extra=()):
    tokens = ["[PAD]", "[UNK]", *extra, *WORDS, *PIECES]
    tokenizer = Tokenizer(models.WordPiece(
        {token: index for index, token in enumerate(tokens)}, unk_token="[UNK]",
        max_input_chars_per_word=100))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.add_special_tokens(["[PAD]", "[UNK]"])
    return tokenizer


def unigram():
    pieces = [("<unk>", 0.0), ("<pad>", 0.0), ("▁", -2.0)]
    pieces += [("▁" + word, -3.0 - index / 7) for index, word in enumerate(WORDS)]
    pieces += [(letter, -5.0 - index / 9) for index, letter in enumerate("abcdegmnorst.")]
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=0, byte_fallback=False))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.add_special_tokens(["<pad>"])
    return tokenizer


def bytelevel():
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    trainer = trainers.BpeTrainer(
        vocab_size=330, special_tokens=["<s>", "<pad>", "</s>", "<unk>", "<mask>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False)
    tokenizer.train_from_iterator([" ".join(WORDS)] * 50, trainer)
    return tokenizer


def embeddings(tokenizer, seed):
    return np.random.default_rng(seed).normal(
        size=(tokenizer.get_vocab_size(), WIDTH)).astype(np.float32)


def write(folder, vectors, counts=None):
    golden = {"texts": TEXTS, "vectors": [[float(x) for x in row] for row in vectors]}
    if counts is not None:
        golden["kept"] = counts
    (folder / "vectors.json").write_text(json.dumps(golden, ensure_ascii=False))


def empty(name):
    folder = here / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


def static(name, model, **options):
    folder = empty(name)
    if name != "f64":
        model.config |= {"model_type": "model2vec", "architectures": ["StaticModel"]}
    model.save_pretrained(folder)
    (folder / "README.md").unlink()
    loaded = StaticModel.from_pretrained(folder, **options)
    texts = TEXTS
    if loaded.max_length is not None:
        texts = [text[: loaded.max_length * loaded.median_token_length] for text in TEXTS]
    write(folder, loaded.encode(TEXTS), [len(ids) for ids in loaded.tokenize(texts)])
    return folder


def sentence(name, **config):
    tokenizer = wordpiece()
    if "limit" in config:
        tokenizer.enable_truncation(config["limit"])
    modules = [StaticEmbedding(tokenizer, embedding_weights=embeddings(tokenizer, 8))]
    if config.get("normalize"):
        modules.append(Normalize())
    model = SentenceTransformer(modules=modules, device="cpu", prompts=config.get("prompts"))
    folder = empty(name)
    model.save(str(folder), create_model_card=False)
    if config.get("nested"):
        # As sentence-transformers wrote it before version 4.
        (folder / "0_StaticEmbedding").mkdir()
        for file in ["model.safetensors", "tokenizer.json"]:
            (folder / file).rename(folder / "0_StaticEmbedding" / file)
        listed = json.loads((folder / "modules.json").read_text())
        listed[0] |= {
            "path": "0_StaticEmbedding", "type": "sentence_transformers.models.StaticEmbedding"}
        (folder / "modules.json").write_text(json.dumps(listed, indent=2))
        model = SentenceTransformer(str(folder), device="cpu")
    write(folder, model.encode_query(TEXTS) if config.get("prompts") else model.encode(TEXTS))


def main():
    pieces = wordpiece()
    values = embeddings(pieces, 1)
    static("f32", StaticModel(values, pieces, normalize=True))
    static("f16", StaticModel(values.astype(np.float16), pieces, normalize=True))
    static("f64", StaticModel(values.astype(np.float64), pieces, normalize=False))
    static("int8", StaticModel(quantize_embeddings(values, "int8"), pieces, normalize=True))
    static("short", StaticModel(values, pieces, normalize=True, max_length=4))
    static("unlimited", StaticModel(values, pieces, normalize=False, max_length=None))
    random = np.random.default_rng(3)
    mapping = random.integers(0, 9, size=len(values))
    weights = random.uniform(0.1, 2, size=len(values))
    for name, number, kind in [("mapped", np.float64, np.int64), ("mapped-i32", np.float32, np.int32)]:
        static(name, StaticModel(
            values[:9], pieces, normalize=True, weights=weights.astype(number),
            token_mapping=mapping.astype(kind)))
    static("weighted", StaticModel(
        values.astype(np.float16), pieces, weights=weights.astype(np.float16)))
    other = unigram()
    static("unigram", StaticModel(embeddings(other, 4), other, normalize=True))
    other = bytelevel()
    static("bytelevel", StaticModel(embeddings(other, 5), other, normalize=True))

    # numpy has no bfloat16: vectors of the model with rounded weights.
    rounded = torch.from_numpy(values).bfloat16()
    folder = static("bf16", StaticModel(rounded.float().numpy(), pieces, normalize=True))
    safetensors.torch.save_file({"embeddings": rounded}, folder / "model.safetensors")

    sentence("sentence", normalize=True)
    sentence("sentence-limited", limit=5, nested=True)
    sentence("sentence-prompt", normalize=True, prompts={"query": "the dog "})

    bert()
    roberta()


def transformer(name, config, kind, tokenizer):
    """A small transformer and what model2vec makes of it: the tokens and their rows."""
    folder = empty(name)
    torch.manual_seed(7)
    model = kind(config).eval()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(torch.randn_like(parameter) * 0.3)
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    result = distill(str(folder), pca_dims=8, quantize_to="float32", device="cpu")
    (folder / "distilled.json").write_text(json.dumps({
        "tokens": list(result.tokens), "texts": TEXTS,
        "rows": [[float(x) for x in row] for row in result.embedding],
        "vectors": [[float(x) for x in row] for row in result.encode(TEXTS)]}, ensure_ascii=False))


def bert():
    unused = [f"[unused{index}]" for index in range(5)]
    tokenizer = wordpiece(["[CLS]", *unused[:3], "[SEP]", "[MASK]", *unused[3:], "[unused]"])
    tokenizer.add_special_tokens(["[CLS]", "[SEP]", "[MASK]"])
    tokenizer.add_tokens(["river stone"])
    size = tokenizer.get_vocab_size()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[(token, tokenizer.token_to_id(token)) for token in ["[CLS]", "[SEP]"]])
    transformer(
        "bert",
        transformers.BertConfig(
            vocab_size=size, hidden_size=24, num_hidden_layers=2, num_attention_heads=3,
            intermediate_size=32, max_position_embeddings=16),
        transformers.BertModel,
        transformers.PreTrainedTokenizerFast(
            tokenizer_object=tokenizer, unk_token="[UNK]", pad_token="[PAD]", cls_token="[CLS]",
            sep_token="[SEP]", mask_token="[MASK]"))


def roberta():
    tokenizer = bytelevel()
    tokenizer.post_processor = processors.RobertaProcessing(
        ("</s>", tokenizer.token_to_id("</s>")), ("<s>", tokenizer.token_to_id("<s>")))
    transformer(
        "roberta",
        transformers.RobertaConfig(
            vocab_size=tokenizer.get_vocab_size(), hidden_size=16, num_hidden_layers=1,
            num_attention_heads=2, intermediate_size=24, max_position_embeddings=16,
            type_vocab_size=1, pad_token_id=1, bos_token_id=0, eos_token_id=2),
        transformers.RobertaModel,
        transformers.PreTrainedTokenizerFast(
            tokenizer_object=tokenizer, bos_token="<s>", eos_token="</s>", unk_token="<unk>",
            cls_token="<s>", sep_token="</s>", mask_token="<mask>", pad_token="<pad>"))


main()
