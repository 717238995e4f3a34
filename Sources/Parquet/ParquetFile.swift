// SPDX-License-Identifier: Apache-2.0

import Formats
public import Retrieval

/// A Parquet file, mapped into memory and decoded column by column, row group by row group.
///
/// Reads what retrieval data sets use: plain, dictionary and delta encodings, both page versions,
/// no compression, snappy, gzip and zstd, nulls, structs by dotted names and lists of one level by
/// column, and lists and structs inside each other by row.
/// Source: the format's specification (apache/parquet-format).
public struct ParquetFile: Sendable {
  /// The path as it was given.
  public let path: String
  /// The number of rows in all row groups.
  public let rowCount: Int
  /// The columns in file order.
  public let columns: [ParquetColumn]
  /// The fields of a row.
  let fields: [SchemaNode]
  private let groups: [FileMetadata.RowGroup]
  private let file: FileBytes

  /// Opens the file at `path` and reads its footer.
  ///
  /// - Throws: `.missing`, `.unreadable`, or `.malformed` when the footer is damaged, or has what
  ///   is not supported.
  public init(path: String) throws(DataError) {
    self.path = path
    file = try FileBytes(path: path)
    let footer: FileMetadata
    do throws(ParquetFault) {
      footer = try file.checked(Self.readFooter)
      columns = try footer.columns()
      fields = try footer.fields()
    } catch {
      throw DataError(error.inside("footer"), file: path)
    }
    rowCount = footer.rowCount
    groups = footer.rowGroups
  }

  /// The row groups' numbers, from 0.
  public var rowGroups: Range<Int> { groups.indices }

  /// The number of rows in a row group.
  public func rowCount(ofRowGroup group: Int) -> Int { groups[group].rowCount }

  /// Decodes one column of one row group.
  ///
  /// - Parameters:
  ///   - column: Name or path of a column (``ParquetColumn``).
  ///   - group: A number in ``rowGroups``.
  /// - Throws: `.malformed` when there is no such column, or its pages are damaged or have what is
  ///   not supported; the text says where.
  public func read(column name: String, rowGroup group: Int) throws(DataError) -> ParquetSlice {
    let index = try index(ofColumn: name)
    do throws(ParquetFault) {
      let reader = try reader(ofColumn: index, rowGroup: group)
      defer { file.release(reader.range) }
      return try file.checked(reader.read)
    } catch {
      throw DataError(error.inside("row group \(group), column \(name)"), file: path)
    }
  }

  /// The pages of one column of one row group, to be decoded one at a time where all together take
  /// too much memory.
  ///
  /// - Throws: As ``read(column:rowGroup:)``, and `.malformed` when the column holds lists, whose
  ///   rows may lie in several pages.
  public func pages(
    column name: String, rowGroup group: Int
  ) throws(DataError) -> ParquetPages {
    let index = try index(ofColumn: name)
    let place = "row group \(group), column \(name)"
    do throws(ParquetFault) {
      guard columns[index].listDepth == 0 else {
        throw .unsupported("found lists, expected plain values", "read the row group as a whole")
      }
      return ParquetPages(
        file: file, reader: try reader(ofColumn: index, rowGroup: group), place: place)
    } catch {
      throw DataError(error.inside(place), file: path)
    }
  }

  /// The bytes that one column of one row group has when its pages are decompressed, as the file
  /// declares; 0 when there is no such column.
  public func size(ofColumn name: String, rowGroup group: Int) -> Int {
    let chunks = groups[group].chunks
    guard let index = try? index(ofColumn: name), index < chunks.count else { return 0 }
    return max(chunks[index].uncompressedSize, 0)
  }

  /// Decodes a column, by its number, with the levels of its entries.
  func levels(ofColumn index: Int, rowGroup group: Int) throws(DataError) -> LevelledValues {
    do throws(ParquetFault) {
      let reader = try reader(ofColumn: index, rowGroup: group, keepsLevels: true)
      defer { file.release(reader.range) }
      return try file.checked(reader.readLevels)
    } catch {
      let place = "row group \(group), column \(columns[index].name)"
      throw DataError(error.inside(place), file: path)
    }
  }

