# SPDX-License-Identifier: Apache-2.0
"""Reads tasks in the layouts of records as the reference loaders do, for `make.py` and `real.py`.

Sources: mteb 2 `retrieval_dataset_loaders.py`, CoIR `data_loader.py`, BRIGHT `run.py`, LitSearch
`utils.py`, KILT `eval_retrieval.py`, HazyResearch/m2 `create_LoCo.py` (both versions).
"""
import glob
import gzip
import json

import pyarrow.parquet as pq
import zstandard

# Name, layout, folder below the data, split, options, and how it is read here.
TASKS = []


def task(layout, folder, split="test", **options):
    def add(function):
        TASKS.append({"layout": layout, "folder": folder, "split": split, "options": options,
                      "read": function})
        return function
    return add


def rows(root, pattern):
    """All rows of the files that match, in the order of their names."""
    found = sorted(glob.glob(str(root / pattern)))
    assert found, pattern
    for name in found:
        if name.endswith(".parquet"):
            yield from pq.read_table(name).to_pylist()
            continue
        data = open(name, "rb").read()
        if name.endswith(".gz"):
            data = gzip.decompress(data)
        if name.endswith(".zst"):
            data = zstandard.decompress(data)
        content = data.decode("utf-8-sig")
        if content.lstrip().startswith("["):
            yield from json.loads(content)
        else:
            yield from (json.loads(line) for line in content.split("\n") if line.strip())


def beir_like(root, corpus, queries, qrels, names=("query-id", "corpus-id", "score")):
    documents = [(str(r.get("_id", r.get("id"))), r.get("title") or "", r["text"])
                 for r in rows(root, corpus)]
    asked = [{"id": str(r.get("_id", r.get("id"))), "text": r["text"]}
             for r in rows(root, queries)]
    pairs = {}
    for row in rows(root, qrels):
        query, document, grade = (row[name] for name in names)
        pairs[(str(query), str(document))] = int(grade)
    return documents, asked, pairs


@task("mteb", "mteb/lines")
def _(root): return beir_like(root, "corpus.jsonl", "queries.jsonl", "qrels/test.jsonl")


@task("mteb", "mteb/lines", "dev")
def _(root): return beir_like(root, "corpus.jsonl", "queries.jsonl", "qrels/dev.jsonl")


@task("mteb", "mteb/numbers")
def _(root): return beir_like(root, "corpus.jsonl.gz", "queries.jsonl.zst", "qrels/test.jsonl")


@task("mteb", "mteb/parquet")
def _(root):
    documents, asked, pairs = beir_like(root, "corpus/*", "queries/*", "data/test*")
    instructions = {r["query-id"]: r["instruction"] for r in rows(root, "instruction/*")}
    ranked = {r["query-id"]: r["corpus-ids"] for r in rows(root, "top_ranked/*")}
    for query in asked:
        query["instruction"] = instructions[query["id"]]
        query["candidates"] = ranked[query["id"]]
    return documents, asked, pairs


@task("mteb", "mteb/languages", subset="en")
def _(root): return beir_like(root, "en-corpus/*", "en-queries/*", "en-qrels/*")


@task("mteb", "mteb/languages", subset="de")
def _(root): return beir_like(root, "de-corpus/*", "de-queries/*", "de-qrels/*")


COIR = ("query_id", "corpus_id", "score")


@task("coir", "coir/plain")
def _(root): return beir_like(root, "data/corpus*", "data/queries*", "data/test*", COIR)


@task("coir", "coir/lines")
def _(root): return beir_like(root, "data/corpus*", "data/queries*", "data/test*", COIR)


@task("limit", "limit")
def _(root): return beir_like(root, "corpus.jsonl", "queries.jsonl", "qrels.jsonl")


def bright(root, documents, examples, gold="gold_ids"):
    texts = [(r["id"], "", r["content"]) for r in rows(root, documents)]
    asked, pairs = [], {}
    for e in rows(root, examples):
        excluded = [x for x in e["excluded_ids"] if x != "N/A"]
        asked.append({"id": e["id"], "text": e["query"], "excluded": excluded})
        pairs.update({(e["id"], document): 1 for document in e[gold]})
    return texts, asked, pairs


@task("bright", "bright/hub", subset="biology")
def _(root): return bright(root, "documents/biology*", "examples/biology*")


@task("bright", "bright/hub", subset="leetcode")
def _(root): return bright(root, "documents/leetcode*", "examples/leetcode*")


@task("bright", "bright/hub", subset="biology", variant="long")
def _(root): return bright(root, "long_documents/biology*", "examples/biology*", "gold_ids_long")


@task("bright", "bright/hub", subset="leetcode", variant="long")
def _(root): return bright(root, "long_documents/leetcode*", "examples/leetcode*", "gold_ids_long")


@task("bright", "bright/lines")
def _(root): return bright(root, "documents.jsonl", "examples.jsonl")


@task("bright", "bright/lines", variant="long")
def _(root): return bright(root, "long_documents.jsonl", "examples.jsonl", "gold_ids_long")


@task("bright", "bright/array")
def _(root): return bright(root, "documents.jsonl", "examples.json")


def litsearch(root, field):
    documents = [(str(r["corpusid"]), r["title"] or "", r[field] or "")
                 for r in rows(root, "corpus_clean/*")]
    asked, pairs = [], {}
    for number, row in enumerate(rows(root, "query/*")):
        asked.append({"id": str(number), "text": row["query"]})
        pairs.update({(str(number), str(document)): 1 for document in row["corpusids"]})
    return documents, asked, pairs


@task("litsearch", "litsearch")
def _(root): return litsearch(root, "abstract")


@task("litsearch", "litsearch", text="full_paper")
def _(root): return litsearch(root, "full_paper")


