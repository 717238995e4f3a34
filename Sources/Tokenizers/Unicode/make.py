#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes PropertyTable.swift, LowercaseTable.swift and DecompositionTable.swift beside this file.

    python3 -m venv v && v/bin/pip install tokenizers==0.23.3 regex==2026.11.15 && v/bin/python make.py

The tables are read off the `tokenizers` package itself, code point by code point, because it mixes
versions of Unicode: Oniguruma's for regular expressions, those of the crates unicode_categories,
unicode-normalization-alignments and regex, and that of Rust's standard library. Only the classes of
grapheme clusters, which it does not show, come from the `regex` package; `correct_graphemes`
compares them with what the package does.
"""

import base64
import pathlib
import struct
import sys

import regex
from tokenizers import Regex, normalizers, pre_tokenizers

SCALARS = [c for c in range(0x110000) if not 0xD800 <= c < 0xE000]
TEXT = "".join(map(chr, SCALARS))
FOLDER = pathlib.Path(__file__).parent

CATEGORIES = (
    "Cn Lu Ll Lt Lm Lo Mn Mc Me Nd Nl No Pc Pd Ps Pe Pi Pf Po Sm Sc Sk So Zs Zl Zp Cc Cf Cs Co"
).split()
GRAPHEME = "Other Control CR LF Extend ZWJ Regional_Indicator Prepend SpacingMark L V T LV LVT".split()
PICTOGRAPH = len(GRAPHEME)
CONJUNCT = "None Consonant Linker Extend".split()


def removed_by(pattern):
    """The code points that the package's regular expressions match."""
    return set(SCALARS) - set(map(ord, normalizers.Replace(Regex(pattern), "").normalize_str(TEXT)))


def matched(pattern):
    expression = regex.compile(pattern)
    return {c for c in SCALARS if expression.match(chr(c))}


def properties():
    values = dict.fromkeys(SCALARS, 0)

    def add(points, value):
        for c in points:
            values[c] |= value

    for index, name in enumerate(CATEGORIES):
        if index and name != "Cs":
            add(removed_by(rf"\p{{{name}}}"), index)
    white = removed_by(r"\s")
    split = pre_tokenizers.WhitespaceSplit()
    assert white == {c for c in SCALARS if not split.pre_tokenize_str(chr(c))}
    strip = normalizers.Strip()
    assert white == {c for c in SCALARS if not strip.normalize_str(chr(c))}
    words = pre_tokenizers.Whitespace()
    assert white == {c for c in SCALARS if not words.pre_tokenize_str(chr(c))}
    add(white, 1 << 5)
    add(removed_by(r"\w"), 1 << 6)
    digits = pre_tokenizers.Digits(individual_digits=True)
    add((c for c in SCALARS if len(digits.pre_tokenize_str("x" + chr(c) + "x")) == 3), 1 << 7)
    add((c for c in SCALARS if len(words.pre_tokenize_str("x" + chr(c))) == 1 and c not in white), 1 << 8)
    marks = pre_tokenizers.Punctuation()
    add((c for c in SCALARS if len(marks.pre_tokenize_str("x" + chr(c) + "x")) == 3), 1 << 9)
    bert = normalizers.BertNormalizer(False, False, True, False)
    nfd = normalizers.NFD()
    add((c for c in SCALARS if nfd.normalize_str(chr(c)) == chr(c) and not bert.normalize_str(chr(c))), 1 << 10)
    clean = normalizers.BertNormalizer(True, False, False, False)
    add((c for c in SCALARS if not clean.normalize_str(chr(c))), 1 << 11)
    accents = normalizers.StripAccents()
    add((c for c in SCALARS if not accents.normalize_str(chr(c))), 1 << 12)
    for index, name in enumerate(GRAPHEME):
        if index:
            add(matched(rf"\p{{GCB={name}}}"), index << 13)
    add(matched(r"(?V1)[\p{Extended_Pictographic}&&\p{GCB=Other}]"), PICTOGRAPH << 13)
    for index, name in enumerate(CONJUNCT):
        if index:
            add(matched(rf"\p{{InCB={name}}}"), index << 17)
    return values


def runs(values):
    """(first, last, value) of the longest runs of equal values other than 0; surrogates join them."""
    result = []
    for c in SCALARS:
        if result and result[-1][2] == values[c]:
            previous = result[-1][1]
            if c == previous + 1 or (previous, c) == (0xD7FF, 0xE000):
                result[-1][1] = c
                continue
        result.append([c, c, values[c]])
    return [run for run in result if run[2]]


def span(first, last):
    return f"{first:X}" if first == last else f"{first:X}..{last:X}"


def lowercase():
    """Runs `first..last/stride+delta`, and whole mappings `code=codes` where there is more than one."""
    lower = normalizers.Lowercase()
    single, several = {}, []
    for c in SCALARS:
        mapped = list(map(ord, lower.normalize_str(chr(c))))
        if len(mapped) > 1:
            several.append(f"{c:X}=" + ",".join(f"{m:X}" for m in mapped))
        elif mapped != [c]:
            single[c] = mapped[0] - c
    entries, points = [], sorted(single)
    while points:
        first = points[0]
        delta = single[first]
        best = [first]
        for stride in (1, 2):
            run = [first]
            while single.get(run[-1] + stride) == delta:
                run.append(run[-1] + stride)
            if len(run) > len(best):
                best, step = run, stride
        points = [p for p in points if p not in set(best)]
        tail = "" if len(best) == 1 else f"..{best[-1]:X}" + ("/2" if step == 2 else "")
        entries.append((first, f"{first:X}{tail}{'+' if delta > 0 else '-'}{abs(delta):X}"))
    return [text for _, text in sorted(entries)] + several


