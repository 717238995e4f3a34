// SPDX-License-Identifier: Apache-2.0

package import Retrieval

/// Decodes JSON lines into batches of documents.
package struct DocumentLineDecoder {
  private let wanted: DocumentFields
  private var fields: JSONFields
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
    fields = JSONFields(names)
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
    var row = 0
    while scanner.skipBlankLines() {
      let (start, kept) = (scanner.position, scanner.used)
      try fields.readLine(&scanner)
      defer { row += 1 }
      do throws(JSONFault.Reason) {
        guard try isWanted(scanner), let entry = try entry(&scanner) else {
          scanner.used = kept
          continue
        }
        entries.append(entry)
      } catch {
        throw JSONFault(offset: start, reason: error)
      }
      if keepsOffsets { offsets.append(start) }
      if identifiers.isEmpty { rows.append(row) }
    }
  }

  /// Whether the record meets the condition.
  private func isWanted(_ scanner: JSONScanner) throws(JSONFault.Reason) -> Bool {
    guard let condition = wanted.condition else { return true }
    guard let found = try string(conditions) else {
      throw .content("found no field \"\(condition.field.name)\", expected a string")
    }
    return found.count == value.count && zip(found, value).allSatisfy { scanner.arena[$0] == $1 }
  }

  private func entry(
    _ scanner: inout JSONScanner
  ) throws(JSONFault.Reason) -> DocumentBatch.Entry? {
    var id: Range<Int>?
    for index in identifiers where id == nil { id = try fields.identifier(index, scanner) }
    if case .field(let field) = wanted.identifier, id == nil {
      throw .content("found no field \"\(field.name)\", expected the document's identifier")
    }
    let title = try title()
    guard let text = try text(&scanner, title: title) else { return nil }
    return DocumentBatch.Entry(id: id ?? 0..<0, title: title, text: text)
  }

  private func title() throws(JSONFault.Reason) -> Range<Int> {
    if titles.contains(where: { fields.values[$0] == .null }) { return 0..<0 }
    return try string(titles) ?? 0..<0
  }

  /// The text; nil where the record is no document.
  private func text(
    _ scanner: inout JSONScanner, title: Range<Int>
  ) throws(JSONFault.Reason) -> Range<Int>? {
    for index in texts {
      switch fields.values[index] {
      case .absent: continue
      case .null where wanted.nullText == .empty: return 0..<0
      case .null where wanted.nullText == .skipped: return nil
      case .array(let range) where wanted.isParagraphs:
        guard let text = scanner.joinParagraphs(range, without: title) else {
          throw .content(
            "found an array of other values in field \"\(wanted.text.name)\", "
              + "expected strings")
        }
        return text
      default: return try fields.string(index)
      }
    }
    throw .content("found no field \"\(wanted.text.name)\", expected the document's text")
  }

  private func string(_ indices: Range<Int>) throws(JSONFault.Reason) -> Range<Int>? {
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
