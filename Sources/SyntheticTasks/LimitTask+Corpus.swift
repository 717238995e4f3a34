// SPDX-License-Identifier: Apache-2.0

public import Retrieval
import Synchronization

extension LimitTask {
  /// The documents as a corpus that makes them while it is read, in the threads that read it.
  public var corpus: any Corpus { GeneratedCorpus(task: self) }
}

private struct GeneratedCorpus: Corpus {
  let task: LimitTask

  var expectedDocumentCount: Int? { task.parameters.documents }

  func makeReader() throws -> any CorpusReader { GeneratedReader(task: task) }
}

/// Hands out batches of a thousand documents, about a megabyte.
private final class GeneratedReader: CorpusReader {
  private static let batchSize = 1000
  private let task: LimitTask
  private let next = Atomic(0)

  init(task: LimitTask) {
    self.task = task
  }

  func nextBatch() throws -> DocumentBatch? {
    let ordinal = next.wrappingAdd(1, ordering: .relaxed).oldValue
    let start = ordinal * Self.batchSize
    guard start < task.parameters.documents else { return nil }
    var batch = DocumentBatch(ordinal: ordinal)
    for index in start..<min(start + Self.batchSize, task.parameters.documents) {
      batch.append(task.document(at: index))
    }
    return batch
  }
}
