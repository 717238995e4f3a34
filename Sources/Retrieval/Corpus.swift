// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// A collection of documents that is streamed, never held in memory as a whole.
public protocol Corpus: Sendable {
  /// Number of documents where it is known without reading everything, for progress only.
  var expectedDocumentCount: Int? { get }

  /// Starts reading at the first document.
  ///
  /// - Throws: when the corpus cannot be opened; the error says which file and why.
  func makeReader() throws -> any CorpusReader

  /// Where a document stands, for messages: may read everything before it.
  ///
  /// - Parameter number: Its position in the corpus, from 0.
  /// - Returns: nil where nobody can say, or there is no such document.
  func place(ofDocument number: Int) -> DocumentPlace?
}

extension Corpus {
  /// Unknown.
  public func place(ofDocument number: Int) -> DocumentPlace? { nil }
}

/// Where a document stands.
public struct DocumentPlace: Sendable, Hashable {
  /// Path of the file.
  public var file: String
  /// Line, or row where the file has no lines, from 1.
  public var line: Int

  /// A line of a file.
  public init(file: String, line: Int) {
    self.file = file
    self.line = line
  }
}

/// One pass over a corpus. Several threads may pull from the same reader.
public protocol CorpusReader: Sendable {
  /// The next batch not yet handed to any thread, or nil after the last one.
  ///
  /// Decoding happens in the calling thread. Ordinals are 0, 1, 2 … without gaps.
  ///
  /// - Throws: at malformed data; the error says file, line, what was found and expected.
  func nextBatch() throws -> DocumentBatch?
}

/// A small corpus in memory, for synthetic tasks and tests.
public struct InMemoryCorpus: Corpus {
  /// The documents, in corpus order.
  public let documents: [Document]

  /// A corpus of the given documents.
  public init(_ documents: [Document]) {
    self.documents = documents
  }

  /// The exact number of documents.
  public var expectedDocumentCount: Int? { documents.count }

  /// Reads everything as one batch.
  public func makeReader() throws -> any CorpusReader {
    var batch = DocumentBatch(ordinal: 0)
    for document in documents { batch.append(document) }
    return SingleBatchReader(batch)
  }
}

/// Hands out its one batch to whichever thread comes first.
private final class SingleBatchReader: CorpusReader {
  private let remaining: Mutex<DocumentBatch?>

  init(_ batch: DocumentBatch) {
    remaining = Mutex(batch)
  }

  func nextBatch() throws -> DocumentBatch? {
    remaining.withLock { slot in
      defer { slot = nil }
      return slot
    }
  }
}
