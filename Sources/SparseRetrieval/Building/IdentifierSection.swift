// SPDX-License-Identifier: Apache-2.0

import Retrieval

/// The document identifiers of all partial indexes in corpus order.
struct IdentifierSection {
  private let partials: [any PartialIndex]
  private let numbering: DocumentNumbering

  init(_ partials: [any PartialIndex], _ numbering: DocumentNumbering) {
    self.partials = partials
    self.numbering = numbering
  }

  /// Writes both sections: bytes, and where each identifier starts and the last ends.
  ///
  /// - Throws: ``DataError`` when an identifier occurs twice or all together are too long, and when
  ///   the file cannot be written.
  func write(to writer: inout IndexFileWriter) throws(DataError) {
    var offsets: [UInt32] = [0]
    offsets.reserveCapacity(numbering.count + 1)
    var fingerprints = IdentifierFingerprints()
    var end = 0
    try writer.begin(IndexLayout.row(.identifierBytes))
    try forEachBatch { (bytes, lengths) throws(DataError) in
      try writer.append(bytes)
      var start = 0
      for length in lengths {
        fingerprints.insert(Self.fingerprint(bytes, start..<(start + length)))
        start += length
        end += length
        guard let offset = UInt32(exactly: end) else { throw Self.tooLong }
        offsets.append(offset)
      }
    }
    let repeated = fingerprints.repeated()
    if !repeated.isEmpty { try rejectDuplicates(repeated) }
    try writer.begin(IndexLayout.row(.identifierOffsets))
    try writer.append(offsets)
  }

  private func forEachBatch(
    _ body: (_ bytes: [UInt8], _ lengths: [Int]) throws(DataError) -> Void
  ) throws(DataError) {
    var bytes: [UInt8] = []
    var lengths: [Int] = []
    for run in numbering.runs {
      bytes.removeAll(keepingCapacity: true)
      lengths.removeAll(keepingCapacity: true)
      partials[run.partial].appendIdentifiers(of: run.range, to: &bytes, lengths: &lengths)
      try body(bytes, lengths)
    }
  }

  private static func fingerprint(_ bytes: [UInt8], _ range: Range<Int>) -> UInt64 {
    bytes.withUnsafeBytes { IdentifierFingerprints.fingerprint(.init(rebasing: $0[range])) }
  }

  /// Compares the identifiers with repeated fingerprints themselves.
  private func rejectDuplicates(_ repeated: Set<UInt64>) throws(DataError) {
    var first: [[UInt8]: Int] = [:]
    var document = 0
    try forEachBatch { (bytes, lengths) throws(DataError) in
      var start = 0
      for length in lengths {
        let range = start..<(start + length)
        if repeated.contains(Self.fingerprint(bytes, range)),
          let other = first.updateValue(document, forKey: Array(bytes[range]))
        {
          throw Self.duplicate(bytes[range], other, document)
        }
        start += length
        document += 1
      }
    }
  }

  private static func duplicate(_ id: ArraySlice<UInt8>, _ first: Int, _ second: Int) -> DataError {
    DataError(
      .malformed, file: "corpus",
      "document id \"\(String(decoding: id, as: UTF8.self))\" occurs twice, as documents "
        + "\(first + 1) and \(second + 1); expected every id once",
      fix: "remove one of the two documents or rename it")
  }

  private static var tooLong: DataError {
    DataError(
      .malformed, file: "corpus", "document ids take more than 4 GiB, expected at most 4 GiB",
      fix: "use shorter document ids")
  }
}
