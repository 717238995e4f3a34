// SPDX-License-Identifier: Apache-2.0

import Foundation
import Retrieval
import Retrievers
import TestSupport
import Testing

/// Language models of generative retrieval through the registry.
@Suite struct `A model that writes` {
  private static func folder(_ name: String) -> String {
    TestData.repository.appending(path: "Tests/SequenceGeneratorsTests/Golden/" + name).path
  }

  private static let bert =
    TestData.repository.appending(path: "Tests/SentenceEncodersTests/Golden/base").path
  private static let bart = folder("bart")
  private static let t5 = folder("t5")
  private static let qwen = folder("qwen2")

  private let documents =
    [
      Document(id: "curie", title: "Marie Curie", text: "who discovered radium and polonium"),
      Document(id: "oslo", title: "Oslo", text: "the capital of Norway is Oslo"),
      Document(id: "untitled", title: "", text: "radium radiates"),
      Document(id: "empty", title: "", text: ""),
      Document(id: "other oslo", title: "Oslo", text: "a café in Oslo"),
      Document(id: "title", title: "Oslo Airport", text: ""),
    ] + noise

  /// So many different tokens that each is rarer than a model that knows nothing expects.
  private static let noise = {
    var generator = SeededGenerator(seed: 1)
    let scalars = [0x61...0x7a, 0x30...0x39, 0xa1...0x17f, 0x400...0x4ff].joined()
    let characters = scalars.compactMap { Unicode.Scalar(UInt32($0)).map(Character.init) }
    return (0..<60).map { row in
      let text = (0..<60).compactMap { _ in characters.randomElement(using: &generator) }
      return Document(id: "noise \(row)", title: "", text: String(text))
    }
  }()

  private let queries = [
    Query(id: "1", text: "who discovered radium"), Query(id: "2", text: "the capital of Norway"),
    Query(id: "3", text: ""), Query(id: "4", text: String(repeating: "where is Oslo ", count: 50)),
  ]

  private func rankings(
    _ specification: String, threads: Int = 1, oneByOne: Bool = false
  ) async throws -> [Ranking] {
    try await withTemporaryFolder { folder in
      let index = try await RetrieverRegistry.builtIn.retriever(specification).index(
        InMemoryCorpus(documents), in: Workspace(folder: folder, threads: threads),
        progress: .none)
      #expect(index.sizeOnDisk > 0)
      guard oneByOne else { return try await index.search(queries, depth: 10) }
      var rankings: [Ranking] = []
      for query in queries { rankings += try await index.search([query], depth: 10) }
      return rankings
    }
  }

  @Test(arguments: [
    "model=\(bart)", "model=\(t5)", "model=\(qwen)", "model=\(bart),identifiers=titles",
    "model=\(t5),identifiers=titles", "model=\(qwen),identifiers=titles",
    "model=\(bart),computation=int8", "model=\(t5),k1=0.9,b=0.4",
  ])
  func `ranks the same on any threads, one by one and together`(
    parameters: String
  ) async throws {
    let specification = "generative:" + parameters
    let all = try await rankings(specification)
    #expect(try await rankings(specification, threads: 3) == all)
    #expect(try await rankings(specification, threads: 2, oneByOne: true) == all)
    for (query, ranking) in zip(queries, all) {
      #expect((ranking.count == 0) == query.text.isEmpty)
      #expect(ranking.scores.allSatisfy { $0.isFinite })
      #expect(!ranking.documents.contains("empty"))
    }
  }

  @Test(arguments: [bart, t5, qwen])
  func `writes titles that exist, for all documents that have them`(folder: String) async throws {
    let rankings = try await rankings("generative:model=\(folder),identifiers=titles")
    for ranking in rankings where ranking.count > 0 {
      #expect(Set(ranking.documents) == ["curie", "oslo", "other oslo", "title"])
      let scores = Dictionary(uniqueKeysWithValues: zip(ranking.documents, ranking.scores))
      #expect(scores["oslo"] == scores["other oslo"])
      let order = Array(ranking.documents).filter { $0.hasSuffix("oslo") }
      #expect(order == ["oslo", "other oslo"])
    }
  }

