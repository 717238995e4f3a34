# SPDX-License-Identifier: Apache-2.0
"""The texts of the golden files: hard ones by hand, then seeded random ones in families."""

import random

HARD = [
    "", " ", "  ", "\n", "\t \r\n", "a", " a", "a ", "  a  b  ", "Hello, world!", "HELLO WORLD",
    "don't can't I'm we've they'll he'd you're it's 'tis 'S 'T 'RE 'ſ i'ſ",
    "naïve café résumé coöperate Ångström", "nai\u0308ve cafe\u0301 re\u0301sume\u0301",
    "İstanbul ıssız I\u0307 ǅ ẞ ß ﬁ ﬂ ﬆ ΑΣ ΟΔΟΣ ς σ", "Ω Ω K K Å Å", "①②③ ⅷ ½ ² ₃ ٣ ३ ๓ 〇 一二三",
    "漢字かな交じり文と、カタカナ。ﾊﾝｶｸ ｶﾞ ゔ か\u3099 ー", "한국어 문장 ᄒ\u1161\u11ab ㅎㅏㄴ", "你好，世界！ 𠀀𪜀𫝀",
    "مرحبا بالعالم ﷽ ﻻ لا ١٢٣", "שלום עולם שָׁלוֹם ﬡ", "नमस्ते दुनिया क्षत्रिय क्‍ष १२३", "வணக்கம் ௐ", "ສະບາຍດີ ำ ຳ",
    "สวัสดีชาวโลก", "ᚠᚢᚦ 𐍈 𝔘𝔫𝔦 𝟘𝟙 ａｂｃ １２３", "Ελλάδα Ἀθῆναι ᾳ ΐ", "Здравствуй мир ё й Ѐ",
    "👩‍👩‍👧‍👦 👍🏽 🏳️‍🌈 🇩🇪🇫🇷🇯 1️⃣ #️⃣ ☺️ ☺︎ 🧑🏿‍🚀", "e\u0301\u0323\u0302 q\u0323\u0307 q\u0307\u0323 \u0344 \u0958 \u2126",
    "\u0300 \u0301a \u0345\u0301 a\u0345\u0301", "zero\u200bwidth\u200cjoin\u200der\u2060x\ufeffy\u00ady", "\ufeffBOM",
    "nbsp\u00a0thin\u2009ideo\u3000line\u2028para\u2029nel\u0085x\u1680y\u180ez", "bell\x07null\x00esc\x1bdel\x7fc1\x80\x9f",
    "\ue000\uf8ff\U000f0000\U0010ffff\ufffd\ufffe\uffff\U0001fffe\u0378\u0380", "$100.50 €20 £3 ¥4 50% 1,000,000 3.14e-10 0xDEADBEEF",
    "x" * 99, "x" * 100, "x" * 101, "é" * 100, "é" * 101, "e\u0301" * 60, "漢" * 120, "1" * 300, "a1" * 60, "-" * 200, " " * 70 + "x",
    "def f(x):\n    return x**2  # square\n\n\nclass A:\n\tpass\n", "if (a != b && c <= d || !e) { return a->b[c]; }", "http://www.example.com/a?b=c&d=e#f me@example.org",
    "The quick brown fox\njumps over\r\nthe lazy dog.\n\n", "snake_case camelCase kebab-case SCREAMING_SNAKE", "~`!@#$%^&*()_+-={}[]|\\:\";'<>?,./",
    "«quoted» “curly” ‘single’ „low‟ ‹angle› 〈cjk〉 —em –en ‐hyphen ‑nb …", "a.b,c;d:e!f?g", "¿Qué? ¡Sí! § ¶ † ‡ • ° ± × ÷", "←↑→↓ ∀∃∈ √∞ ≠≤≥ ■□ ♠♥ ♪ ✓",
    "[CLS] hello [SEP] [MASK] [PAD] [UNK]", "<s>hello</s> <unk> <pad>  <mask>  x", "x<mask>y <mask> <mask><mask>", "[mask] [MASKED] [[MASK]] [ MASK ]", "<|endoftext|>a<|endoftext|>",
    "newword Newword NEWWORD newwords xnewword newword.", "a newword  , newword!", "caf\u00e9tok cafe\u0301tok CAFÉTOK", "  stripme  and stripme\tand\nstripme", "▁a▁▁b ▁ c▁", "a ▁b", "ĠaĠb Ċ", "<0x41><0xE2> <0x4>",
    "``quotes'' ``", "a  b   c    d", "tab\tseparated\tvalues", "mixed漢字and한글andkana", "ｆｕｌｌ　ｗｉｄｔｈ！", "㎏ ㍿ ㌀ ℻ ™ © ® …", "ǰ ΐ ẖ ẗ ﬀ ﬃ և ﬓ",
    "\r", "\r\n", "a\rb", "a\x0bb\x0cc\x1cd\x1de\x1ef\x1fg", "क\u094dत क\u094d\u200dत", "ก\u0e33 ส\u0e4d\u0e32", "\u1100\u1161\u11a8\u11a8 \uac00\u11a8 \uac01\u11a8", "\U0001d15e \U0001d1bb\U0001d165", "a\u0315\u0300\u05ae\u0062", "\u0f71\u0f72\u0f73 \u0f81", "ﬅ ſt ſ", "'ſ 'K 'll'LL'lL",
]