def page_text(page):
    paragraphs = page["text"]
    if isinstance(paragraphs, dict):
        paragraphs = paragraphs["paragraph"]
    if paragraphs and paragraphs[0].removesuffix("\n") == page["wikipedia_title"]:
        paragraphs = paragraphs[1:]
    return "".join(p if p.endswith("\n") or not p else p + "\n" for p in paragraphs)


def kilt(root, name, pages="kilt_knowledgesource.json"):
    documents = [(str(p["wikipedia_id"]), p["wikipedia_title"], page_text(p))
                 for p in rows(root, pages)]
    asked, pairs = [], {}
    for row in rows(root, name):
        asked.append({"id": row["id"], "text": row["input"]})
        for output in row["output"]:
            for source in output.get("provenance", []):
                pairs[(row["id"], str(source["wikipedia_id"]))] = 1
    return documents, asked, pairs


@task("kilt", "kilt", "dev", subset="nq")
def _(root): return kilt(root, "nq-dev-kilt.jsonl")


@task("kilt", "kilt", "dev", subset="fever")
def _(root): return kilt(root, "fever-dev-kilt.jsonl")


@task("kilt", "kilt-hub", "dev", subset="nq")
def _(root): return kilt(root, "nq/validation*", "kilt_wikipedia/full*")


def loco_v1(root, subset, documents="documents/*", queries="documents/*"):
    corpus = {r["pid"]: r["passage"] for r in rows(root, "LoCoV1-Documents/" + documents)
              if r["dataset"] == subset}
    asked, pairs = [], {}
    for r in rows(root, "LoCoV1-Queries/" + queries):
        if r["dataset"] != subset:
            continue
        if "qasper" in subset and corpus[r["qid"].replace("Query", "Passage")] is None:
            continue
        asked.append({"id": r["qid"], "text": r["query"]})
        pairs.update({(r["qid"], pid): 1 for pid in r["answer_pids"]})
    return [(pid, "", text) for pid, text in corpus.items() if text is not None], asked, pairs


@task("loco-v1", "loco-v1/lines", subset="qmsum")
def _(root): return loco_v1(root, "qmsum")


@task("loco-v1", "loco-v1/lines", subset="qasper_title")
def _(root): return loco_v1(root, "qasper_title")


@task("loco-v1", "loco-v1/parquet", subset="qmsum")
def _(root): return loco_v1(root, "qmsum", "data/*", "data/*")


@task("loco-v1", "loco-v1/parquet", subset="qasper_title")
def _(root): return loco_v1(root, "qasper_title", "data/*", "data/*")


def diagonal(pairs):
    documents = [(f"Passage_{n}", "", passage) for n, (_, passage) in enumerate(pairs)]
    asked = [{"id": f"Query_{n}", "text": query} for n, (query, _) in enumerate(pairs)]
    return documents, asked, {(f"Query_{n}", f"Passage_{n}"): 1 for n in range(len(pairs))}


@task("loco-v0", "loco-v0", "validation", subset="qmsum")
def _(root):
    return diagonal([(r["output"], r["input"]) for r in rows(root, "qmsum/validation.jsonl")])


@task("loco-v0", "loco-v0", "validation", subset="gov_report")
def _(root):
    return diagonal([(r["output"], r["input"]) for r in rows(root, "gov_report/*")])


def qasper(root, field):
    papers = json.load(open(root / "qasper-test-v0.3.json"))
    pairs = []
    for paper in papers.values():
        text = ""
        for section in paper["full_text"]:
            paragraph = " ".join(section["paragraphs"])
            header = section["section_name"]
            text += paragraph + "\n" if header is None else header + "\n" + paragraph + "\n"
        pairs.append((paper[field], text.strip()))
    return diagonal(pairs)


@task("loco-v0", "loco-v0", subset="qasper_title")
def _(root): return qasper(root, "title")


@task("loco-v0", "loco-v0", subset="qasper_abstract")
def _(root): return qasper(root, "abstract")


@task("loco-v0", "loco-v0-hub", subset="qasper_title")
def _(root):
    pairs = []
    for paper in rows(root, "qasper/test*"):
        sections = zip(paper["full_text"]["section_name"], paper["full_text"]["paragraphs"])
        text = ""
        for header, paragraphs in sections:
            text += (header + "\n" if header is not None else "") + " ".join(paragraphs) + "\n"
        pairs.append((paper["title"], text.strip()))
    return diagonal(pairs)


def digest(fields):
    """FNV-1a, 64 bits, over fields that each end with the byte 0x1F."""
    value = 0xCBF29CE484222325
    for field in fields:
        for byte in field.encode() + b"\x1f":
            value = (value ^ byte) * 0x100000001B3 % 2**64
    return f"{value:016x}"


def marks(ids):
    """The first, tenth and last id."""
    return [ids[0], ids[9] if len(ids) > 9 else None, ids[-1]]


def summary(task, root):
    documents, asked, pairs = task["read"](root / task["folder"])
    fields = [f for q in asked for f in [q["id"], q["text"], q.get("instruction", "")]
              + q.get("excluded", []) + q.get("candidates", [])]
    judged = sorted((q, d, str(grade)) for (q, d), grade in pairs.items())
    return {
        "layout": task["layout"], "folder": task["folder"], "split": task["split"],
        "options": task["options"],
        "documents": len(documents), "document_ids": marks([d[0] for d in documents]),
        "document_digest": digest(f for d in documents for f in d),
        "queries": len(asked), "query_ids": marks([q["id"] for q in asked]),
        "query_digest": digest(fields),
        "judged_queries": len({q for q, _ in pairs}), "judgements": len(pairs),
        "judgement_digest": digest(f for j in judged for f in j),
    }
