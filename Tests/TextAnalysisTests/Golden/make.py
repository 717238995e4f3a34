#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the golden files in this folder.

    python3 -m venv v && v/bin/pip install PyStemmer==2.2.0.3
    v/bin/python make.py anserini-0.25.0-fatjar.jar path/to/beir/scifact

The jar comes with pyserini 0.25.0 and holds Lucene 9.9.1; java 17 or later compiles and runs
Dump.java. PyStemmer 2.2.0 holds the stemmers of libstemmer 2.2.0.

lucene.tsv      text, then its terms by the chains of CHAINS; texts are escaped
cjk.tsv         text, then its terms by the cjk chain
cjk-long.tsv    pattern, repetitions, number of terms by the cjk chain and their hash
random-*.tsv    fragments, then a line a block of random texts made of them: a hash a chain
codepoints.tsv  a block of 4096 code points, then a hash a chain of a text with all of them
scifact.tsv     document or query, number of its lucene-english terms and their hash
snowball.tsv    algorithm, word, stem; for the word "*" a hash of the stems of all words
"""

import argparse
import json
import pathlib
import re
import subprocess
import tempfile

import texts

FOLDER = pathlib.Path(__file__).resolve().parent
TABLES = FOLDER.parents[2] / "Sources/TextAnalysis/Tables/WordBreakTables.swift"
CHAINS = ["unicode", "lucene-english", "cjk", "whitespace"]
TEXTS_PER_BLOCK = 200
FRAGMENTS_PER_TEXT = 16
MASK = 0xFFFF_FFFF_FFFF_FFFF


def escaped(text):
    table = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    return "".join(table.get(c, c) for c in text)


class Hash:
    """FNV-1a of 64 bits over terms, 0xFF after each, 0xFE after each text."""

    def __init__(self):
        self.value = 0xCBF29CE484222325

    def bytes(self, data):
        value = self.value
        for byte in data:
            value = ((value ^ byte) * 0x100000001B3) & MASK
        self.value = value

    def text(self, terms):
        self.bytes(b"".join(term.encode() + b"\xff" for term in terms) + b"\xfe")

    def __str__(self):
        return f"{self.value:016x}"


class Random:
    """SplitMix64, the generator of Tests/TestSupport."""

    def __init__(self, seed):
        self.state = seed

    def below(self, bound):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        mixed = self.state
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & MASK
        return (mixed ^ (mixed >> 31)) % bound


class Lucene:
    """The chains of Dump.java."""

    def __init__(self, jar, folder):
        self.command = ["java", "-cp", f"{jar}:{folder}", "Dump"]
        subprocess.run(
            ["javac", "-cp", str(jar), "-d", folder, str(FOLDER / "Dump.java")], check=True
        )

    def lines(self, originals):
        data = "".join(escaped(text) + "\n" for text in originals).encode()
        output = subprocess.run(self.command, input=data, stdout=subprocess.PIPE, check=True)
        lines = output.stdout.decode().split("\n")
        assert lines.pop() == "" and len(lines) == len(originals)
        return lines

    def terms(self, originals):
        """A list of terms a chain, for each text."""
        unescape = lambda terms: terms.replace("\\\\", "\\")
        return [
            [unescape(column).split(" ") if column else [] for column in line.split("\t")]
            for line in self.lines(originals)
        ]


def classes():
    """First, middle and last code points of every class of the automaton."""
    found = re.search(r'classes: StaticString = """\n(.*?)"""', TABLES.read_text(), re.S)
    for group in found[1].strip().rstrip(";").split(";"):
        ranges = [[int(end, 16) for end in part.split("..")] for part in group.split()]
        points = [c for ends in ranges for c in range(ends[0], ends[-1] + 1)]
        yield from {chr(points[0]), chr(points[len(points) // 2]), chr(points[-1])}


FAMILIES = {
    "classes": sorted(classes()) + list(" -\n\0é漢s'") + ["\u3000", "\u200b", "\U0010fffd"],
    "ascii": list("azSt09") + list("__..'',;:\"#*-  ") + ["é", "\u0301", "\u20e3"],
    "english": (
        "a be con cr e ee happ hop i l ll o opt re rel run s ss sky t th tr u w y yes z é 𐐀 ʻ "
        "al ance ant ate ated ation ational alism aliti alli anci bl bli bed biliti e ed eed eli "
        "ement enci ence ent entli er ful fulness ible ic icate ical iciti ied ies ing ion ion "
        "ism iti ive iveness iviti iz izer ization logi ment ness ou ous ousli ousness s sses "
        "'s ’s \uff07S sion tion tional the The THE not with"
    ).split(" ") + [" "] * 12,
    "cjk": list("漢字々〇かなゝカナーヴ한국각ㄱｶﾊﾞﾟｰｳﾜﾡａＡ１Ａｂ１a1") + list(" 。、・゙゚\u3099\u309a")
    + ["\U00020000", "ｶﾞ", "ﾊﾟ", "the", "s", "ｗ", "\u0301", "\ufe0f"],
    "emoji": list("😀👍☝❤©™ℹⓂ🅰🏻🏿🇦🇿#*19a_ ♀🏴") + ["\u200d"] * 4
    + ["\ufe0f"] * 3 + ["\ufe0e", "\u20e3", "\u0301", "\U000e0067", "\U000e007f", "\xad"],
}


def write(name, lines):
    (FOLDER / name).write_text("".join(line + "\n" for line in lines), encoding="utf-8")


def write_lucene(lucene):
    originals = list(dict.fromkeys(texts.texts()))
    lines = lucene.lines(originals)
    write("lucene.tsv", [escaped(t) + "\t" + line for t, line in zip(originals, lines)])


def write_cjk(lucene):
    originals = list(dict.fromkeys(texts.cjk_texts()))
    chain = CHAINS.index("cjk")
    columns = [line.split("\t")[chain] for line in lucene.lines(originals)]
    write("cjk.tsv", [escaped(t) + "\t" + terms for t, terms in zip(originals, columns)])
    cases = [(pattern, count) for pattern in texts.CJK_LONG for count in texts.CJK_COUNTS]
    lines = []
    for (pattern, count), columns in zip(cases, lucene.terms([p * n for p, n in cases])):
        total = Hash()
        total.text(columns[chain])
        lines.append(f"{pattern}\t{count}\t{len(columns[chain])}\t{total}")
    write("cjk-long.tsv", lines)


def hashes(lucene, blocks):
    """A line of hashes, one a chain, for each block of texts."""
    flat = iter(lucene.terms([text for block in blocks for text in block]))
    for block in blocks:
        sums = [Hash() for _ in CHAINS]
        for _ in block:
            for total, terms in zip(sums, next(flat)):
                total.text(terms)
        yield "\t".join(map(str, sums))


def write_random(lucene, block_count):
    for name, fragments in FAMILIES.items():
        random = Random(1)

        def text():
            length = 1 + random.below(FRAGMENTS_PER_TEXT)
            return "".join(fragments[random.below(len(fragments))] for _ in range(length))

        blocks = [[text() for _ in range(TEXTS_PER_BLOCK)] for _ in range(block_count)]
        head = "\t".join(fragment.replace("\n", "\\n") for fragment in fragments)
        write(f"random-{name}.tsv", [head, *hashes(lucene, blocks)])


def write_codepoints(lucene):
    starts = [*range(0, 0x20000, 4096), 0x20000, 0x2F000, 0xE0000, 0xF0000, 0x10F000]

    def text(start):
        points = [chr(c) for c in range(start, start + 4096) if not 0xD800 <= c < 0xE000]
        return "".join(f"a{c}b 1{c}2 {c}{c} " for c in points)

    lines = hashes(lucene, [[text(start)] for start in starts])
    write("codepoints.tsv", [f"{start:X}\t{line}" for start, line in zip(starts, lines)])


def write_scifact(lucene, folder):
    rows = []
    for name in ("corpus", "queries"):
        for line in (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            title = row["title"] + "\n" if name == "corpus" else ""
            rows.append((name, row["_id"], title + row["text"]))
    chain = CHAINS.index("lucene-english")
    lines = []
    for (name, identifier, _), columns in zip(rows, lucene.terms([row[2] for row in rows])):
        total = Hash()
        total.text(columns[chain])
        lines.append(f"{name}\t{identifier}\t{len(columns[chain])}\t{total}")
    write("scifact.tsv", lines)


def write_snowball(lucene):
    import Stemmer

    random = Random(2)
    names = list(texts.ARTICLE_ONE)
    columns = lucene.terms(list(texts.ARTICLE_ONE.values()))
    words = {name: list(dict.fromkeys(c[0])) for name, c in zip(names, columns)}
    words["english"] += [t for c in lucene.terms(texts.PHRASES) for t in c[0]]
    for name, known in words.items():  # new words: a beginning of one, an end of another
        for _ in range(150):
            first, second = (known[random.below(len(known))] for _ in range(2))
            known.append(first[: 1 + random.below(len(first))] + second[random.below(len(second)) :])
    words["porter"] = words["english"]
    algorithms = sorted(Stemmer.algorithms())
    everything = list(dict.fromkeys(word for name in algorithms for word in words[name]))
    lines = []
    for algorithm in algorithms:
        stemmer = Stemmer.Stemmer(algorithm)
        for word in dict.fromkeys(words[algorithm]):
            lines.append(f"{algorithm}\t{word}\t{stemmer.stemWord(word)}")
        total = Hash()
        total.text(map(stemmer.stemWord, everything))
        lines.append(f"{algorithm}\t*\t{total}")
    write("snowball.tsv", lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("jar", type=pathlib.Path)
    parser.add_argument("scifact", type=pathlib.Path)
    parser.add_argument("--blocks", type=int, default=40, help="blocks of random texts")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        lucene = Lucene(arguments.jar, folder)
        write_lucene(lucene)
        write_cjk(lucene)
        write_random(lucene, arguments.blocks)
        write_codepoints(lucene)
        write_scifact(lucene, arguments.scifact)
        write_snowball(lucene)


if __name__ == "__main__":
    main()
