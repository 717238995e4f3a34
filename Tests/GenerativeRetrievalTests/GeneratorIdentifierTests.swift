// SPDX-License-Identifier: Apache-2.0

import Foundation
import Generation
import Retrieval
import SequenceGenerators
import TestSupport
import Testing

@testable import GenerativeRetrieval

/// Ids and paths of clusters written by models of the hub, and what transformers writes:
/// Golden/make_identifiers.py.
@Suite struct GeneratorIdentifierTests {
  private struct Golden: Decodable {
    struct Case: Decodable {
      var query: String
      var ids: [Written]
      var clusters: [Written]
    }

    struct Written: Decodable {
      var tokens: [Int32]
      var logProbability: Float
    }

    var documents: [String]
    var ids: [[Int32]]
    var paths: [String]
    var clusters: [[Int32]]
    var cases: [Case]

    init(_ name: String) throws {
      let path = TestData.repository
        .appending(path: "Tests/GenerativeRetrievalTests/Golden/identifiers.json")
      let all = try JSONDecoder().decode([String: Golden].self, from: Data(contentsOf: path))
      self = try #require(all[name])
    }
  }

  static let models = ["bart", "t5", "qwen2", "atomic"]

  static func folder(_ name: String) -> String {
    guard name == "atomic" else { return GeneratorTests.folder(name) }
    return TestData.repository.appending(path: "Tests/GenerativeRetrievalTests/Golden/atomic").path
  }

  /// What documents are called, as tokens.
  private func sequences(
    _ golden: Golden, _ generator: SequenceGenerator, clusters: Bool
  ) throws -> TokenSequences {
    let documents = IdentifierTable(golden.documents)
    let own = GeneratorIdentifiers(generator)
    guard clusters else { return try own.ids(of: documents) }
    return try withTemporaryFolder { folder in
      let lines = zip(golden.documents, golden.paths).map { "\($0)\t\($1)" }.reversed()
      let path = folder + "/identifiers.tsv"
      try Data(lines.joined(separator: "\r\n").utf8).write(to: URL(filePath: path))
      return try own.clusters(of: documents, in: try IdentifierFile(path: path))
    }
  }

  @Test(arguments: models, [false, true])
  func writesWhatTransformersWrites(name: String, clusters: Bool) throws {
    let golden = try Golden(name)
    let generator = try SequenceGenerator(folder: Self.folder(name))
    let identifiers = try sequences(golden, generator, clusters: clusters)
    let expected = clusters ? golden.clusters : golden.ids
    #expect((0..<identifiers.count).map { identifiers[$0].map { Int32($0) - 1 } } == expected)
    let trie = IdentifierTrie(identifiers)
    let search = IdentifierSearch(
      trie, identifiers, GeneratorWriter(generator, maximumLength: trie.longest + 1), beams: 8,
      lengthPenalty: 0)
    for example in golden.cases {
      let written = clusters ? example.clusters : example.ids
      let found = try search.identifiers(for: example.query)
      #expect(found.count == written.count && found.count >= 7)
      #expect(found.map { $0.tokens.map { Int32($0) - 1 } } == written.map(\.tokens))
      for (identifier, expected) in zip(found, written) {
        #expect(abs(identifier.score - expected.logProbability) < 1e-4)
      }
    }
  }

  @Test(arguments: models, [1, 3, 20])
  func everyWrittenIdentifierExistsAndHasTheScoreOfItsOwn(name: String, beams: Int) throws {
    let golden = try Golden(name)
    let generator = try SequenceGenerator(folder: Self.folder(name))
    for clusters in [false, true] {
      let identifiers = try sequences(golden, generator, clusters: clusters)
      let all = Set((0..<identifiers.count).map { Array(identifiers[$0]) })
      let trie = IdentifierTrie(identifiers)
      let search = IdentifierSearch(
        trie, identifiers, GeneratorWriter(generator, maximumLength: trie.longest + 1),
        beams: beams, lengthPenalty: 1)
      for query in ["radium", "who", "42 of Oslo", "what is the longest question of the model"] {
        let found = try search.identifiers(for: query)
        #expect(!found.isEmpty && found.count <= beams)
        #expect(found.allSatisfy { all.contains($0.tokens) })
        #expect(Set(found.map(\.tokens)).count == found.count)
        let hits = try search.hits(for: query, depth: 100)
        let bound = try search.hits(for: query, depth: 100, among: Set(0..<identifiers.count))
        #expect(bound.count == identifiers.count)
        for hit in hits {
          let same = try #require(bound.first { $0.document == hit.document })
          #expect(abs(same.score - hit.score) < 1e-4)
        }
        if beams == 20 { #expect(hits.map(\.document) == bound.map(\.document)) }
      }
    }
  }

  @Test func documentsOfOneIdentifierStandInTheOrderOfTheCorpus() throws {
    let golden = try Golden("t5")
    let generator = try SequenceGenerator(folder: Self.folder("t5"))
    let identifiers = try sequences(golden, generator, clusters: true)
    let trie = IdentifierTrie(identifiers)
    let search = IdentifierSearch(
      trie, identifiers, GeneratorWriter(generator, maximumLength: trie.longest + 1), beams: 20,
      lengthPenalty: 1)
    let hits = try search.hits(for: "radium", depth: 100)
    #expect(hits.count == golden.documents.count)
    let first = try #require(hits.firstIndex { $0.document == 0 })
    #expect(hits[first + 1].document == 1 && hits[first + 1].score == hits[first].score)
  }

  @Test func identifiersOfOtherDocumentsAreLeftOut() async throws {
    let generator = try SequenceGenerator(folder: Self.folder("t5"))
    var configuration = GenerativeConfiguration()
    configuration.identifiers = .clusters
    try await withTemporaryFolder { folder in
      let path = folder + "/identifiers.tsv"
      try Data("foreign\t4 2\na\t4\nb\t4 2\n".utf8).write(to: URL(filePath: path))
      let retriever = GenerativeRetriever(
        card: RetrieverCard(family: "generative", name: "t5", parameters: [:], summary: ""),
        configuration: configuration, generator: generator,
        identifiers: try IdentifierFile(path: path))
      let index = try await retriever.index(
        InMemoryCorpus(["b", "a"].map { Document(id: $0, title: "", text: "") }),
        in: Workspace(folder: folder, threads: 1), progress: .none)
      #expect(index.statistics["identifiers.unused"] == 1)
      #expect(index.statistics["identifiers"] == 2)
      let ranking = try await index.search([Query(id: "q", text: "radium")], depth: 9)[0]
      #expect(Set(ranking.documents) == ["a", "b"])
    }
  }
}
