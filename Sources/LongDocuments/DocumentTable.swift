// SPDX-License-Identifier: Apache-2.0

import Retrieval
import Synchronization

/// How many passages each document has; filled while the corpus is read, by any thread.
final class DocumentTable: Sendable {
  private struct Content {
    var identifiers = IdentifierIndex()
    /// By the number of the identifier.
    var passages: [UInt32] = []
    var total = 0
  }

  private let content = Mutex(Content())

  /// The number of documents.
  var count: Int { content.withLock { $0.passages.count } }

  /// The number of passages of all documents.
  var passages: Int { content.withLock { $0.total } }

  /// Adds documents; one that is there already keeps its first count.
  func add(_ documents: [UnsafeRawBufferPointer], passages: [UInt32]) {
    // Only read, and only during this call: the lock's closure does not outlive it.
    nonisolated(unsafe) let documents = documents
    content.withLock { content in
      for (document, count) in zip(documents, passages) {
        if content.identifiers.insert(document) == content.passages.count {
          content.passages.append(count)
          content.total += Int(count)
        }
      }
    }
  }

  /// The number of passages of a document; 0 when there is no such document.
  func passages(of document: UnsafeRawBufferPointer) -> Int {
    // Only read, and only during this call: the lock's closure does not outlive it.
    nonisolated(unsafe) let document = document
    return content.withLock { content in
      content.identifiers.row(of: document).map { Int(content.passages[$0]) } ?? 0
    }
  }
}
