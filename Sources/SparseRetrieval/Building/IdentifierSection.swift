// SPDX-License-Identifier: Apache-2.0

import Retrieval

/// The document identifiers of all partial indexes in corpus order.
struct IdentifierSection {
  private var bytes: [UInt8] = []
  private var offsets: [UInt32] = [0]

  /// Collects the identifiers.
  ///
  /// - Throws: ``DataError`` when an identifier occurs twice.
  init(_ partials: [PartialIndex], _ numbering: DocumentNumbering) throws(DataError) {
    bytes.reserveCapacity(partials.reduce(0) { $0 + $1.identifiers.bytes.count })
    offsets.reserveCapacity(numbering.count + 1)
    for run in numbering.runs {
      let arena = partials[run.partial].identifiers
      for row in run.range {
        bytes.append(contentsOf: arena.bytes[arena.offsets[row]..<arena.offsets[row + 1]])
        guard let end = UInt32(exactly: bytes.count) else {
          throw DataError(
            .malformed, file: "corpus", "document ids take more than 4 GiB, expected at most 4 GiB",
            fix: "use shorter document ids")
        }
        offsets.append(end)
      }
    }
    try rejectDuplicates()
  }

  private func rejectDuplicates() throws(DataError) {
    let count = offsets.count - 1
    var capacity = 16
    while capacity < count * 2 { capacity *= 2 }
    let mask = capacity - 1
    var slots = [UInt32](repeating: 0, count: capacity)
    for row in 0..<count {
      let hash = withBytes(row) { bytes in
        bytes.baseAddress.map { ByteHash.hash($0, bytes.count) } ?? 0
      }
      var slot = Int(truncatingIfNeeded: hash) & mask
      while slots[slot] != 0 {
        let other = Int(slots[slot]) - 1
        if equal(row, other) { throw duplicate(other, row) }
        slot = (slot &+ 1) & mask
      }
      slots[slot] = UInt32(row + 1)
    }
  }

  private func equal(_ left: Int, _ right: Int) -> Bool {
    withBytes(left) { left in withBytes(right) { left.elementsEqual($0) } }
  }

  private func duplicate(_ first: Int, _ second: Int) -> DataError {
    let id = withBytes(first) { String(decoding: $0, as: UTF8.self) }
    return DataError(
      .malformed, file: "corpus",
      "document id \"\(id)\" occurs twice, as documents \(first + 1) and \(second + 1); "
        + "expected every id once",
      fix: "remove one of the two documents or rename it")
  }

  private func withBytes<Result>(_ row: Int, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    bytes.withUnsafeBytes {
      body(.init(rebasing: $0[Int(offsets[row])..<Int(offsets[row + 1])]))
    }
  }

  /// Writes both sections.
  func write(to writer: inout IndexFileWriter) throws(DataError) {
    try writer.begin(IndexLayout.row(.identifierBytes))
    try writer.append(bytes)
    try writer.begin(IndexLayout.row(.identifierOffsets))
    try writer.append(offsets)
  }
}
