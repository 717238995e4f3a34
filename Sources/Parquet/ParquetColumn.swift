// SPDX-License-Identifier: Apache-2.0

/// A column: a leaf of a Parquet file's schema.
public struct ParquetColumn: Sendable, Hashable {
  /// What a column holds.
  public enum Kind: String, Sendable, Hashable {
    /// Truth values.
    case boolean
    /// Whole numbers, and dates and times in the file's own units.
    case integer
    /// Floating-point numbers.
    case double
    /// UTF-8 text.
    case string
    /// Bytes of no declared meaning.
    case binary
  }

  /// How values are stored (parquet.thrift: `Type`).
  enum PhysicalType: Int {
    case boolean = 0
    case int32, int64
    case float = 4
    case double, byteArray, fixedBytes
  }

  /// Dotted path without the groups that only make a list, such as `answers.text`.
  public let name: String
  /// Dotted path with all groups, such as `answers.text.list.element`.
  public let path: String
  /// How deeply lists are nested in each other: 0 for one value per row.
  public let listDepth: Int
  /// Whether a value, or a group around it, may be missing.
  public let isOptional: Bool

  let typeCode: Int
  let fixedLength: Int
  let convertedType: Int?
  let maximumDefinition: Int
  /// The definition level from which on an entry is an element of the innermost list.
  let elementDefinition: Int

  /// What the column holds, or nil when it is of an unsupported type.
  public var kind: Kind? {
    guard let type = try? physicalType() else { return nil }
    return switch type {
    case .boolean: .boolean
    case .int32, .int64: .integer
    case .float, .double: .double
    case .byteArray, .fixedBytes: isText ? .string : .binary
    }
  }

  /// UTF8, ENUM and JSON.
  var isText: Bool { convertedType == 0 || convertedType == 4 || convertedType == 19 }

  /// How values are stored.
  func physicalType() throws(ParquetFault) -> PhysicalType {
    if convertedType == 5 {
      throw .unsupported("found decimal numbers", "write the column as double or string")
    }
    guard let type = PhysicalType(rawValue: typeCode) else {
      throw .unsupported(
        typeCode == 3 ? "found values of type INT96" : "found values of unknown type \(typeCode)",
        "write the column as one of boolean, int32, int64, float, double, string")
    }
    return type
  }

  /// The number that `stored` bits mean, which differs for unsigned columns.
  func signed(_ stored: Int64) throws(ParquetFault) -> Int64 {
    switch convertedType {
    case 11, 12, 13: return Int64(UInt32(truncatingIfNeeded: stored))
    case 14 where stored < 0:
      throw .unsupported("found a number above \(Int64.max)", "write the column as int64 or string")
    default: return stored
    }
  }
}

extension FileMetadata {
  /// An open group while the schema, a tree in depth-first order, is walked.
  private struct Group {
    var children: Int
    var names: [String]
    var path: [String]
    var definition: Int
    var repetition: Int
    var elementDefinition: Int
    var isList: Bool
    /// Whether this is the repeated group that a list consists of.
    var isListBody: Bool
  }

  /// The schema's leaves in file order.
  func columns() throws(ParquetFault) -> [ParquetColumn] {
    guard let root = schema.first, root.children >= 0 else {
      throw .damaged("found a schema without a root")
    }
    var columns: [ParquetColumn] = []
    var open = [
      Group(
        children: root.children, names: [], path: [], definition: 0, repetition: 0,
        elementDefinition: 0, isList: false, isListBody: false)
    ]
    for element in schema.dropFirst() {
      while let last = open.last, last.children == 0 { open.removeLast() }
      guard !open.isEmpty else { throw .damaged("found more schema elements than declared") }
      guard open.count <= ParquetLimits.depth else {
        throw .unsupported("found columns nested too deeply", "write a flatter table")
      }
      open[open.count - 1].children -= 1
      let group = Self.enter(element, in: open[open.count - 1])
      guard group.children >= 0 else { throw .damaged("found a group of negative size") }
      if let type = element.type {
        guard element.length >= 0 else { throw .damaged("found values of negative length") }
        columns.append(Self.column(element, type: type, group))
      } else {
        open.append(group)
      }
    }
    guard open.allSatisfy({ $0.children == 0 }) else {
      throw .damaged("found fewer schema elements than declared")
    }
    return columns
  }

  private static func enter(_ element: SchemaElement, in parent: Group) -> Group {
    var group = parent
    let isRepeated = element.repetition == 2
    group.children = element.children
    group.path.append(element.name)
    // LIST is { repeated group list { element } }: neither name is of the data.
    let isListBody = parent.isList && isRepeated
    let isElement = parent.isListBody
    if !isListBody && !isElement { group.names.append(element.name) }
    if element.repetition != 0 { group.definition += 1 }
    if isRepeated {
      group.repetition += 1
      group.elementDefinition = group.definition
    }
    group.isList = element.convertedType == 3
    group.isListBody = isListBody && element.children == 1
    return group
  }

  private static func column(
    _ element: SchemaElement, type: Int, _ group: Group
  ) -> ParquetColumn {
    ParquetColumn(
      name: group.names.joined(separator: "."), path: group.path.joined(separator: "."),
      listDepth: group.repetition,
      isOptional: group.definition > group.repetition, typeCode: type,
      fixedLength: element.length, convertedType: element.convertedType,
      maximumDefinition: group.definition, elementDefinition: group.elementDefinition)
  }
}
