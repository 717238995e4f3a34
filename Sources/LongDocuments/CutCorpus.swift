// SPDX-License-Identifier: Apache-2.0

import Retrieval

/// A corpus whose documents are seen by another policy than as wholes.
///
/// Passages are ranges of their document's text: no text is copied, and every passage has the whole
/// title. Only their names are new bytes, at the end of each batch.
struct CutCorpus: Corpus {
  let corpus: any Corpus
  let policy: DocumentPolicy
  let documents: DocumentTable

  var expectedDocumentCount: Int? {
    if case .passages = policy { nil } else { corpus.expectedDocumentCount }
  }

  func makeReader() throws -> any CorpusReader {
    CutReader(reader: try corpus.makeReader(), policy: policy, documents: documents)
  }
}

private struct CutReader: CorpusReader {
  let reader: any CorpusReader
  let policy: DocumentPolicy
  let documents: DocumentTable

  func nextBatch() throws -> DocumentBatch? {
    guard var batch = try reader.nextBatch() else { return nil }
    var cutter = TextCutter()
    switch policy {
    case .whole: break
    case .firstTokens(let count):
      batch.bytes.withUnsafeBytes { bytes in
        for row in batch.entries.indices {
          let text = batch.entries[row].text
          let length = cutter.length(of: .init(rebasing: bytes[text]), tokens: count)
          batch.entries[row].text = text.lowerBound..<text.lowerBound + length
        }
      }
    case .passages(let policy): cut(&batch, policy, &cutter)
    }
    return batch
  }

  private func cut(
    _ batch: inout DocumentBatch, _ policy: PassagePolicy, _ cutter: inout TextCutter
  ) {
    var passages: [DocumentBatch.Entry] = []
    var names: [UInt8] = []
    var counts: [UInt32] = []
    batch.bytes.withUnsafeBytes { bytes in
      for entry in batch.entries {
        let first = passages.count
        let text = entry.text
        cutter.forEachPassage(of: .init(rebasing: bytes[text]), policy) { range in
          let name = bytes.count + names.count
          PassageIdentifier.append(bytes[entry.id], passages.count - first, to: &names)
          passages.append(
            DocumentBatch.Entry(
              id: name..<bytes.count + names.count, title: entry.title,
              text: text.lowerBound + range.lowerBound..<text.lowerBound + range.upperBound))
        }
        counts.append(UInt32(passages.count - first))
      }
      documents.add(batch.entries.map { .init(rebasing: bytes[$0.id]) }, passages: counts)
    }
    batch.bytes.append(contentsOf: names)
    batch.entries = passages
  }
}