  private func reader(
    ofColumn index: Int, rowGroup group: Int, keepsLevels: Bool = false
  ) throws(ParquetFault) -> ColumnChunkReader {
    guard groups[group].chunks.count == columns.count else {
      throw .damaged("found \(groups[group].chunks.count) columns, expected \(columns.count)")
    }
    return try ColumnChunkReader(
      columns[index], groups[group].chunks[index], rowCount: groups[group].rowCount,
      keepsLevels: keepsLevels)
  }

  /// Decodes one column of text or bytes, with empty strings where it is null.
  ///
  /// - Throws: As ``read(column:rowGroup:)``, and `.malformed` when the column holds no strings,
  ///   or lists of them.
  public func readStrings(
    column name: String, rowGroup group: Int
  ) throws(DataError) -> (strings: ParquetStrings, validity: [Bool]) {
    let slice = try read(column: name, rowGroup: group)
    guard case .strings(let strings) = slice.values, slice.rowOffsets == nil else {
      let column = columns[try index(ofColumn: name)]
      let kind = column.kind.map { $0.rawValue } ?? "unsupported"
      throw DataError(
        .malformed, file: path,
        "column \(name): found \(slice.rowOffsets == nil ? kind : "lists of \(kind)"), "
          + "expected strings",
        fix: "name a column of strings, or write this one as strings")
    }
    return (strings, slice.validity)
  }

  private func index(ofColumn name: String) throws(DataError) -> Int {
    if let index = columns.firstIndex(where: { $0.path == name }) { return index }
    if let index = columns.firstIndex(where: { $0.name == name }) { return index }
    let names = columns.map(\.name).joined(separator: ", ")
    throw DataError(
      .malformed, file: path, "found no column \(name)", fix: "name one of: \(names)")
  }

  /// A file ends with its metadata, the metadata's length in four bytes, and the magic number.
  private static func readFooter(
    _ bytes: UnsafeRawBufferPointer
  ) throws(ParquetFault) -> FileMetadata {
    let magic: [UInt8] = Array("PAR1".utf8)
    guard bytes.count >= 12, bytes.starts(with: magic) else {
      throw ParquetFault(
        problem: "found no PAR1 at the start, expected a Parquet file",
        fix: "name a Parquet file; a pointer of Git LFS must be fetched first")
    }
    if bytes.suffix(4).elementsEqual("PARE".utf8) {
      throw .unsupported("found an encrypted footer", "write the file without encryption")
    }
    guard bytes.suffix(4).elementsEqual(magic) else {
      throw .damaged("found no PAR1 at the end, expected the end of a Parquet file")
    }
    var tail = ByteCursor(UnsafeRawBufferPointer(rebasing: bytes[(bytes.count - 8)...]))
    let length = Int(try tail.fixed(UInt32.self))
    guard length <= bytes.count - 12 else {
      throw .damaged("found metadata of \(length) bytes in a file of \(bytes.count)")
    }
    let end = bytes.count - 8
    return try FileMetadata(UnsafeRawBufferPointer(rebasing: bytes[(end - length)..<end]))
  }
}

extension DataError {
  init(_ fault: ParquetFault, file: String) {
    let place = fault.place.joined(separator: ", ")
    self.init(.malformed, file: file, "\(place): \(fault.problem)", fix: fault.fix)
  }
}

extension FileBytes {
  /// Calls `body` with the content; like `withBytes`, but keeps the error's type.
  func checked<Value>(
    _ body: (UnsafeRawBufferPointer) throws(ParquetFault) -> Value
  ) throws(ParquetFault) -> Value {
    let result: Result<Value, ParquetFault> = withBytes { bytes in
      do throws(ParquetFault) {
        return .success(try body(bytes))
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }
}