  @Test(arguments: [bart, t5, qwen])
  func `writes ids and what a file has for documents`(folder: String) async throws {
    let documents = ["42", "Oslo 2", "4219"]
    try await withTemporaryFolder { temporary in
      let path = temporary + "/paths.tsv"
      try Data("Oslo 2\t4 2\n4219\t2\n42\t2\n".utf8).write(to: URL(filePath: path))
      for identifiers in ["ids", "clusters,identifier-file=\(path)"] {
        let specification = "generative:model=\(folder),identifiers=\(identifiers)"
        let retriever = try RetrieverRegistry.builtIn.retriever(specification)
        let rankings = try await withTemporaryFolder { work in
          let index = try await retriever.index(
            InMemoryCorpus(documents.map { Document(id: $0, title: "", text: "") }),
            in: Workspace(folder: work, threads: 2), progress: .none)
          return try await index.search(queries, depth: 10)
        }
        for (query, ranking) in zip(queries, rankings) {
          #expect(Set(ranking.documents) == (query.text.isEmpty ? [] : Set(documents)))
        }
        let card = retriever.card
        #expect(card.parameters["length-penalty"] == "1")
        #expect(card.parameters["dimensions"] == nil && card.parameters["alpha"] == nil)
        let content = card.parameters["identifier-file.content"]
        #expect((content == nil) == (identifiers == "ids"))
      }
      let specification =
        "generative:model=\(folder),identifiers=clusters,identifier-file=\(path)"
      let before = try RetrieverRegistry.builtIn.retriever(specification).card
      try Data("Oslo 2\t4 2\n4219\t2\n42\t4\n".utf8).write(to: URL(filePath: path))
      #expect(try RetrieverRegistry.builtIn.retriever(specification).card != before)
    }
  }

  @Test func `has a card with what decides its rankings`() throws {
    var cards: Set<[String: String]> = []
    for parameters in [
      "model=\(Self.bart)", "model=\(Self.t5)", "model=\(Self.bart),identifiers=titles",
      "model=\(Self.bart),max-tokens=5", "model=\(Self.bart),query-prompt=\" \"",
      "model=\(Self.bart),query-suffix=\" || body\"", "model=\(Self.bart),computation=bf16",
      "model=\(Self.bart),beams=3", "model=\(Self.bart),k1=0.5",
    ] {
      let card = try RetrieverRegistry.builtIn.retriever("generative:" + parameters).card
      #expect(cards.insert(card.parameters).inserted, "\(parameters)")
      #expect(!card.parameters.values.contains("the model's"))
      for name in ["weights", "tokenizer", "configuration", "tokens", "max-tokens"] {
        #expect(card.parameters[name]?.isEmpty == false, "\(name)")
      }
      for name in ["order", "prior", "copying", "emphasis", "choices", "analyzer"] {
        #expect(card.parameters[name] == nil, "\(name)")
      }
      let again = try RetrieverRegistry.builtIn.retriever(card.specification).card
      #expect(again == card)
    }
    let card = try RetrieverRegistry.builtIn.retriever("generative:model=\(Self.bart)").card
    #expect(card.parameters["beta"] == "0.8")
    #expect(card.parameters["k1"] == "0")
    #expect(card.parameters["b"] == nil)
  }

  @Test(arguments: [
    "model=\(bart),order=2", "model=\(bart),copying=0.1", "model=\(bart),analyzer=icu",
    "model=\(bart),choices=5", "model=\(bart),b=0.1", "model=\(bart),length-penalty=2",
    "model=\(bart),identifiers=titles,length=2", "model=\(bart),identifiers=titles,prior=2",
    "model=\(bart),identifiers=ids,dimensions=4", "model=\(bart),identifiers=clusters,branches=4",
    "model=\(bart),identifiers=ids,length=4", "model=\(bart),identifiers=ids,identifier-file=x",
    "identifiers=clusters,identifier-file=x", "identifiers=ids,length-penalty=2",
    "computation=bf16", "max-tokens=5", "query-prompt=x", "identifiers=titles,query-suffix=x",
  ])
  func `takes nothing that has no effect`(parameters: String) {
    let error = #expect(throws: RetrieverSpecificationError.self) {
      try RetrieverRegistry.builtIn.retriever("generative:" + parameters)
    }
    #expect(error?.code == .unusedParameter)
  }

  @Test(arguments: [
    (
      "identifiers=clusters,model=\(bart)", "bart/identifiers.tsv: found no such file"
    ),
    (
      "identifiers=clusters,model=\(bart),identifier-file=\(bart)/config.json",
      "bart/config.json:1: found 1 column, expected a document's id and its identifier apart by a tab"
    ),
    ("length=50,model=\(bart)", "found length=50, the model writes at most 46 tokens"),
    (
      "model=\(bert)",
      "found \"bert\" as \"model_type\", expected one of bart, mbart, t5, mt5, llama, mistral, qwen2, "
        + "qwen3, which write"
    ),
  ])
  func `says why it cannot be used`(parameters: String, problem: String) throws {
    let error = try #require(
      #expect(throws: RetrieverSpecificationError.self) {
        try RetrieverRegistry.builtIn.retriever("generative:" + parameters)
      })
    #expect(error.code == .unusable)
    #expect("\(error)".contains(problem), "\(error)")
  }

  @Test func `needs a title to write one`() async throws {
    let retriever = try RetrieverRegistry.builtIn
      .retriever("generative:model=\(Self.t5),identifiers=titles")
    let error = await #expect(throws: DataError.self) {
      try await withTemporaryFolder { folder in
        _ = try await retriever.index(
          InMemoryCorpus([Document(id: "1", title: "", text: "radium")]),
          in: Workspace(folder: folder, threads: 1), progress: .none)
      }
    }
    #expect(error?.problem == "holds no document with a title, expected at least one")
  }
}