FAMILIES = {
    "ascii": ("the of and in to a is that for with was as by on are be this from at or which gene protein Cell DNA mRNA p53 IL-6 "
              "don't it's we're 1990 3.5 10,000 x=y f(x) == != -> // /* */ { } ; : ! ? ... -- ( ) [ ] \" ' `` '' @ # $ % ^ & * _ ~ | \\ /").split(),
    "latin": "é e\u0301 ñ n\u0303 ü Ü ß ẞ ø Ł ł ç Ç å Å Å İ ı ǆ ﬁ ﬃ ŉ ĳ ſ œ Æ ư ơ ệ ẹ\u0302 a\u0328\u0301 q\u0323\u0307 straße NAÏVE Œuvre".split(),
    "asian": "漢 字 中文 日本語 ひらがな カタカナ ガ か\u3099 ｶ ﾞ ー 한국어 가 각 ᄀ ᅡ ᆨ 𠀀 㐀 豈 ，。！ 「」 ・ ～ １２ Ａ 〇 々 〆 ㎏ ㈱".split(),
    "scripts": "Привет Ёж Ελλάδα ς Σ שלום שָׁ مرحبا لا ﷺ ١٢ नमस्ते क्ष ि ् १ தமிழ் ௐ ไทย ำ ลาว བོད ་ မြန်မာ ខ្មែរ አማርኛ ᏣᎳᎩ Ꭰ ꭰ ქართული Ა ა հայ և 𐐀 𐐨 ꧁ ߊ".split(),
    "emoji": "😀 👍🏽 👩‍👩‍👧 🏳️‍🌈 🇩🇪 🇫 1️⃣ ☺️ ❤ ❤️‍🔥 🧑🏿‍🚀 ‍ ️ 🏽 ™ © ✓ → ∑ ½ ² ① ".split(),
    "spaces": [" ", "  ", "\t", "\n", "\r\n", "\r", "\u00a0", "\u2009", "\u3000", "\u2028", "\u0085", "\u200b", "\ufeff", "\u1680", "\u180e", "\x00", "\x07", "\x1f", "\x7f", "\u200d", "\u00ad", "\ufffd", "\x0b", "\x1c", "a", "B", "é", ".", "中", "9"],
    "special": ["[CLS]", "[SEP]", "[MASK]", "[UNK]", "[mask]", "<s>", "</s>", "<mask>", "<unk>", "<pad>", "<|endoftext|>", "newword", "NewWord", "cafétok", "CAFE\u0301TOK", "stripme", " ", "  ", "\n", "a", "x", "the", ".", "▁", "Ġ", "é", "<0x0A>", "newwords"],
}


def texts():
    """All texts, the same on every call."""
    source = random.Random(20261121)
    result = list(HARD)
    for name, fragments in FAMILIES.items():
        for _ in range(400):
            glue = source.choice(["", " ", " ", "  ", "\n"] if name != "spaces" else [""])
            count = source.choice([1, 2, 3, 5, 8, 13])
            result.append(glue.join(source.choice(fragments) for _ in range(count)))
    everything = [f for fragments in FAMILIES.values() for f in fragments]
    for _ in range(400):
        result.append("".join(source.choice(everything) for _ in range(source.randint(1, 20))))
    planes = [(0x80, 0x24F), (0x250, 0x52F), (0x530, 0x8FF), (0x900, 0xFFF), (0x1000, 0x1FFF), (0x2000, 0x2FFF), (0x3000, 0x33FF),
              (0xA000, 0xABFF), (0xF900, 0xFFFF), (0x10000, 0x11FFF), (0x1D000, 0x1FFFF), (0xE0000, 0xE01FF), (0, 0x10FFFF)]
    for _ in range(500):
        low, high = source.choice(planes)
        points = (source.randint(low, high) for _ in range(source.randint(1, 12)))
        glue = source.choice(["", "", "a", " "])
        result.append(glue.join(chr(p) for p in points if not 0xD800 <= p < 0xE000))
    return result


def broken():
    """Bytes that are not UTF-8."""
    source = random.Random(7)
    result = [b"\xff", b"a\xc3", b"\xe2\x82", b"\xe2\x82x", b"\xf0\x9f\x98", b"\xf0\x9f\x98x", b"\xed\xa0\x80", b"\xed\xa0\xbd\xed\xb8\x80", b"\xc0\xaf", b"\xe0\x80\xaf",
              b"\xf4\x90\x80\x80", b"\xf8\x88\x80\x80\x80", b"a\x80b", b"\xc3\x28", b"caf\xe9 cr\xe8me", b"\xfe\xff\x00a", b"\xe2\x28\xa1", b"\xf0\x28\x8c\xbc"]
    good = "naïve 漢字 😀 [MASK] the".encode()
    for _ in range(150):
        data = bytearray(good)
        for _ in range(source.randint(1, 4)):
            data[source.randrange(len(data))] = source.choice([0x80, 0xBF, 0xC3, 0xE2, 0xF0, 0xFF, 0xED, 0xF4, 0x61])
        result.append(bytes(data))
    return [data for data in result if data.decode(errors="replace").encode() != data]
