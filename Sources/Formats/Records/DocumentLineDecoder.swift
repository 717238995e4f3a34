// SPDX-License-Identifier: Apache-2.0

package import Retrieval

/// Decodes JSON lines into batches of documents.
package struct DocumentLineDecoder {
  private let wanted: DocumentFields
  private let names: [StaticString]
  private let identifiers: Range<Int>
  private let titles: Range<Int>
  private let texts: Range<Int>
  private let conditions: Range<Int>
  private let value: [UInt8]

  /// Where the lines of the decoded documents start in their chunk, in order.
  package private(set) var offsets: [Int] = []
  /// Numbers of the decoded documents among the chunk's lines that are not blank.
  private var rows: [Int] = []
  private let keepsOffsets: Bool

  /// A decoder for documents of these fields.
  package init(_ wanted: DocumentFields, keepsOffsets: Bool = false) {
    self.wanted = wanted
    self.keepsOffsets = keepsOffsets
    var names: [StaticString] = []
    func add(_ field: RecordField?) -> Range<Int> {
      let start = names.count
      names += field?.names ?? []
      return start..<names.count
    }
    if case .field(let field) = wanted.identifier {
      identifiers = add(field)
    } else {
      identifiers = 0..<0
    }
    titles = add(wanted.title)
    texts = add(wanted.text)
    conditions = add(wanted.condition?.field)
    value = Array((wanted.condition?.value ?? "").utf8)
    self.names = names
  }

  /// Decodes the lines of `chunk`.
  ///
  /// - Parameter firstRow: Number in the table of the chunk's first line that is not blank, for
  ///   documents that are identified by it.
  package mutating func decode(
    _ chunk: LineChunk, firstRow: Int = 0
  ) throws(DataError) -> DocumentBatch {
    var batch = DocumentBatch(ordinal: chunk.ordinal)
    var fault: JSONFault?
    chunk.withBytes { bytes in
      batch.entries.reserveCapacity(bytes.count >> 9)
      batch.bytes = [UInt8](
        unsafeUninitializedCapacity: bytes.count + JSONScanner.arenaSlack
      ) { arena, count in
        var scanner = JSONScanner(bytes, arena: arena)
        do throws(JSONFault) {
          try decode(&scanner, into: &batch.entries)
        } catch {
          fault = error
        }
        count = scanner.used
      }
    }
    if let fault { throw chunk.error(fault, fix: wanted.shape) }
    if case .row(let prefix) = wanted.identifier {
      batch.identify(rows.lazy.map { prefix + String(firstRow + $0) })
    }
    return batch
  }

  private mutating func decode(
    _ scanner: inout JSONScanner, into entries: inout [DocumentBatch.Entry]
  ) throws(JSONFault) {
    var fields = JSONFields(names)
    var row = 0
    while scanner.skipBlankLines() {
      let (start, kept) = (scanner.position, scanner.used)
      try fields.readLine(&scanner)
      do throws(JSONFault.Reason) {
        if let entry = try entry(fields, &scanner) {
          entries.append(entry)
          if keepsOffsets { offsets.append(start) }
          if identifiers.isEmpty { rows.append(row) }
        } else {
          scanner.used = kept
        }
      } catch {
        throw JSONFault(offset: start, reason: error)
      }
      row += 1
    }
  }

  /// The document in the line that was read last; nil when the record is none.
  @inline(__always)
  private func entry(
    _ fields: JSONFields, _ scanner: inout JSONScanner
  ) throws(JSONFault.Reason) -> DocumentBatch.Entry? {
    if !conditions.isEmpty, try !isWanted(fields, scanner) { return nil }
    var id: Range<Int>?
    for index in identifiers where id == nil { id = try fields.identifier(index, scanner) }
    guard let id = id ?? (identifiers.isEmpty ? 0..<0 : nil) else {
      throw .content("found no field \"\(names[0])\", expected the document's identifier")
    }
    let title = try title(fields)
    let text: Range<Int>?
    if texts.count == 1, case .string(let range) = fields.values[texts.lowerBound] {
      text = range
    } else {
      text = try unusualText(fields, &scanner, title: title)
    }
    return text.map { DocumentBatch.Entry(id: id, title: title, text: $0) }
  }

  /// Whether the record meets the condition.
  private func isWanted(
    _ fields: JSONFields, _ scanner: JSONScanner
  ) throws(JSONFault.Reason) -> Bool {
    guard let found = try string(fields, conditions) else {
      throw .content("found no field \"\(names[conditions.lowerBound])\", expected a string")
    }
    return found.count == value.count && zip(found, value).allSatisfy { scanner.arena[$0] == $1 }
  }

  @inline(__always)
  private func title(_ fields: JSONFields) throws(JSONFault.Reason) -> Range<Int> {
    for index in titles where fields.values[index] != .absent {
      return fields.values[index] == .null ? 0..<0 : try fields.string(index) ?? 0..<0
    }
    return 0..<0
  }

  /// The text that is null, a list, or under another name; nil where the record is no document.
  private func unusualText(
    _ fields: JSONFields, _ scanner: inout JSONScanner, title: Range<Int>
  ) throws(JSONFault.Reason) -> Range<Int>? {
    for index in texts {
      switch fields.values[index] {
      case .absent: continue
      case .null where wanted.nullText == .empty: return 0..<0
      case .null where wanted.nullText == .skipped: return nil
      case .array(let range) where wanted.isParagraphs:
        guard let text = scanner.joinParagraphs(range, without: title) else {
          throw .content(
            "found an array of other values in field \"\(wanted.text.name)\", expected strings")
        }
        return text
      default: return try fields.string(index)
      }
    }
    throw .content("found no field \"\(wanted.text.name)\", expected the document's text")
  }

  private func string(
    _ fields: JSONFields, _ indices: Range<Int>
  ) throws(JSONFault.Reason) -> Range<Int>? {
    for index in indices {
      if let string = try fields.string(index) { return string }
    }
    return nil
  }
}

extension DocumentBatch {
  /// Gives the documents identifiers that are not among their fields.
  fileprivate mutating func identify(_ identifiers: some Sequence<String>) {
    for (row, identifier) in identifiers.enumerated() {
      let start = bytes.count
      bytes += identifier.utf8
      entries[row].id = start..<bytes.count
    }
  }
}
