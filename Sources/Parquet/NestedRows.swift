// SPDX-License-Identifier: Apache-2.0

package import Formats
package import Retrieval

/// One field of one row group, with lists and structs inside each other to any depth, row by row.
///
/// > Melnik et al. "Dremel." VLDB 2010: records are assembled from columns by their levels.
package struct NestedRows: Sendable {
  private let field: SchemaNode
  private var columns: [Int: LevelledValues]
  private let file: String
  private let place: String

  init(_ field: SchemaNode, columns: [Int: LevelledValues], file: String, place: String) {
    self.field = field
    self.columns = columns
    self.file = file
    self.place = place
  }

  /// The value in the next row; there are as many as the row group has rows.
  ///
  /// - Throws: `.malformed` when the columns inside the field do not fit each other.
  package mutating func next() throws(DataError) -> RecordValue {
    do throws(ParquetFault) {
      return try value(of: field, parent: 0)
    } catch {
      throw DataError(error.inside(place), file: file)
    }
  }

  /// Takes one value of a field from its columns.
  ///
  /// - Parameter parent: Definition level at which what is around the field is there.
  private mutating func value(
    of node: SchemaNode, parent: Int
  ) throws(ParquetFault) -> RecordValue {
    if node.isRepeated { return try list(of: node, parent: parent, element: nil) }
    guard try isThere(node, parent: parent) else { return .null }
    if let body = node.body {
      return try list(
        of: body, parent: node.definition, element: body.element(inList: node.name))
    }
    return try content(of: node)
  }

  /// Takes what is in a field that is there.
  private mutating func content(of node: SchemaNode) throws(ParquetFault) -> RecordValue {
    switch node.content {
    case .leaf(let column):
      return try columns[column]?.take() ?? .null
    case .group(let fields):
      var members: [String: RecordValue] = [:]
      for field in fields { members[field.name] = try value(of: field, parent: node.definition) }
      return .object(members)
    }
  }

  /// Takes all elements of a repeated field.
  ///
  /// - Parameter element: What of each repetition is the element; all of it where nil.
  private mutating func list(
    of node: SchemaNode, parent: Int, element: SchemaNode?
  ) throws(ParquetFault) -> RecordValue {
    var elements: [RecordValue] = []
    guard try isThere(node, parent: parent) else { return .list([]) }
    repeat {
      if let element {
        elements.append(try value(of: element, parent: node.definition))
      } else {
        elements.append(try content(of: node))
      }
    } while try hasMore(node)
    return .list(elements)
  }

  /// Whether a field is there by the levels of all columns inside it; if not, its entry is taken.
  private mutating func isThere(
    _ node: SchemaNode, parent: Int
  ) throws(ParquetFault) -> Bool {
    let leaves = node.leaves
    var common: Int?
    for leaf in leaves {
      guard let definition = columns[leaf]?.definition else {
        throw .damaged("found the end of a column inside a row")
      }
      guard definition >= parent else {
        throw .damaged("found level \(definition) of \(node.name), expected at least \(parent)")
      }
      let level = min(definition, node.definition)
      guard common == nil || common == level else {
        throw .damaged("found columns of \(node.name) with different levels")
      }
      common = level
    }
    // A group without columns cannot be seen to be missing.
    guard let common, common < node.definition else { return true }
    for leaf in leaves { _ = try columns[leaf]?.take() }
    return false
  }

  /// Whether another element follows, by the levels of all columns inside a repeated field.
  private func hasMore(_ node: SchemaNode) throws(ParquetFault) -> Bool {
    var common: Bool?
    for leaf in node.leaves {
      let level = columns[leaf]?.repetition ?? 0
      guard level <= node.repetition else {
        throw .damaged("found the rest of a list inside \(node.name), expected its start")
      }
      let continues = level == node.repetition
      guard common == nil || common == continues else {
        throw .damaged("found columns of \(node.name) with different numbers of elements")
      }
      common = continues
    }
    guard common == true else { return false }
    for leaf in node.leaves where (columns[leaf]?.definition ?? 0) < node.definition {
      throw .damaged("found a list element of \(node.name) outside a list")
    }
    return true
  }
}

extension ParquetFile {
  /// Whether rows have a field of this name, a struct or a list or a plain value.
  package func hasField(_ name: String) -> Bool { fields.contains { $0.name == name } }

  /// Decodes all columns of a field of one row group, to be assembled row by row.
  ///
  /// - Throws: As ``read(column:rowGroup:)``.
  package func readNested(
    field name: String, rowGroup group: Int
  ) throws(DataError) -> NestedRows {
    guard let field = fields.first(where: { $0.name == name }) else {
      throw DataError(
        .malformed, file: path, "found no field \(name)",
        fix: "name one of: " + fields.map(\.name).joined(separator: ", "))
    }
    var columns: [Int: LevelledValues] = [:]
    for leaf in field.leaves { columns[leaf] = try levels(ofColumn: leaf, rowGroup: group) }
    return NestedRows(
      field, columns: columns, file: path, place: "row group \(group), field \(name)")
  }
}
