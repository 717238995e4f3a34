// SPDX-License-Identifier: Apache-2.0

import Foundation
import Retrieval
import Retrievers
import TestSupport
import Testing

@Suite struct `The card of a model` {
  private static let folder =
    TestData.repository.appending(path: "Tests/SentenceEncodersTests/Golden/base").path

  private func card(_ parameters: String) throws -> RetrieverCard {
    try RetrieverRegistry.builtIn.retriever("dense:model=\(Self.folder)\(parameters)").card
  }

  @Test func `has what decides the vectors in place of what was left to the model`() throws {
    let card = try card("")
    for name in ["weights", "tokenizer", "pooling", "max-tokens", "dimensions", "similarity"] {
      let value = try #require(card.parameters[name])
      #expect(!value.isEmpty && value != "the model's", "\(name)")
    }
    #expect(card.parameters["query-prompt"]?.isEmpty == true)
    #expect(card.parameters["weights"]?.count == 64)
  }

  @Test func `is the same where what is given is what the model has`() throws {
    let standard = try card("")
    let length = try #require(standard.parameters["max-tokens"])
    let given = try card(",max-tokens=\(length),query-prompt=\"\",similarity=cosine")
    #expect(given.parameters == standard.parameters)
  }

  @Test(arguments: [
    ",max-tokens=5", ",query-prompt=\"query: \"", ",dimensions=3", ",computation=bf16",
    ",similarity=dot", ",vectors=int8",
  ])
  func `is another where anything is`(parameters: String) throws {
    let other = try card(parameters)
    #expect(try other.parameters != card("").parameters)
    let again = try RetrieverRegistry.builtIn.retriever(other.specification).card
    #expect(again == other)
  }

  @Test func `of a static model has no computation, and takes none`() throws {
    let folder = TestData.repository.appending(path: "Tests/StaticEmbeddingsTests/Golden/f32").path
    let retriever = try RetrieverRegistry.builtIn.retriever("dense:model=\(folder)")
    #expect(retriever.card.parameters["computation"] == nil)
    let error = #expect(throws: RetrieverSpecificationError.self) {
      try RetrieverRegistry.builtIn.retriever("dense:model=\(folder),computation=bf16")
    }
    #expect(error?.code == .unusedParameter)
  }
}
