// SPDX-License-Identifier: Apache-2.0

import Foundation
import Retrieval
import SequenceGenerators
import TestSupport
import Testing

@testable import GenerativeRetrieval

@Suite struct `Identifiers that a model cannot write` {
  @Test(arguments: MalformedIdentifiers.all)
  func `are refused with the place and the remedy`(malformed: MalformedIdentifiers) throws {
    let generator = try SequenceGenerator(
      folder: GeneratorIdentifierTests.folder(malformed.model))
    let documents = IdentifierTable(malformed.documents)
    try withTemporaryFolder { folder in
      let path = folder + "/identifiers.tsv"
      if let text = malformed.file { try Data(text.utf8).write(to: URL(filePath: path)) }
      let error = #expect(throws: DataError.self) {
        let own = GeneratorIdentifiers(generator)
        if malformed.file == nil {
          _ = try own.ids(of: documents)
        } else {
          _ = try own.clusters(of: documents, in: try IdentifierFile(path: path))
        }
      }
      #expect(error?.description.replacing(folder + "/", with: "") == malformed.message)
    }
  }

  @Test func `are said to be missing where the file is`() {
    let error = #expect(throws: DataError.self) {
      try IdentifierFile(path: "/nowhere/identifiers.tsv")
    }
    #expect(error?.code == .missing)
  }

  @Test func `the page in the documentation is current`() throws {
    let page = MalformedPage(
      "docs/malformed-identifiers.md",
      title: "What is said about identifiers that no model can write",
      introduction: """
        Every case below is a test (`Tests/GenerativeRetrievalTests/Malformed`): ids of documents, or a
        file of identifiers, with a small T5 or BART. This page is made from them (`make docs`).
        """,
      rows: MalformedIdentifiers.all.map {
        MalformedPage.Row(
          section: $0.file == nil ? "Ids" : "Files of identifiers", name: $0.name,
          message: $0.message)
      })
    #expect(try page.written() == page.text, "`make docs` writes it again")
  }
}
