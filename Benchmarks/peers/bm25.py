# SPDX-License-Identifier: Apache-2.0
"""bm25.py TOOL CORPUS QUERIES FOLDER MODE REPETITIONS: a Python peer's BM25, one thread.

TOOL is tantivy, bm25s or bm25s-tokens; MODE is "index" (reading and indexing) or the number of hits to search for.
Prints JSON seconds. A search by bm25s starts from the queries' text, as bench's does; bm25s-tokens and tantivy are given
queries that were analysed before. tantivy's k1 and b are fixed at 1.2 and 0.75; bm25s runs as Lucene's variant at 0.9 and 0.4.
"""
import json
import os
import shutil
import sys
import time

os.environ["OMP_NUM_THREADS"] = os.environ["NUMBA_NUM_THREADS"] = "1"


def read(path):
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            title = row.get("title") or ""
            yield title + " " + row["text"] if title else row["text"]


class Tantivy:
    def __init__(self, folder):
        import tantivy
        self.tantivy, self.folder = tantivy, folder + "/tantivy"

    def index(self, corpus):
        shutil.rmtree(self.folder, ignore_errors=True)
        os.makedirs(self.folder)
        builder = self.tantivy.SchemaBuilder()
        builder.add_text_field("body", stored=False, tokenizer_name="en_stem", index_option="freq")
        index = self.tantivy.Index(builder.build(), path=self.folder)
        writer = index.writer(heap_size=1_000_000_000, num_threads=1)
        for text in read(corpus):
            writer.add_document(self.tantivy.Document(body=text))
        writer.commit()
        writer.wait_merging_threads()

    def searcher(self, queries, hits):
        index = self.tantivy.Index.open(self.folder)
        index.reload()
        searcher = index.searcher()
        words = ("".join(c if c.isalnum() else " " for c in text) for text in read(queries))
        parsed = [index.parse_query(" ".join(text.lower().split()), ["body"]) for text in words]
        return lambda: [searcher.search(q, limit=hits, count=False) for q in parsed]


class BM25S:
    def __init__(self, folder):
        import bm25s
        import Stemmer
        self.bm25s, self.stemmer, self.folder = bm25s, Stemmer.Stemmer("english"), folder + "/bm25s"

    def tokens(self, texts):
        return self.bm25s.tokenize(texts, stopwords="en", stemmer=self.stemmer, show_progress=False)

    def index(self, corpus):
        retriever = self.bm25s.BM25(method="lucene", k1=0.9, b=0.4, backend="numba")
        retriever.index(self.tokens(list(read(corpus))), show_progress=False)
        retriever.save(self.folder)

    def searcher(self, queries, hits):
        retriever = self.bm25s.BM25.load(self.folder)
        retriever.backend = "numba"
        retriever.activate_numba_scorer()
        texts = list(read(queries))
        return lambda: retriever.retrieve(self.tokens(texts), k=hits, show_progress=False, n_threads=1)


class BM25STokens(BM25S):
    def tokens(self, texts):
        if not hasattr(self, "analysed"):
            self.analysed = super().tokens(texts)
        return self.analysed


tool, corpus, queries, folder, mode, repetitions = sys.argv[1:6] + [int(sys.argv[6])]
peer = {"tantivy": Tantivy, "bm25s": BM25S, "bm25s-tokens": BM25STokens}[tool](folder)
work = (lambda: peer.index(corpus)) if mode == "index" else peer.searcher(queries, int(mode))
if mode != "index":
    work(), work()
seconds = []
for _ in range(repetitions):
    start = time.perf_counter()
    work()
    seconds.append(time.perf_counter() - start)
print(json.dumps({"seconds": seconds}))
