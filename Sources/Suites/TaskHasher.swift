// SPDX-License-Identifier: Apache-2.0

import Identity
public import Retrieval
import Synchronization

/// The task hash, computed while a corpus streams by.
///
/// The hash is a SHA-256 over the parsed content, so it does not change with the layout of the
/// files, nor with the order of documents, queries or judgements. In what follows a *field* is its
/// length in bytes (64 bits, little-endian) and its UTF-8 bytes, and a *count* is 64 bits too:
///
/// 1. field `bench-task/1`;
/// 2. count of documents, then the SHA-256 of each document (fields id, title, text), ascending;
/// 3. count of queries, then for each, ascending by id: fields id and text; count 0 or 1 and the
///    instruction; count of excluded documents and their ids ascending; 0, or 1 and the count of
///    candidates and their ids ascending;
/// 4. count of judged queries, then for each, ascending by id: field id, count of judgements, and
///    for each, ascending by document: field document, grade (64 bits, two's complement);
/// 5. only where a query has evidence: field `evidence`, and for each query that has, ascending by
///    id: field id, count of sets, and for each in order: count of documents and their ids ascending.
///
/// Strings are compared by bytes.
public final class TaskHasher: Sendable {
  /// Digests of the documents seen so far, by their first byte, so that growing and sorting touch a
  /// small part at a time: 32 to 40 bytes a document. Guarded by the mutex because threads finish
  /// batches in any order.
  private let documents = Mutex([[SHA256Digest]](repeating: [], count: 256))

  /// A hasher that has seen no document.
  public init() {}

  /// Adds the documents of a batch. May be called from several threads, in any order.
  public func add(_ batch: DocumentBatch) {
    var digests: [SHA256Digest] = []
    digests.reserveCapacity(batch.count)
    batch.bytes.withUnsafeBytes { bytes in
      for entry in batch.entries {
        var hasher = SHA256Hasher()
        hasher.updateField(UnsafeRawBufferPointer(rebasing: bytes[entry.id]))
        hasher.updateField(UnsafeRawBufferPointer(rebasing: bytes[entry.title]))
        hasher.updateField(UnsafeRawBufferPointer(rebasing: bytes[entry.text]))
        digests.append(hasher.digest())
      }
    }
    documents.withLock { documents in
      for digest in digests { documents[digest.firstByte].appendTightly(digest) }
    }
  }

  /// Documents added so far.
  public var documentCount: Int { documents.withLock { $0.reduce(0) { $0 + $1.count } } }

  /// The hash over all documents added so far, the queries and the judgements: 64 hex digits.
  public func hash(queries: [Query], qrels: Qrels) -> String {
    var hasher = SHA256Hasher()
    hasher.updateField("bench-task/1")
    hasher.update(UInt64(documentCount))
    documents.withLock { documents in
      for bucket in documents.indices {
        documents[bucket].sort()
        for digest in documents[bucket] { hasher.update(digest) }
      }
    }
    hasher.update(UInt64(queries.count))
    for query in queries.sorted(by: { precedes($0.id, $1.id) }) { hasher.add(query) }
    hasher.update(UInt64(qrels.count))
    for id in qrels.queryIDs.sorted(by: precedes) { hasher.add(qrels[id], of: id) }
    let proven = qrels.queryIDs.filter { qrels[$0]?.evidence.isEmpty == false }
    if !proven.isEmpty { hasher.updateField("evidence") }
    for id in proven.sorted(by: precedes) { hasher.addEvidence(qrels[id], of: id) }
    return hasher.digest().hex
  }
}

/// A corpus whose documents are hashed by the thread that reads them.
///
/// With it, indexing and hashing take one pass over the files instead of two.
public struct HashedCorpus: Corpus {
  private let corpus: any Corpus
  private let hasher: TaskHasher

  /// `corpus`, with every batch that is read from it added to `hasher`. Read it once only.
  public init(_ corpus: any Corpus, into hasher: TaskHasher) {
    self.corpus = corpus
    self.hasher = hasher
  }

  /// That of the corpus underneath.
  public var expectedDocumentCount: Int? { corpus.expectedDocumentCount }

  /// Starts reading at the first document.
  public func makeReader() throws -> any CorpusReader {
    HashingReader(reader: try corpus.makeReader(), hasher: hasher)
  }
}

private struct HashingReader: CorpusReader {
  let reader: any CorpusReader
  let hasher: TaskHasher

  func nextBatch() throws -> DocumentBatch? {
    guard let batch = try reader.nextBatch() else { return nil }
    hasher.add(batch)
    return batch
  }
}

/// Whether `left` comes before `right` by bytes.
private func precedes(_ left: String, _ right: String) -> Bool {
  left.utf8.lexicographicallyPrecedes(right.utf8)
}

extension SHA256Hasher {
  fileprivate mutating func add(_ query: Query) {
    updateField(query.id)
    updateField(query.text)
    update(query.instruction == nil ? 0 : 1)
    if let instruction = query.instruction { updateField(instruction) }
    addSorted(query.excludedDocuments)
    update(query.candidates == nil ? 0 : 1)
    if let candidates = query.candidates { addSorted(candidates) }
  }

  fileprivate mutating func add(_ judgments: Qrels.Judgments?, of query: String) {
    updateField(query)
    update(UInt64(judgments?.count ?? 0))
    guard let judgments else { return }
    for (row, grade) in judgments.grades.enumerated() {
      judgments.documents.withUTF8(row) { updateField($0) }
      update(UInt64(bitPattern: Int64(grade)))
    }
  }

  fileprivate mutating func addEvidence(_ judgments: Qrels.Judgments?, of query: String) {
    guard let judgments else { return }
    updateField(query)
    update(UInt64(judgments.evidence.count))
    for rows in judgments.evidence {
      update(UInt64(rows.count))
      for row in rows { judgments.documents.withUTF8(row) { updateField($0) } }
    }
  }

  private mutating func addSorted(_ ids: [String]) {
    update(UInt64(ids.count))
    for id in ids.sorted(by: precedes) { updateField(id) }
  }
}
