// SPDX-License-Identifier: Apache-2.0

/// A field of a Parquet file with the fields inside it.
struct SchemaNode: Sendable {
  /// What a field holds.
  enum Content: Sendable {
    /// Values of the column of this number.
    case leaf(Int)
    /// Named fields (a struct).
    case group([SchemaNode])
  }

  let name: String
  let content: Content
  /// Whether the field occurs any number of times.
  let isRepeated: Bool
  /// Whether the schema says that this is a list (`LIST`, `MAP`): a group of one repeated field.
  let isList: Bool
  /// The definition level from which on the field is there, of a repeated one an element.
  let definition: Int
  /// The number of repeated fields around this one, itself included.
  let repetition: Int

  /// Numbers of the columns inside.
  let leaves: [Int]

  init(
    name: String, content: Content, isRepeated: Bool, isList: Bool, definition: Int,
    repetition: Int
  ) {
    self.name = name
    self.content = content
    self.isRepeated = isRepeated
    self.isList = isList
    self.definition = definition
    self.repetition = repetition
    leaves =
      switch content {
      case .leaf(let column): [column]
      case .group(let fields): fields.flatMap(\.leaves)
      }
  }

  /// For a list in the schema's sense, the repeated field that makes it.
  var body: SchemaNode? {
    guard isList, case .group(let fields) = content, fields.count == 1, fields[0].isRepeated else {
      return nil
    }
    return fields[0]
  }

  /// The element of a list whose repeated field this is: the only field of a group that is there
  /// for the sake of the list, otherwise the repeated field itself.
  ///
  /// Source: apache/parquet-format, LogicalTypes.md, "Backward-compatibility rules".
  func element(inList list: String) -> SchemaNode? {
    guard case .group(let fields) = content, fields.count == 1, !fields[0].isRepeated,
      name != "array", name != list + "_tuple"
    else { return nil }
    return fields[0]
  }
}

extension FileMetadata {
  /// The schema as a tree: the fields of a row.
  ///
  /// The schema was checked by ``columns()``: all declared elements are there.
  func fields() throws(ParquetFault) -> [SchemaNode] {
    guard let root = schema.first else { return [] }
    var (next, leaf) = (1, 0)
    return try fields(root.children, &next, &leaf, definition: 0, repetition: 0)
  }

  private func fields(
    _ count: Int, _ next: inout Int, _ leaf: inout Int, definition: Int, repetition: Int
  ) throws(ParquetFault) -> [SchemaNode] {
    var fields: [SchemaNode] = []
    for _ in 0..<max(count, 0) {
      guard next < schema.count else {
        throw .damaged("found fewer schema elements than declared")
      }
      let element = schema[next]
      next += 1
      let isRepeated = element.repetition == 2
      let levels = (
        definition + (element.repetition == 0 ? 0 : 1), repetition + (isRepeated ? 1 : 0)
      )
      let content: SchemaNode.Content
      if element.type != nil {
        content = .leaf(leaf)
        leaf += 1
      } else {
        content = .group(
          try self.fields(
            element.children, &next, &leaf, definition: levels.0, repetition: levels.1))
      }
      fields.append(
        SchemaNode(
          name: element.name, content: content, isRepeated: isRepeated,
          isList: [1, 2, 3].contains(element.convertedType), definition: levels.0,
          repetition: levels.1))
    }
    return fields
  }
}
