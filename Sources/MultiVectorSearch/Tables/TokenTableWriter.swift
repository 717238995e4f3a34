// SPDX-License-Identifier: Apache-2.0

import Formats
public import Retrieval
public import VectorSearch

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Writes the token vectors of a corpus to files, document after document: the rows as a
/// ``VectorSearch/VectorTable`` at `path`, the documents' lengths beside it. Both appear only when all is written.
///
/// Memory in use grows by 4 bytes a document and 4 bytes a row, 8 for int8.
public struct TokenTableWriter: ~Copyable {
  private let path: String
  private var rows: VectorTableWriter
  private var lengths: [UInt32] = []

  /// Starts the files.
  ///
  /// - Throws: `.unwritable`; `.malformed` for a number of dimensions that no table has.
  public init(_ path: String, dimensions: Int, format: VectorFormat) throws(DataError) {
    precondition(format != .binary, "rows are numbers")
    self.path = path
    rows = try VectorTableWriter(path, dimensions: dimensions, format: format)
  }

  /// The number of documents so far.
  public var count: Int { lengths.count }

  /// Adds the rows of a document, none for one without tokens.
  ///
  /// - Throws: `.malformed` for a number that is not finite in this format; `.unwritable`.
  public mutating func append(_ vectors: [Float]) throws(DataError) {
    let before = rows.count
    try rows.append(vectors)
    lengths.append(UInt32(rows.count - before))
  }

  /// The finished table, mapped.
  ///
  /// - Throws: `.unwritable`; `.malformed` for a row that is too long.
  public consuming func finish() throws(DataError) -> TokenTable {
    let (path, lengths) = (path, lengths)
    try rows.finish()
    let table = try VectorTable.open(path)
    let file = TokenLengths(lengths: lengths, rowsChecksum: table.checksum ?? 0)
    try file.write(to: TokenLengths.path(beside: path))
    return try TokenTable(path, table)
  }
}

extension TokenTable {
  /// Removes the files that a ``TokenTableWriter`` wrote; tables that are open stay whole.
  ///
  /// - Throws: `.unwritable` for a file that cannot be removed.
  public static func remove(_ path: String) throws(DataError) {
    for file in [path, TokenLengths.path(beside: path)] where unlink(file) != 0 {
      throw DataError(writing: file, errno: errno)
    }
  }

  /// Maps the files that a ``TokenTableWriter`` wrote.
  ///
  /// All bytes are read once and compared with their checksums, as those of the other indexes are: about
  /// a second a gigabyte, less than the first search takes, which looks at every row.
  ///
  /// - Throws: `.missing`, `.unreadable`, or `.malformed` for files that are damaged, cut short or not
  ///   of each other.
  public static func open(_ path: String) throws(DataError) -> TokenTable {
    let table = try TokenTable(path, try VectorTable.open(path))
    try table.rows.verify()
    return table
  }

  /// Rows and the lengths beside them; the numbers of rows are not looked at.
  fileprivate convenience init(_ path: String, _ rows: VectorTable) throws(DataError) {
    let lengthsPath = TokenLengths.path(beside: path)
    let file = try TokenLengths(path: lengthsPath)
    guard file.rowsChecksum == rows.checksum ?? 0 else {
      throw DataError(
        .malformed, file: lengthsPath, "belongs to other rows than those of \(path)",
        fix: "remove both files and make them again")
    }
    let size = (fileSize(path) ?? 0) + (fileSize(lengthsPath) ?? 0)
    try self.init(rows, lengths: file.lengths, sizeOnDisk: size)
  }
}
