// SPDX-License-Identifier: Apache-2.0

public import Retrieval
import Synchronization

/// Finds document ids that occur twice, with 16 bytes a document and no second copy of the ids.
///
/// Every id is reduced to 64 bits. Only when two of them are equal, which by chance happens once in
/// a corpus of five thousand million documents, are the ids themselves compared in a second pass. Several
/// threads may add batches at once.
public final class DuplicateIdentifierDetector: Sendable {
  private struct State {
    var seen = HashTable()
    var suspects: Set<UInt64> = []
  }

  private let state = Mutex(State())

  /// A detector that has seen nothing.
  public init() {}

  /// Adds the documents of a batch, in any order of batches.
  public func insert(_ batch: DocumentBatch) {
    let hashes = batch.bytes.withUnsafeBytes { bytes in
      batch.entries.map { Self.hash(UnsafeRawBufferPointer(rebasing: bytes[$0.id])) }
    }
    state.withLock { state in
      for hash in hashes where !state.seen.insert(hash) { state.suspects.insert(hash) }
    }
  }

  /// After all batches of a pass over `corpus` were added: checks that no id occurred twice.
  ///
  /// Nothing is read unless two ids looked alike.
  ///
  /// - Throws: ``DataError`` with the place of the second occurrence, and what reading throws.
  public func check(_ corpus: any Corpus) throws {
    let suspects = state.withLock(\.suspects)
    guard !suspects.isEmpty else { return }
    var numbers: [String: Int] = [:]
    var start = 0
    let reader = try corpus.makeReader()
    while let batch = try reader.nextBatch() {
      for (row, entry) in batch.entries.enumerated() {
        let id = batch.bytes[entry.id]
        guard suspects.contains(id.withUnsafeBytes(Self.hash)) else { continue }
        let name = String(decoding: id, as: UTF8.self)
        if let first = numbers.updateValue(start + row, forKey: name) {
          throw Self.duplicate(name, first, start + row, in: corpus)
        }
      }
      start += batch.count
    }
  }

  private static func duplicate(
    _ name: String, _ first: Int, _ second: Int, in corpus: any Corpus
  ) -> DataError {
    let problem = "found document \(name) for the second time, expected each document once"
    guard let place = corpus.place(ofDocument: second) else {
      return DataError(
        .malformed, file: "the corpus",
        "\(problem); they are documents \(first + 1) and \(second + 1)")
    }
    let earlier = corpus.place(ofDocument: first).map { found in
      let line = "line \(found.line)"
      return "; the first is in " + (found.file == place.file ? line : "\(line) of \(found.file)")
    }
    return DataError(
      .malformed, file: place.file, line: place.line, problem + (earlier ?? ""),
      fix: "remove one of the lines")
  }

  /// Multiplies and folds eight bytes at a time.
  private static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    var state = UInt64(truncatingIfNeeded: bytes.count) ^ 0x9E37_79B9_7F4A_7C15
    var offset = 0
    while offset < bytes.count {
      var word: UInt64 = 0
      withUnsafeMutableBytes(of: &word) {
        $0.copyBytes(from: bytes[offset..<min(offset + 8, bytes.count)])
      }
      let product = (state ^ word).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
      state = product.high ^ product.low ^ word.byteSwapped
      offset += 8
    }
    let product = state.multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
    return product.high ^ product.low
  }
}

/// A set of 64-bit hashes with open addressing, at most half full.
private struct HashTable {
  private var slots = [UInt64](repeating: 0, count: 1 << 12)
  private var count = 0

  /// Adds `hash`; false when it was there. The value 0 marks a free slot and is taken as 1.
  mutating func insert(_ hash: UInt64) -> Bool {
    if count * 2 >= slots.count { grow() }
    guard place(max(hash, 1)) else { return false }
    count += 1
    return true
  }

  private mutating func place(_ hash: UInt64) -> Bool {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] != 0 {
      if slots[slot] == hash { return false }
      slot = (slot + 1) & mask
    }
    slots[slot] = hash
    return true
  }

  private mutating func grow() {
    let old = slots
    slots = Array(repeating: 0, count: old.count * 2)
    for hash in old where hash != 0 { _ = place(hash) }
  }
}
