#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What Python's own csv and ast.literal_eval read, for RARbChoiceTests and PythonStringListTests.

Made with CPython 3.11. make.py DATA writes beside itself, DATA being a folder with RAR-b's
multiple-choice files in rarb/mcr:

rows.txt     a line for each row of those files: name of the file, the FNV-1a hash (64 bits) of its
             instruction, query, choices and label, each followed by the byte FF
lists.jsonl  random list literals: {"literal": …, "strings": [...] or null where Python refuses them}
"""
import ast
import csv
import io
import json
import pathlib
import random
import sys
import tokenize
import warnings

here = pathlib.Path(__file__).parent
warnings.simplefilter("ignore")


def fnv(fields):
    value = 0xCBF29CE484222325
    for byte in b"".join(field.encode() + b"\xff" for field in fields):
        value = (value ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return f"{value:016x}"


def rows(data):
    for path in sorted((data / "rarb/mcr").glob("*.csv")):
        with open(path, newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                choices = ast.literal_eval(row["documents"])
                yield path.name, fnv([row["instructions"], row["queries"], *choices, row["labels"]])


PIECES = [
    "'", '"', "[", "]", ",", ", ", "\\'", '\\"', "\\\\", "\\n", "\\t", "\\r", "\\a", "\\b", "\\f", "\\v",
    "\\0", "\\101", "\\7", "\\400", "\\x41", "\\xe9", "\\x4", "\\u4e2d", "\\u12", "\\U0001f600", "\\U00110000",
    "\\ud800", "\\q", "\\ ", "word", " ", "中", "😀", "it's", "0", "\n", "\t", "\\\n", "#",
]


def between(literal):
    """What of a literal lies between its strings."""
    starts = [0]
    for line in literal.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    rest, end = "", 0
    for token in tokenize.generate_tokens(io.StringIO(literal).readline):
        if token.type == tokenize.STRING:
            rest += literal[end : starts[token.start[0] - 1] + token.start[1]]
            end = starts[token.end[0] - 1] + token.end[1]
    return rest + literal[end:]


def plain(literal):
    """A literal as a program would write it: one list of strings, apart by commas."""
    try:
        value = ast.literal_eval(literal)
    except (ValueError, SyntaxError, TypeError, MemoryError):
        return None
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        return None
    if any("\ud800" <= character <= "\udfff" for item in value for character in item):
        return None
    # Strings side by side, comments and continued lines are for programs, not for data.
    if "\\" in between(literal.lstrip(" \t")):
        return None
    kinds = []
    for token in tokenize.generate_tokens(io.StringIO(literal.lstrip(" \t")).readline):
        if token.type == tokenize.COMMENT:
            return None
        if token.type == tokenize.STRING:
            if kinds and kinds[-1] == tokenize.STRING:
                return None
            if token.string[0] not in "'\"" or token.string[:3] in ("'''", '\"\"\"'):
                return None
        if token.type not in (tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT):
            kinds.append(token.type)
    return value


def lists():
    generator = random.Random(7)
    for _ in range(3000):
        shape = generator.random()
        if shape < 0.6:
            items = ["".join(generator.choices(PIECES[6:], k=generator.randint(0, 4))) for _ in range(generator.randint(0, 3))]
            quotes = [generator.choice("'\"") for _ in items]
            literal = "[" + ", ".join(q + item + q for q, item in zip(quotes, items)) + "]"
        else:
            literal = "[" + "".join(generator.choices(PIECES, k=generator.randint(0, 8))) + "]"
        yield literal, plain(literal)


def main():
    data = pathlib.Path(sys.argv[1])
    with open(here / "rows.txt", "w", encoding="utf-8") as file:
        for name, value in rows(data):
            file.write(f"{name} {value}\n")
    known = {}
    for literal, strings in lists():
        known[literal] = strings
    with open(here / "lists.jsonl", "w", encoding="utf-8") as file:
        for literal, strings in known.items():
            file.write(json.dumps({"literal": literal, "strings": strings}) + "\n")


main()
