// SPDX-License-Identifier: Apache-2.0

import Retrieval
import Testing

@testable import DenseRetrieval

@Suite struct `The text of a document for an encoder` {
  @Test(arguments: [
    ("Title", "Text.", "Title Text."), ("", "Text.", "Text."), ("Title", "", "Title"),
    ("", "  a b\n", "a b"), (" ", "x", "x"), ("", "", ""), ("", "\u{1C}\u{3000}é\u{85}", "é"),
    ("T", "\tx", "T \tx"),
  ])
  func `is title and text with a space between, without white space around`(
    title: String, text: String, expected: String
  ) {
    var batch = DocumentBatch(ordinal: 0)
    batch.append(Document(id: "1", title: title, text: text))
    #expect(encodedText(batch, batch.entries[0]) == expected)
  }
}
