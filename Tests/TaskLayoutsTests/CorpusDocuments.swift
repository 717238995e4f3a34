// SPDX-License-Identifier: Apache-2.0

import Retrieval
import Testing

extension Corpus {
  /// All documents in order, by one thread.
  func documents() throws -> [Document] {
    let reader = try makeReader()
    var documents: [Document] = []
    var ordinal = 0
    while let batch = try reader.nextBatch() {
      #expect(batch.ordinal == ordinal)
      ordinal += 1
      documents += (0..<batch.count).map { batch[$0] }
    }
    return documents
  }
}
