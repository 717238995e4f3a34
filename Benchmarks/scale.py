# SPDX-License-Identifier: Apache-2.0
"""Runs BM25 on one and on ten million generated documents and prints what growing costs.

Each figure is of one whole `bench run`: worker process, index, 1 000 queries to depth 1 000, check of the corpus, scores.
Rates are documents per second of CPU time, which other programs on the machine disturb least; the peak is the most that
any process of the run held, mapped files included. Needs about 1.5 kB of disk a document below --folder; the corpora
stay there for the next time, indexes and stores do not.
"""
import argparse
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bench", required=True)
    parser.add_argument("--measure", required=True)
    parser.add_argument("--folder", required=True, type=Path)
    parser.add_argument("--retriever", default="bm25")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--memory", type=int, help="megabytes, as bench run --memory")
    parser.add_argument("documents", nargs="*", type=int, default=[1_000_000, 10_000_000])
    return parser.parse_args()


def generated(options, documents):
    folder = options.folder / f"zipf-{documents}"
    if not (folder / "done").exists():
        print(f"generating {documents} documents", file=sys.stderr)
        subprocess.run([options.measure, "generate", folder, str(documents)], check=True)
        (folder / "done").touch()
    return folder


def cell(options, documents):
    """One run; the object that --json prints, with the peak of all its processes."""
    task = generated(options, documents)
    work = options.folder / f"work-{os.getpid()}"
    work.mkdir()
    memory = ["--memory", str(options.memory)] if options.memory else []
    command = [options.bench, "run", "--task", task, "--retriever", options.retriever, "--top-k", "1000", "--json",
               "--threads", str(options.threads), "--store", work / "store.sqlite", *memory]
    with open(work / "out", "w+") as output:
        process = subprocess.Popen([str(word) for word in command], stdout=output)
        _, status, usage = os.wait4(process.pid, 0)
        output.seek(0)
        lines = output.read().splitlines()
    shutil.rmtree(work)
    if status != 0:
        sys.exit(f"scale.py: {' '.join(map(str, command))} ended with status {status}")
    found = json.loads(lines[-1])
    found["peak"] = usage.ru_maxrss * 1024
    found["cpu"] = usage.ru_utime + usage.ru_stime
    return found


options = arguments()
options.folder.mkdir(parents=True, exist_ok=True)
cells = [cell(options, documents) for documents in options.documents]
print(f"\n{options.retriever}, {options.threads} threads")
print("| documents | indexed, documents / CPU s | index CPU s (wall s) | index bytes | top-1000 p50 / p95 / p99 ms "
      "| whole run CPU s | peak |")
print("|---|---|---|---|---|---|---|")
rates = []
for found in cells:
    timing, latency = found["timing"], found["timing"]["latency_ms"]
    documents = found["counts"]["documents"]
    rates.append(documents / timing["index_cpu_seconds"])
    print(f"| {documents:,} | {rates[-1]:,.0f} | {timing['index_cpu_seconds']:.1f} ({timing['index_seconds']:.1f}) "
          f"| {found['bytes']['index']:,} | {latency['p50']:.2f} / {latency['p95']:.2f} / {latency['p99']:.2f} "
          f"| {found['cpu']:.0f} | {found['peak'] / 2**20:,.0f} MiB |")
if len(rates) > 1:
    print(f"rate of the last over the first: {rates[-1] / rates[0]:.2f}")
