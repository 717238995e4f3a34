// SPDX-License-Identifier: Apache-2.0

import Foundation
import Leaderboard
import Retrieval
import RunStore
import Suites
import TestSupport

/// Experiments in memory; listings come without per-query values, as from a store.
struct MemorySource: ExperimentSource {
  var all: [Experiment]

  func experiments(suite: String?) -> [Experiment] {
    all.filter { suite == nil || $0.suite == suite }.map { experiment in
      var listed = experiment
      listed.queryIDs = []
      for index in listed.scores.indices { listed.scores[index].perQuery = [] }
      return listed
    }
  }

  func experiment(id: String) -> Experiment? {
    all.first { $0.id == id }
  }
}

/// Where the site's own templates and assets lie.
let siteFolder = TestData.repository.appending(path: "site").path

/// A made-up store that looks like a real one: eight retrievers, a suite with a group, cells that
/// are missing, failed and measured on other data, and a small second suite.
enum Fixture {
  static let measures = ["nDCG@10", "R@100", "RR@10", "AP", "P@5", "Judged@10"]

  static let suites = [beir, quickstart]

  static let beir: Suite = {
    let tasks = [
      task("scifact", "SciFact", documents: 5183, queries: 300),
      task("nfcorpus", "NFCorpus", documents: 3633, queries: 323),
      task("fiqa", "FiQA-2018", documents: 57638, queries: 648),
      task("arguana", "ArguAna", documents: 8674, queries: 1406),
      task("trec-covid", "TREC-COVID", documents: 171_332, queries: 50),
      task("cqadupstack/android", "android", group: "CQADupStack", documents: 22998, queries: 699),
      task("cqadupstack/english", "english", group: "CQADupStack", documents: 40221, queries: 1570),
      task("climate-fever", "Climate-FEVER", documents: 5_416_593, queries: 1535),
    ]
    return Suite(
      name: "beir", title: "BEIR", version: "1.0.0",
      summary:
        "Heterogeneous zero-shot retrieval: scientific claims, finance questions, arguments, "
        + "health and duplicate questions, each with its own corpus.",
      citation: "Thakur et al. 2021, NeurIPS Datasets and Benchmarks", headline: "nDCG@10",
      measures: measures, tasks: tasks)
  }()

  static let quickstart = Suite(
    name: "quickstart", title: "Quickstart", version: "1",
    summary: "Three small tasks that run in seconds, without a network.", citation: "",
    headline: "nDCG@10", measures: ["nDCG@10", "R@100", "RR@10"],
    tasks: [
      task("kitchen", "Kitchen", documents: 412, queries: 48),
      task("limit", "LIMIT (generated)", documents: 1046, queries: 200),
    ])

  static let retrievers: [(name: String, family: String, skill: Double)] = [
    ("bm25", "sparse", 0.60), ("bm25:fields=multifield", "sparse", 0.585),
    ("bm25:b=0.75,k1=1.2", "sparse", 0.575), ("bm25plus", "sparse", 0.60),
    ("dirichlet:mu=1000", "sparse", 0.54), ("lsa:dimensions=256", "dense", 0.36),
    ("rrf:bm25+lsa", "fusion", 0.61), ("bm25:analyzer=whitespace", "sparse", 0.48),
  ]

  static let source = MemorySource(all: beirExperiments + quickstartExperiments)

  private static let beirExperiments: [Experiment] = {
    let shifts = [0.05, -0.28, -0.3, -0.2, 0.02, -0.18, -0.2]
    var all: [Experiment] = []
    for (index, task) in beir.tasks.prefix(7).enumerated() {
      for (row, retriever) in retrievers.enumerated() {
        if row == 5, index == 4 { continue }
        let skill = max(0.15, retriever.skill + shifts[index])
        // bm25plus ties with bm25 on purpose.
        all.append(cell("beir", task, row: row == 3 ? 0 : row, retriever, skill: skill))
      }
    }
    let slow = all.firstIndex { $0.retriever.hasPrefix("lsa") && $0.task == "fiqa" }
    if let slow {
      all[slow] = failed(all[slow], "worker ended by signal 9 (out of memory: 4.0 GB allowed)")
    }
    var old = cell("beir", beir.tasks[1], row: 2, retrievers[2], skill: 0.4)
    old.id += "old"
    old.hashes.task = hash("nfcorpus before the qrels were mended")
    old.counts.judged = 320
    old.startedAt -= 86_400 * 90
    return all + [old]
  }()

  private static let quickstartExperiments = quickstart.tasks.flatMap { task in
    [0, 4, 6].map { cell("quickstart", task, row: $0, retrievers[$0], skill: retrievers[$0].skill) }
  }

  private static func task(
    _ name: String, _ title: String, group: String? = nil, documents: Int, queries: Int
  ) -> RetrievalTask {
    var task = RetrievalTask(name: name, folder: "beir/" + name)
    task.title = title
    task.group = group
    task.counts = RetrievalTask.Counts(documents: documents, queries: queries)
    task.licence = "CC-BY-4.0"
    task.source = "https://example.org/datasets/\(name)"
    task.grades = [0: "not relevant", 1: "relevant"]
    if name == "scifact" {
      task.counts.qrels = 339
      task.baselines = [
        .init(retriever: "bm25", measure: "nDCG@10", value: 0.6789, source: "Anserini, BM25 flat"),
        .init(retriever: "bm25", measure: "R@100", value: 0.9253, source: "Anserini, BM25 flat"),
        .init(
          retriever: "bm25:fields=multifield", measure: "nDCG@10", value: 0.6647,
          source: "https://example.org/regressions"),
        .init(retriever: "splade", measure: "nDCG@10", value: 0.704, source: "Formal et al. 2022"),
      ]
    }
    return task
  }
}
