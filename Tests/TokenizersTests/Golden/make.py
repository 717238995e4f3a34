#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the golden files beside this one.

    python3 -m venv v && v/bin/pip install tokenizers==0.23.3 sentencepiece==0.2.3 && v/bin/python make.py

- texts.jsonl.gz: the texts of texts.py, a JSON string a line; broken.jsonl: bytes that are not UTF-8, as
  lists of numbers.
- models.json.gz: small models trained on those texts, as JSON texts by name; charsmaps.json.gz: what sentencepiece makes of
  its own rules and of a few odd ones.
- cases.jsonl.gz: tokenizers made of such a model and other `parts` (a JSON text), and what the package makes of the texts:
  `digests` is 8 bits of FNV-1a over the ids of each text (Base64), `whole` 64 bits over all, `samples` all
  ids of some, `pairs` ids and type ids of pairs, `cut` the ids of pairs and texts after truncation, `broken`
  those of the broken bytes with errors="replace", `decoded` the texts of sampled ids.
"""

import base64
import gzip
import io
import json
import pathlib
import struct
import tempfile

import sentencepiece
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers

from texts import broken, texts

FOLDER = pathlib.Path(__file__).parent
TEXTS = texts()
BROKEN = broken()
BYTES = [f"<0x{byte:02X}>" for byte in range(256)]
CL100K = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+")
O200K = "|".join([
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
    r"\p{N}{1,3}", r" ?[^\s\p{L}\p{N}]+[\r\n/]*", r"\s*[\r\n]+", r"\s+(?!\S)", r"\s+"])
CLIP = r"<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"
ODD = "|".join([
    r"(?<=a)b", r"(?<![0-9])x+?y", r"[^a-f]{2,3}z", r"[a-z]++\d", r"(?>a|ab)c", r"^\s", r"\s$", r"\A.", r"e(?=r)", r"[\w\-]{,2}!", r"\x{4e2d}",
    r"\u00e9", r"[^\W\d_]{3}\Z"])


def part(kind, **fields):
    return {"type": kind, **fields}


def regex(expression):
    return {"Regex": expression}


def charsmap(kind):
    """A precompiled_charsmap as sentencepiece compiles it: its own rules or a few odd ones."""
    rules = "".join(
        " ".join(f"{ord(c):X}" for c in old) + "\t" + " ".join(f"{ord(c):X}" for c in new) + "\n"
        for old, new in [("ﬁ", "fi"), ("a\u0301", "á"), ("e", "E"), ("\u200b", ""), ("①", "1"), ("か\u3099", "が"), ("ab", "X"), ("\r\n", "N"), ("™", "TM"), ("\u3000", " "), ("中", "")])
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "rules.tsv")
        path.write_text(rules)
        model = io.BytesIO()
        options = {"normalization_rule_tsv": str(path)} if kind == "odd" else {"normalization_rule_name": kind}
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(["a b c d e f"] * 20), model_writer=model, vocab_size=11, model_type="unigram", minloglevel=2, **options)
    from sentencepiece import sentencepiece_model_pb2

    proto = sentencepiece_model_pb2.ModelProto()
    proto.ParseFromString(model.getvalue())
    return base64.b64encode(proto.normalizer_spec.precompiled_charsmap).decode()


def train(model, trainer, normalizer=None, pre_tokenizer=None, alphabet=None):
    tokenizer = Tokenizer(model)
    if normalizer:
        tokenizer.normalizer = normalizer
    if pre_tokenizer:
        tokenizer.pre_tokenizer = pre_tokenizer
    kept = (text if alphabet is None else "".join(filter(alphabet.__contains__, text)) for text in TEXTS * 2)
    tokenizer.train_from_iterator(kept, trainer)
    return json.loads(tokenizer.to_str())["model"]


def trained_models():
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    marks = ["<s>", "<pad>", "</s>", "<unk>"]
    space = pre_tokenizers.WhitespaceSplit()
    wordpiece = train(
        models.WordPiece(unk_token="[UNK]"), trainers.WordPieceTrainer(vocab_size=1500, special_tokens=special, limit_alphabet=500, show_progress=False),
        normalizers.BertNormalizer(lowercase=False, strip_accents=False), pre_tokenizers.BertPreTokenizer())
    level = train(
        models.BPE(), trainers.BpeTrainer(vocab_size=1200, special_tokens=["<|endoftext|>"], initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False),
        pre_tokenizer=pre_tokenizers.ByteLevel(add_prefix_space=False))
    fallback = train(
        models.BPE(unk_token="<unk>", byte_fallback=True, fuse_unk=True),
        trainers.BpeTrainer(vocab_size=1500, special_tokens=marks + BYTES, limit_alphabet=300, show_progress=False),
        pre_tokenizer=pre_tokenizers.Metaspace())
    fallback["merges"] = [" ".join(pair) for pair in fallback["merges"]]  # the older form
    suffix = train(
        models.BPE(unk_token="<unk>", end_of_word_suffix="</w>"),
        trainers.BpeTrainer(vocab_size=900, special_tokens=marks, end_of_word_suffix="</w>", limit_alphabet=200, show_progress=False), pre_tokenizer=space)
    prefix = train(
        models.BPE(unk_token="<unk>", continuing_subword_prefix="##"),
        trainers.BpeTrainer(vocab_size=900, special_tokens=marks, continuing_subword_prefix="##", limit_alphabet=200, show_progress=False), pre_tokenizer=space)
    characters = {}
    for text in TEXTS:
        for c in text + text.lower():
            characters[c] = characters.get(c, 0) + 1
    common = sorted(sorted(characters), key=lambda c: -characters[c])[:1200]
    unigram = train(
        models.Unigram(), trainers.UnigramTrainer(vocab_size=1100, special_tokens=marks, unk_token="<unk>", show_progress=False, max_piece_length=8),
        pre_tokenizer=pre_tokenizers.Metaspace(), alphabet=set(common[:300]))
    spoken = dict(unigram, byte_fallback=True, vocab=unigram["vocab"] + [[byte, 0.0] for byte in BYTES])
    words = sorted({word for text in TEXTS[:1500] for word in text.split()})[:800]
    level_words = {"type": "WordLevel", "vocab": {word: i for i, word in enumerate(["<unk>"] + words)}, "unk_token": "<unk>"}
    # One token a character, another one inside a piece: shows where pieces begin.
    vocabulary = ["<unk>", "##<unk>"] + [form for c in common for form in (c, "##" + c)]
    probe = {"type": "BPE", "dropout": None, "unk_token": "<unk>", "continuing_subword_prefix": "##", "end_of_word_suffix": None, "fuse_unk": False,
             "byte_fallback": False, "ignore_merges": False, "vocab": {token: i for i, token in enumerate(dict.fromkeys(vocabulary))}, "merges": []}
    return {"wordpiece": wordpiece, "level": level, "fallback": fallback, "suffix": suffix, "prefix": prefix, "unigram": unigram, "spoken": spoken,
            "words": level_words, "probe": probe}


def added(content, special=True, **flags):
    return {"id": 0, "content": content, "single_word": False, "lstrip": False, "rstrip": False, "normalized": not special, "special": special, **flags}


def template(first, last, ids, middle=None):
    piece = lambda token, kind: {"SpecialToken": {"id": token, "type_id": kind}}
    text = lambda name, kind: {"Sequence": {"id": name, "type_id": kind}}
    return part(
        "TemplateProcessing", single=[piece(first, 0), text("A", 0), piece(last, 0)],
        pair=[piece(first, 0), text("A", 0), piece(last, 0), *([piece(middle, 0)] if middle else []), text("B", 1), piece(last, 1)],
        special_tokens={name: {"id": name, "ids": ids[name], "tokens": [name] * len(ids[name])} for name in ids})


def cases():
    bert = part("BertNormalizer", clean_text=True, handle_chinese_chars=True, strip_accents=None, lowercase=True)
    cls = template("[CLS]", "[SEP]", {"[CLS]": [2], "[SEP]": [3]})
    specials = [added(t) for t in ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")]
    more = [added("newword", False, single_word=True), added("cafétok", False), added("stripme", False, lstrip=True, rstrip=True), added("[mask]", False, normalized=False)]
    level = part("ByteLevel", add_prefix_space=False, trim_offsets=True, use_regex=True)
    bare = part("ByteLevel", add_prefix_space=False, trim_offsets=True, use_regex=False)
    split = lambda pattern, behavior="Isolated", invert=False: part("Split", pattern=pattern, behavior=behavior, invert=invert)
    sequence = lambda *steps: part("Sequence", pretokenizers=list(steps))
    norms = lambda *steps: part("Sequence", normalizers=list(steps))
    metaspace = lambda scheme, cut=True: part("Metaspace", replacement="▁", prepend_scheme=scheme, split=cut)
    meta_decoder = metaspace("always")
    marks = [added(t) for t in ("<s>", "<pad>", "</s>", "<unk>")] + [added("<mask>", lstrip=True)]
    roberta = part("RobertaProcessing", sep=["</s>", 2], cls=["<s>", 0], trim_offsets=True, add_prefix_space=True)
    odd, real = charsmap("odd"), charsmap("nmt_nfkc")
    charsmaps = {"odd": odd, "real": real}
    fallback_decoder = part("Sequence", decoders=[part("Replace", pattern={"String": "▁"}, content=" "), part("ByteFallback"), part("Fuse"), part("Strip", content=" ", start=1, stop=0)])
    yield "bert", "wordpiece", dict(normalizer=bert, pre_tokenizer=part("BertPreTokenizer"), post_processor=cls, added_tokens=specials + more, decoder=part("WordPiece", prefix="##", cleanup=True),
                                    truncation=dict(direction="Right", max_length=16, strategy="LongestFirst", stride=0))
    yield "bert cased", "wordpiece", dict(normalizer=dict(bert, lowercase=False), pre_tokenizer=part("BertPreTokenizer"), added_tokens=specials + more,
                                          post_processor=part("BertProcessing", sep=["[SEP]", 3], cls=["[CLS]", 2]), decoder=part("WordPiece", prefix="##", cleanup=False),
                                          truncation=dict(direction="Left", max_length=9, strategy="OnlySecond", stride=0))
    yield "bert without cleaning", "wordpiece", dict(normalizer=dict(bert, clean_text=False, handle_chinese_chars=False, lowercase=False, strip_accents=True), pre_tokenizer=part("BertPreTokenizer"))
    yield "bert with accents", "wordpiece", dict(normalizer=dict(bert, strip_accents=False), pre_tokenizer=part("BertPreTokenizer"))
    yield "gpt2", "level", dict(pre_tokenizer=level, post_processor=level, decoder=level, added_tokens=[added("<|endoftext|>", normalized=False), added("newword", False)])
    yield "roberta", "level", dict(pre_tokenizer=dict(level, add_prefix_space=True), post_processor=roberta, decoder=level, added_tokens=marks + more,
                                   truncation=dict(direction="Left", max_length=12, strategy="LongestFirst", stride=0))
    yield "cl100k", "level", dict(normalizer=part("NFC"), pre_tokenizer=sequence(split(regex(CL100K)), bare), decoder=level,
                                  post_processor=part("Sequence", processors=[bare, template("<|endoftext|>", "<|endoftext|>", {"<|endoftext|>": [0]})]))
    yield "o200k", "level", dict(pre_tokenizer=sequence(split(regex(O200K), "Removed", True), bare), decoder=level)
    yield "digits and bytes", "level", dict(pre_tokenizer=sequence(part("Digits", individual_digits=True), split(regex(r"\p{N}{3}")), level), decoder=level)
    yield "byte normalizer", "level", dict(normalizer=norms(part("NFKC"), part("ByteLevel")), decoder=level, added_tokens=[added("cafétok", False), added(" x", False)])
    yield "llama", "fallback", dict(normalizer=norms(part("Prepend", prepend="▁"), part("Replace", pattern={"String": " "}, content="▁")), added_tokens=marks + more, decoder=fallback_decoder,
                                    post_processor=template("<s>", "</s>", {"<s>": [0], "</s>": [2, 2]}, middle="<s>"))
    for scheme in ("first", "never", "always"):
        yield f"metaspace {scheme}", "fallback", dict(pre_tokenizer=metaspace(scheme, scheme != "first"), added_tokens=marks, decoder=dict(meta_decoder, prepend_scheme=scheme))
    yield "stripped metaspace first", "probe", dict(normalizer=part("Strip", strip_left=True, strip_right=False), pre_tokenizer=sequence(split({"String": "a"}, "MergedWithNext"), metaspace("first")), added_tokens=marks)
    yield "suffix", "suffix", dict(normalizer=norms(part("NFC"), part("Replace", pattern=regex(r"\s+"), content=" "), part("Lowercase")), pre_tokenizer=split(regex(CLIP), "Removed", True), decoder=part("BPEDecoder", suffix="</w>"))
    yield "prefix", "prefix", dict(pre_tokenizer=part("WhitespaceSplit"))
    yield "xlmr", "unigram", dict(normalizer=norms(part("Precompiled", precompiled_charsmap="real"), part("Replace", pattern=regex(" {2,}"), content=" ")), pre_tokenizer=metaspace("always"),
                                  post_processor=template("<s>", "</s>", {"<s>": [0], "</s>": [2]}, middle="</s>"), added_tokens=marks, decoder=meta_decoder)
    yield "t5", "unigram", dict(normalizer=part("Precompiled", precompiled_charsmap="odd"), pre_tokenizer=sequence(part("WhitespaceSplit"), metaspace("always")), decoder=meta_decoder)
    yield "albert", "unigram", dict(normalizer=norms(part("Replace", pattern={"String": "``"}, content='"'), part("Replace", pattern={"String": "''"}, content='"'), part("NFKD"), part("StripAccents"), part("Lowercase"),
                                                     part("Precompiled", precompiled_charsmap="real")), pre_tokenizer=sequence(part("WhitespaceSplit"), metaspace("always")))
    yield "unsplit unigram", "unigram", dict(normalizer=part("Nmt"), pre_tokenizer=metaspace("never", False))
    yield "unigram bytes", "spoken", dict(normalizer=norms(part("Nmt"), part("NFKC")), pre_tokenizer=metaspace("first"), decoder=fallback_decoder, added_tokens=marks)
    yield "words", "words", dict(normalizer=part("NFC"), pre_tokenizer=part("WhitespaceSplit"))
    plain = {"whitespace": part("Whitespace"), "bert words": part("BertPreTokenizer"), "delimiter": part("CharDelimiterSplit", delimiter="a"),
             "digits": part("Digits", individual_digits=False), "gpt2 words": level, "odd pattern": split(regex(ODD)), "literal": split({"String": "a.b"}, "Removed"), "empty matches": split(regex(r"a*|\s"))}
    for name, pre_tokenizer in plain.items():
        if name != "gpt2 words":
            yield name, "probe", dict(pre_tokenizer=pre_tokenizer)
    for behavior in ("Removed", "Isolated", "MergedWithPrevious", "MergedWithNext", "Contiguous"):
        yield f"punctuation {behavior}", "probe", dict(pre_tokenizer=part("Punctuation", behavior=behavior))
        yield f"split {behavior}", "probe", dict(pre_tokenizer=split(regex(r"\s|[aeiou]+"), behavior))
        yield f"inverted {behavior}", "probe", dict(pre_tokenizer=split(regex(r"\w+"), behavior, True))
    for form in ("NFC", "NFD", "NFKC", "NFKD", "Lowercase", "StripAccents", "Nmt"):
        yield form, "probe", dict(normalizer=part(form))
    yield "strip", "probe", dict(normalizer=part("Strip", strip_left=True, strip_right=True))
    yield "replace", "probe", dict(normalizer=part("Replace", pattern=regex(r"(?i:the)|\s+$|é"), content="<>"))
    yield charsmaps, None, None


def digest(ids):
    """64 bits of FNV-1a."""
    value = 0xCBF29CE484222325
    for byte in struct.pack(f"<{len(ids)}I", *ids):
        value = (value ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return value


def short(value):
    """8 bits of a digest, of all its bytes."""
    for shift in (32, 16, 8):
        value ^= value >> shift
    return value & 0xFF


def expected(tokenizer, truncation):
    samples = [*range(0, len(TEXTS), 211)]
    pairs = [(i, (i * 7 + 3) % len(TEXTS)) for i in range(20, len(TEXTS), 401)]
    encodings = tokenizer.encode_batch(TEXTS)
    result = {
        "digests": base64.b64encode(bytes(short(digest(e.ids)) for e in encodings)).decode(),
        "whole": f"{digest([n for e in encodings for n in [len(e.ids), *e.ids]]):016x}",
        "samples": [[i, encodings[i].ids] for i in samples],
        "pairs": [[i, j, (e := tokenizer.encode(TEXTS[i], TEXTS[j])).ids, e.type_ids] for i, j in pairs],
        "broken": f"{digest([n for data in BROKEN for n in tokenizer.encode(data.decode(errors='replace')).ids]):016x}",
        "decoded": [[i, skip, tokenizer.decode(encodings[i].ids, skip_special_tokens=skip)] for i in samples for skip in (True, False) if encodings[i].ids],
    }
    if truncation:
        tokenizer.enable_truncation(
            truncation["max_length"], direction=truncation["direction"].lower(),
            strategy={"LongestFirst": "longest_first", "OnlySecond": "only_second"}[truncation["strategy"]])
        result["cut"] = []
        for i, j in pairs:
            try:
                result["cut"].append([i, j, tokenizer.encode(TEXTS[i], TEXTS[j]).ids])
            except Exception:  # the second text is too short to make room
                pass
        if truncation["strategy"] == "LongestFirst":
            result["cut"] += [[i, None, tokenizer.encode(TEXTS[i]).ids] for i in samples]
    return result


def write(name, text):
    with gzip.GzipFile(FOLDER / name, "wb", compresslevel=9, mtime=0) as file:
        file.write(text.encode())


def main():
    trained = trained_models()
    made = list(cases())
    charsmaps = made.pop()[0]

    def inserted(value):
        if isinstance(value, dict):
            if value.get("type") == "Precompiled":
                return dict(value, precompiled_charsmap=charsmaps[value["precompiled_charsmap"]])
            return {key: inserted(item) for key, item in value.items()}
        return [inserted(item) for item in value] if isinstance(value, list) else value

    dump = lambda value: json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    lines = []
    for name, model, parts in made:
        file = {"version": "1.0", "truncation": None, "padding": None, **inserted(parts), "model": trained[model]}
        tokenizer = Tokenizer.from_str(json.dumps(file))
        tokenizer.no_truncation()
        lines.append({"name": name, "model": model, "parts": dump(parts), **expected(tokenizer, parts.get("truncation"))})
        print(name)
    write("texts.jsonl.gz", "".join(json.dumps(text) + "\n" for text in TEXTS))
    write("models.json.gz", dump({name: dump(model) for name, model in trained.items()}))
    write("charsmaps.json.gz", dump(charsmaps))
    write("cases.jsonl.gz", "".join(dump(line) + "\n" for line in lines))
    (FOLDER / "broken.jsonl").write_text("".join(json.dumps(list(data)) + "\n" for data in BROKEN))
    print(len(TEXTS), "texts,", len(BROKEN), "broken,", len(lines), "cases")


if __name__ == "__main__":
    main()
