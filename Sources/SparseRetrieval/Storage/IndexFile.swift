// SPDX-License-Identifier: Apache-2.0

package import Retrieval

/// A mapped index file whose header and checksums are right.
package struct IndexFile: Sendable {
  private let file: MappedIndexFile
  private let sections: [Range<Int>]

  /// The number of bytes.
  package var size: Int { file.bytes.count }

  /// Maps the file and verifies it completely.
  ///
  /// - Throws: ``DataError`` when it is no index, of another version, cut short or damaged.
  package init(path: String, kind: IndexFileKind) throws(DataError) {
    file = try MappedIndexFile(path: path)
    let bytes = file.bytes
    guard bytes.count >= IndexLayout.headerSize, bytes.starts(with: kind.magic) else {
      throw DataError(
        .malformed, file: path, "is no index file or was cut short", fix: rebuildAdvice)
    }
    var offset = kind.magic.count
    func next<Number: FixedWidthInteger & BitwiseCopyable>(_: Number.Type) -> Number {
      defer { offset += MemoryLayout<Number>.size }
      return Number(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Number.self))
    }
    let version = next(UInt32.self)
    guard version == kind.version else {
      throw DataError(
        .malformed, file: path,
        "has index version \(version), expected \(kind.version)", fix: rebuildAdvice)
    }
    guard next(UInt32.self) == kind.sectionCount else {
      throw DataError(
        .malformed, file: path, "holds other fields than expected", fix: rebuildAdvice)
    }
    var records: [SectionRecord] = []
    for _ in 0..<kind.sectionCount {
      records.append(
        SectionRecord(
          offset: next(UInt64.self), size: next(UInt64.self), checksum: next(UInt64.self)))
    }
    let headerSum = Checksum.of(UnsafeRawBufferPointer(rebasing: bytes[..<offset]))
    guard next(UInt64.self) == headerSum else {
      throw DataError(.malformed, file: path, "has a damaged header", fix: rebuildAdvice)
    }
    sections = try Self.verified(records, bytes, path)
  }

  private static func verified(
    _ records: [SectionRecord], _ bytes: UnsafeRawBufferPointer, _ path: String
  ) throws(DataError) -> [Range<Int>] {
    var sections: [Range<Int>] = []
    for record in records {
      let end = record.offset.addingReportingOverflow(record.size)
      let slack = UInt64(IndexLayout.alignment)
      guard !end.overflow, end.partialValue <= UInt64(bytes.count),
        UInt64(bytes.count) - end.partialValue >= slack,
        record.offset % slack == 0
      else {
        throw DataError(
          .malformed, file: path, "is cut short at \(bytes.count) bytes", fix: rebuildAdvice)
      }
      let range = Int(record.offset)..<Int(end.partialValue)
      guard Checksum.of(UnsafeRawBufferPointer(rebasing: bytes[range])) == record.checksum else {
        throw DataError(
          .malformed, file: path,
          "is damaged between byte \(range.lowerBound) and "
            + "\(range.upperBound): the checksum differs", fix: rebuildAdvice)
      }
      sections.append(range)
    }
    return sections
  }

  /// The bytes of a section.
  package func section(_ row: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: file.bytes[sections[row]])
  }

  /// A section as an array of records.
  package func elements<Element: BitwiseCopyable>(_ row: Int) throws(DataError)
    -> UnsafeBufferPointer<Element>
  {
    let bytes = section(row)
    guard bytes.count % MemoryLayout<Element>.stride == 0 else {
      throw damaged("a section of \(bytes.count) bytes, no multiple of a record")
    }
    return bytes.bindMemory(to: Element.self)
  }

  /// A section as an array of records.
  package func elements<Element: BitwiseCopyable>(
    _ section: some RawRepresentable<Int>
  ) throws(DataError) -> UnsafeBufferPointer<Element> {
    try elements(section.rawValue)
  }

  /// A section of a field as an array of records.
  func elements<Element: BitwiseCopyable>(
    _ section: IndexLayout.FieldSection, of field: Int
  ) throws(DataError) -> UnsafeBufferPointer<Element> {
    try elements(IndexLayout.row(section, of: field))
  }

  /// The error for a file whose checksums are right and whose content is not.
  package func damaged(_ found: String) -> DataError {
    DataError(.malformed, file: file.path, "holds \(found)", fix: rebuildAdvice)
  }
}
