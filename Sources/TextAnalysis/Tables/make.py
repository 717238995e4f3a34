#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes WordBreakTables.swift and LowercaseTable.swift beside this file.

    python3 -m venv v && v/bin/pip install regex==2019.12.20 && v/bin/python make.py

regex 2019.12.20 carries the Unicode 12.1 database, the version Lucene 9 is built for: its word
breaking (UAX #29), the line break class of South East Asian scripts, scripts and emoji.

The tokens to find are written below as regular expressions over sets of code points, after the
rules of UAX #29 and the emoji sequences of UTS #51, in the form Lucene's StandardTokenizer gives
them: the longest match wins, of equally long ones the first. From them follow the classes (code
points no expression tells apart) and a minimal deterministic automaton over the classes.
"""

import pathlib
import unicodedata

import regex

CODE_POINTS = [chr(c) for c in range(0x110000)]


def points(pattern):
    matches = regex.compile(pattern).match
    return frozenset(c for c, text in enumerate(CODE_POINTS) if matches(text))


# --- Regular expressions: nested tuples over frozensets of code points --------------------------


def seq(*parts):
    return ("seq", parts)


def alt(*parts):
    return ("alt", parts)


def star(part):
    return ("star", part)


def plus(part):
    return seq(part, star(part))


def opt(part):
    return alt(part, seq())


def grammar():
    """(name, expression) of every kind of token, in order of preference."""
    ignorable = points(r"[\p{WB=Format}\p{WB=Extend}\p{WB=ZWJ}]")
    presentation = frozenset({0xFE0E, 0xFE0F})

    def with_marks(characters):  # WB4: marks belong to what they follow
        return seq(characters, star(ignorable))

    def with_plain_marks(characters):
        return seq(characters, star(ignorable - presentation))

    zwj = points(r"\p{WB=ZWJ}")
    regional = points(r"\p{WB=Regional_Indicator}")
    keycap_base = frozenset(map(ord, "0123456789#*"))
    modifier = points(r"\p{Emoji_Modifier}")
    accidental = frozenset({0xA9, 0xAE, 0x2122, 0x3030, 0x303D})
    pictograph = points(r"\p{Extended_Pictographic}") | (
        points(r"\p{Emoji}") - regional - keycap_base - accidental - modifier
    )
    emoji_unit = alt(
        seq(star(zwj), with_plain_marks(pictograph), opt(frozenset({0xFE0F}))),
        seq(
            opt(seq(star(zwj), with_plain_marks(points(r"\p{Emoji_Modifier_Base}")))),
            with_plain_marks(modifier),
        ),
    )
    tag = frozenset(range(0xE0020, 0xE007F))
    emoji = alt(
        seq(
            emoji_unit,
            alt(star(seq(zwj, emoji_unit)), seq(plus(tag), frozenset({0xE007F}))),
        ),
        seq(
            with_plain_marks(keycap_base),
            opt(frozenset({0xFE0F})),
            with_plain_marks(frozenset({0x20E3})),
        ),
        seq(with_marks(regional), with_marks(regional)),
    )

    hebrew_letters = points(r"\p{WB=Hebrew_Letter}")
    letters = points(r"\p{WB=ALetter}") | hebrew_letters
    single_quote = points(r"\p{WB=Single_Quote}")
    middle = points(r"\p{WB=MidNumLet}") | single_quote
    letter, hebrew = with_marks(letters), with_marks(hebrew_letters)
    number = with_marks(points(r"\p{WB=Numeric}"))
    katakana = with_marks(points(r"\p{WB=Katakana}"))
    mid_letter = with_marks(points(r"\p{WB=MidLetter}") | middle)
    mid_number = with_marks(points(r"\p{WB=MidNum}") | middle)
    joiner = with_marks(points(r"\p{WB=ExtendNumLet}"))
    quote, double_quote = with_marks(single_quote), with_marks(points(r"\p{WB=Double_Quote}"))

    digits = seq(number, star(seq(alt(star(joiner), mid_number), number)))
    stretch = alt(
        seq(katakana, star(seq(star(joiner), katakana))),
        plus(
            alt(
                seq(hebrew, alt(quote, seq(double_quote, hebrew))),
                digits,
                seq(letter, star(seq(alt(star(joiner), mid_letter), letter))),
            )
        ),
    )
    return [
        ("emoji", emoji),
        ("number", seq(star(joiner), digits, star(joiner))),
        ("hangul", plus(with_marks(points(r"\p{Script=Hangul}") & letters))),
        ("katakana", plus(katakana)),
        ("word", seq(star(joiner), stretch, star(seq(plus(joiner), stretch)), star(joiner))),
        ("southEastAsian", plus(with_marks(points(r"\p{LB=SA}")))),
        ("ideograph", with_marks(points(r"\p{Script=Han}"))),
        ("hiragana", with_marks(points(r"\p{Script=Hiragana}"))),
    ]


# --- From expressions to a minimal automaton ----------------------------------------------------


def sets_in(expression, into):
    if isinstance(expression, frozenset):
        into.add(expression)
    elif expression[0] == "star":
        sets_in(expression[1], into)
    else:
        for part in expression[1]:
            sets_in(part, into)


def partition(sets):
    """The classes of code points: a list of sorted lists, class 0 = in none of the sets."""
    member = {}
    for number, characters in enumerate(sorted(sets, key=lambda s: (min(s), len(s), sorted(s)))):
        for c in characters:
            member.setdefault(c, []).append(number)
    classes = {}
    for c in range(0x110000):
        classes.setdefault(tuple(member.get(c, ())), []).append(c)
    none = classes.pop((), [])
    return [none] + sorted(classes.values(), key=lambda group: group[0])


class Automaton:
    """Thompson construction, then subset construction, then Moore's minimisation."""

    def __init__(self, rules, classes):
        class_of = {c: number for number, group in enumerate(classes) for c in group}
        self.width = len(classes)
        self.symbols = {}
        for _, rule in rules:
            used = set()
            sets_in(rule, used)
            for characters in used:
                self.symbols[characters] = frozenset(class_of[c] for c in characters)
        self.empty, self.steps, self.accepting = [], [], {}
        start = self.state()
        for priority, (_, rule) in enumerate(rules):
            first, last = self.build(rule)
            self.empty[start].append(first)
            self.accepting[last] = priority
        self.determinise(start)
        self.minimise()

    def state(self):
        self.empty.append([])
        self.steps.append([])
        return len(self.empty) - 1

    def build(self, rule):
        first, last = self.state(), self.state()
        if isinstance(rule, frozenset):
            self.steps[first].append((self.symbols[rule], last))
        elif rule[0] == "star":
            inner_first, inner_last = self.build(rule[1])
            self.empty[first] += [inner_first, last]
            self.empty[inner_last] += [inner_first, last]
        elif rule[0] == "alt":
            for part in rule[1]:
                inner_first, inner_last = self.build(part)
                self.empty[first].append(inner_first)
                self.empty[inner_last].append(last)
        else:
            at = first
            for part in rule[1]:
                inner_first, inner_last = self.build(part)
                self.empty[at].append(inner_first)
                at = inner_last
            self.empty[at].append(last)
        return first, last

    def closure(self, states):
        seen, todo = set(states), list(states)
        while todo:
            for following in self.empty[todo.pop()]:
                if following not in seen:
                    seen.add(following)
                    todo.append(following)
        return frozenset(seen)

    def determinise(self, start):
        numbers, todo = {}, []

        def number(states):
            if states not in numbers:
                numbers[states] = len(numbers)
                todo.append(states)
            return numbers[states]

        number(frozenset())
        number(self.closure([start]))
        self.rows, self.kinds = [], []
        while len(self.rows) < len(numbers):
            states = todo[len(self.rows)]
            self.kinds.append(
                min((self.accepting[s] for s in states if s in self.accepting), default=-1)
            )
            targets = [set() for _ in range(self.width)]
            for s in states:
                for symbols, following in self.steps[s]:
                    for symbol in symbols:
                        targets[symbol].add(following)
            self.rows.append([number(self.closure(t)) for t in targets])

    def minimise(self):
        block = list(self.kinds)
        while True:
            keys = [(block[s], tuple(block[t] for t in row)) for s, row in enumerate(self.rows)]
            names = {key: n for n, key in enumerate(dict.fromkeys(keys))}
            refined = [names[key] for key in keys]
            if len(set(refined)) == len(set(block)):
                break
            block = refined
        first = {}
        for s, b in enumerate(refined):
            first.setdefault(b, s)
        order = {b: n for n, b in enumerate(first)}
        self.rows = [[order[refined[t]] for t in self.rows[s]] for s in first.values()]
        self.kinds = [self.kinds[s] for s in first.values()]


def merge_equal_columns(classes, rows):
    """Joins classes that the automaton never tells apart."""
    columns = {}
    for number, group in enumerate(classes):
        columns.setdefault(tuple(row[number] for row in rows), []).extend(group)
    merged = [sorted(group) for group in columns.values()]
    return merged, [list(row) for row in zip(*columns)]


# --- Swift source -------------------------------------------------------------------------------


def runs(group):
    start = previous = group[0]
    for c in group[1:] + [0x110001]:
        if c != previous + 1:
            yield f"{start:X}" if start == previous else f"{start:X}..{previous:X}"
            start = c
        previous = c


def wrapped(words, indent):
    lines, line = [], ""
    for word in words:
        if len(indent) + len(line) + 1 + len(word) > 96:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return "\n".join(indent + text for text in (lines + [line]))


def word_break_source():
    rules = grammar()
    used = set()
    for _, rule in rules:
        sets_in(rule, used)
    classes = partition(used)
    automaton = Automaton(rules, classes)
    classes, rows = merge_equal_columns(classes, automaton.rows)
    assert len(classes) <= 32 and len(rows) <= 0x7F - 0x30, (len(classes), len(rows))
    names = ", ".join(f"{number} {name}" for number, (name, _) in enumerate(rules, 1))
    ranges = "\n".join(f"{wrapped(list(runs(group)), '    ')};" for group in classes[1:])
    # State 0 is dead and shown as ".", the others as the characters from "1" on.
    shown = lambda state: chr(0x30 + state) if state else "."
    table = "\n".join("    " + "".join(map(shown, row)) for row in rows[1:])
    kinds = "".join(str(kind + 1) for kind in automaton.kinds[1:])
    return f'''// SPDX-License-Identifier: Apache-2.0

// Written by Tables/make.py from Unicode {UNICODE}. Change that, not this.

/// The automaton that finds words, as text: expanded once, at first use.
enum WordBreakTables {{
  /// The number of classes, with that of the code points listed nowhere (class 0).
  static let classCount = {len(classes)}

  /// The code points of class 1, of class 2 and so on, hexadecimal; a `;` closes a class.
  static let classes: StaticString = """
{ranges}
    """

  /// One row a state from 1 (the start) on, one column a class; each cell the state that follows,
  /// counted from "0", or "." for none.
  static let transitions: StaticString = #"""
{table}
    """#

  /// What each state from 1 on accepts, 0 being nothing:
  /// {names[:names.index(", 6")]},
  /// {names[names.index("6 "):]}.
  static let accepted: StaticString = "{kinds}"
}}
'''


def lowercase_source():
    """Simple (one code point to one) lower case of everything assigned in this Unicode."""
    assigned = regex.compile(r"\P{Cn}").match
    mapping = {}
    for c, text in enumerate(CODE_POINTS):
        lower = "i" if c == 0x130 else text.lower()
        if lower != text and assigned(text) and assigned(lower):
            assert len(lower) == 1, hex(c)
            mapping[c] = ord(lower)
    entries, todo = [], sorted(mapping)
    while todo:
        first = todo[0]
        delta = mapping[first] - first
        best, step = [first], ""
        for stride in (1, 2):
            run = [first]
            while mapping.get(run[-1] + stride, -1) - run[-1] - stride == delta:
                run.append(run[-1] + stride)
            if len(run) > len(best):
                best, step = run, "/2" if stride == 2 else ""
        taken = set(best)
        todo = [c for c in todo if c not in taken]
        span = f"..{best[-1]:X}" if len(best) > 1 else ""
        entries.append(f"{first:X}{span}{step}{'+' if delta > 0 else '-'}{abs(delta):X}")
    return f'''// SPDX-License-Identifier: Apache-2.0

// Written by Tables/make.py from Unicode {UNICODE}. Change that, not this.

/// Simple lower case mappings, as text: expanded once, at first use.
enum LowercaseTable {{
  /// `first..last/2+delta`: every second code point from first to last moves up by delta; without
  /// `/2` every one, without `..last` only the first. Hexadecimal.
  static let mappings: StaticString = """
{wrapped(entries, "    ")}
    """
}}
'''


UNICODE = "12.1.0"

if __name__ == "__main__":
    assert regex.__version__ == "2.5.72", "needs regex==2019.12.20 (Unicode 12.1)"
    assert tuple(map(int, unicodedata.unidata_version.split("."))) >= (12, 1, 0)
    folder = pathlib.Path(__file__).resolve().parent
    (folder / "WordBreakTables.swift").write_text(word_break_source())
    (folder / "LowercaseTable.swift").write_text(lowercase_source())