def decompositions():
    nfd, nfkd, nfc = normalizers.NFD(), normalizers.NFKD(), normalizers.NFC()
    entries = []
    for c in SCALARS:
        if 0xAC00 <= c <= 0xD7A3:  # Hangul syllables are computed
            continue
        text = chr(c)
        canonical, compatible = nfd.normalize_str(text), nfkd.normalize_str(text)
        if canonical != text:
            if nfc.normalize_str(text) == text:
                first = nfc.normalize_str(canonical[:-1])
                assert len(first) == 1 and nfc.normalize_str(first + canonical[-1]) == text
                entries.append(f"{c:X}={ord(first):X},{ord(canonical[-1]):X}")
            else:
                entries.append(f"{c:X}:" + ",".join(f"{ord(d):X}" for d in canonical))
        if compatible != canonical:
            entries.append(f"{c:X}~" + ",".join(f"{ord(d):X}" for d in compatible))
    return entries


def combining_classes():
    """The canonical combining class of every code point, from how the package orders pairs."""
    import unicodedata

    representatives = {}
    for c in SCALARS:
        if value := unicodedata.combining(chr(c)):
            representatives.setdefault(value, c)
    nfd = normalizers.NFD()
    classes = sorted(representatives)

    def reorders(first, second):
        whole = nfd.normalize_str(chr(first) + chr(second))
        return whole != nfd.normalize_str(chr(first)) + nfd.normalize_str(chr(second))

    values = {}
    marks = removed_by(r"\p{M}")
    for c in SCALARS:
        values[c] = 0
        if c not in marks and not unicodedata.combining(chr(c)):
            continue
        if not reorders(representatives[classes[-1]], c) and not reorders(c, representatives[1]):
            continue
        low = [v for v in classes if reorders(c, representatives[v])]
        values[c] = classes[len(low)]
    return [span(a, b) + f"+{v:X}" for a, b, v in runs(values)]


def charsmap(rules):
    """A precompiled_charsmap (sentencepiece's) that maps single bytes: a one-level double array."""
    text = b"".join(value.encode() + b"\0" for _, value in rules)
    units = [0] * 1024
    units[0] = (256 ^ 0) << 10  # children of the root at 256 ^ byte
    offset = 0
    for number, (key, value) in enumerate(rules):
        position, leaf = 256 ^ ord(key), 512 + number
        units[position] = (position ^ leaf) << 10 | 1 << 8 | ord(key)
        units[leaf] = 1 << 31 | offset
        offset += len(value.encode()) + 1
    blob = struct.pack("<I", 4096) + struct.pack("<1024I", *units) + text
    return base64.b64encode(blob)


def correct_graphemes(values):
    """Takes from `values` the grapheme classes that `regex` has and the package's Unicode has not.

    What the package does shows in precompiled maps, which apply to whole grapheme clusters.
    """
    rule = normalizers.Precompiled(base64.b64decode(charsmap([("a", "X")])))
    corrected = []
    for c in SCALARS:
        joins = rule.normalize_str("a" + chr(c)) == "X"
        ours = GRAPHEME[values[c] >> 13 & 15] if values[c] >> 13 & 15 < PICTOGRAPH else "Other"
        if joins != (ours in ("Extend", "ZWJ", "SpacingMark")):
            assert not joins, hex(c)
            values[c] &= ~(15 << 13 | 3 << 17)
            corrected.append(hex(c))
    return corrected


def lines(entries, width=96):
    line, result = "", []
    for entry in entries:
        if len(line) + 1 + len(entry) > width:
            result.append(line)
            line = ""
        line += (" " if line else "") + entry
    return "\n".join("    " + text for text in result + [line])


def write(name, comment, fields):
    text = "// SPDX-License-Identifier: Apache-2.0\n\n"
    text += "// Written by make.py from tokenizers 0.23.3. Change that, not this.\n\n"
    text += f"/// {comment}\nenum {name} {{\n"
    text += "\n\n".join(
        "".join(f"  /// {line}\n" for line in note) + f'  static let {field}: StaticString = """\n{lines(entries)}\n    """'
        for field, note, entries in fields
    )
    (FOLDER / f"{name}.swift").write_text(text + "\n}\n")


def main():
    values = properties()
    corrected = correct_graphemes(values)
    print("grapheme classes unknown to the package:", *corrected, file=sys.stderr)
    write(
        "PropertyTable",
        "Properties of code points, as text: expanded once, at first use.",
        [("properties", ["`first..last+bits`, hexadecimal; the bits are those of ``CharacterProperties``."],
          [span(a, b) + f"+{v:X}" for a, b, v in runs(values)])],
    )
    write(
        "LowercaseTable",
        "Lower case of single code points, as text: expanded once, at first use.",
        [("mappings",
          ["`first..last/2+delta`: every second code point from first to last moves up by delta; without",
           "`/2` every one, without `..last` only the first. `code=codes` where one becomes several."],
          lowercase())],
    )
    write(
        "DecompositionTable",
        "Decompositions and combining classes, as text: expanded once, at first use.",
        [("mappings",
          ["`code=first,second`: a pair that composition joins again; its first may decompose further.",
           "`code:codes`: a full canonical decomposition that is never composed.",
           "`code~codes`: the full compatibility decomposition, where it differs from the canonical."],
          decompositions()),
         ("classes", ["`first..last+class`: canonical combining classes other than 0."], combining_classes())],
    )


if __name__ == "__main__":
    main()
