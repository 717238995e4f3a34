// SPDX-License-Identifier: Apache-2.0

import LatentSemantics
import Retrieval
import Synchronization
import TestSupport
import Testing
import TextAnalysis

@Suite struct `A latent semantic model` {
  private static let sea = ["whale", "ship", "sail", "harbour", "storm"]
  private static let kitchen = ["flour", "oven", "bread", "butter", "knife"]

  /// Documents of one of two subjects, in batches of a few.
  private struct Library: Corpus {
    var count = 60
    var expectedDocumentCount: Int? { count }

    func document(_ number: Int) -> Document {
      let words = number % 2 == 0 ? sea : kitchen
      let text = (0..<3).map { words[(number / 2 + $0 * (number % 5 + 1)) % words.count] }
      return Document(
        id: "d\(number)", title: number % 3 == 0 ? words[number % 5] : "",
        text: text.joined(separator: " "))
    }

    func makeReader() -> any CorpusReader { Reader(library: self) }
  }

  private final class Reader: CorpusReader {
    private let library: Library
    private let next = Atomic(0)

    init(library: Library) { self.library = library }

    func nextBatch() -> DocumentBatch? {
      let ordinal = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard ordinal * 7 < library.count else { return nil }
      var batch = DocumentBatch(ordinal: ordinal)
      for number in ordinal * 7..<min(ordinal * 7 + 7, library.count) {
        batch.append(library.document(number))
      }
      return batch
    }
  }

  private func fit(
    _ corpus: any Corpus, dimensions: Int = 4, threads: Int = 1
  ) async throws -> (LatentSemanticModel, DocumentTerms) {
    try await withTemporaryFolder { folder in
      try await LatentSemanticModel.fit(
        corpus, analyzer: Analyzer(named: "unicode"), dimensions: dimensions, folder: folder,
        threads: threads)
    }
  }

  private func vector(_ model: LatentSemanticModel, _ text: String) -> [Float] {
    var vector = [Float](repeating: .nan, count: model.dimensions)
    vector.withUnsafeMutableBufferPointer { vector in
      if let start = vector.baseAddress { model.embed(text, into: start) }
    }
    return vector
  }

  private func cosine(_ left: [Float], _ right: [Float]) -> Float {
    zip(left, right).reduce(0) { $0 + $1.0 * $1.1 }
  }

  @Test func `puts words of a subject near each other, though they share no document`() async throws
  {
    let (model, _) = try await fit(
      InMemoryCorpus([
        Document(id: "1", text: "whale ship"), Document(id: "2", text: "ship sail"),
        Document(id: "3", text: "sail harbour"), Document(id: "4", text: "flour oven"),
        Document(id: "5", text: "oven bread"), Document(id: "6", text: "bread knife"),
      ]), dimensions: 2)
    let whale = vector(model, "whale")
    #expect(cosine(whale, vector(model, "harbour")) > 0.99)
    #expect(abs(cosine(whale, vector(model, "bread"))) < 0.01)
    #expect(abs(cosine(whale, whale) - 1) < 1e-5)
  }

  @Test func `gives a document the vector of its title and text`() async throws {
    let library = Library()
    let (model, documents) = try await fit(library, threads: 3)
    #expect(documents.identifiers.map { $0 } == (0..<60).map { "d\($0)" })
    for number in 0..<60 {
      var stored = [Float](repeating: .nan, count: model.dimensions)
      stored.withUnsafeMutableBufferPointer { stored in
        if let start = stored.baseAddress { model.embed(number, of: documents, into: start) }
      }
      let document = library.document(number)
      #expect(stored == vector(model, document.title + " " + document.text))
    }
  }

  @Test func `is the same for any number of threads`() async throws {
    let (one, _) = try await fit(Library(), threads: 1)
    let (many, _) = try await fit(Library(), threads: 4)
    for word in Self.sea + Self.kitchen { #expect(vector(one, word) == vector(many, word)) }
  }

  @Test func `has no direction for texts without a term it knows`() async throws {
    let (model, _) = try await fit(Library())
    for text in ["", "zebra", "…"] {
      #expect(vector(model, text).allSatisfy { $0 == 0 })
    }
  }

  @Test func `has as many dimensions as there are documents and terms`() async throws {
    let (model, documents) = try await fit(
      InMemoryCorpus([Document(id: "1", text: "one two three"), Document(id: "2", text: "")]),
      dimensions: 50)
    #expect(model.dimensions == 2)
    #expect(documents.identifiers.count == 2)
    #expect(vector(model, "two").contains { $0 != 0 })
  }
}
