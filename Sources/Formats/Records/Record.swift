// SPDX-License-Identifier: Apache-2.0

/// One record of a table: the values of the wanted fields.
package struct Record: Sendable {
  /// The wanted fields.
  package let fields: [RecordField]
  /// One value a field.
  package var values: [RecordValue]
  /// Where the record is in its file: the offset of its first byte, or the number of its row.
  package var position = 0

  /// A record that has none of `fields` yet.
  package init(_ fields: [RecordField]) {
    self.fields = fields
    values = Array(repeating: .absent, count: fields.count)
  }

  /// The identifier in field `index`; nil when the record has no such field.
  ///
  /// - Throws: ``RecordFault`` when it is neither a string with characters nor an integer.
  package func identifier(_ index: Int) throws(RecordFault) -> String? {
    if values[index] == .absent { return nil }
    if let identifier = values[index].identifier { return identifier }
    let isEmpty = values[index] == .string("")
    throw fault(
      index, found: isEmpty ? "an empty string" : nil,
      isEmpty ? "an identifier" : "an identifier in quotes")
  }

  /// The identifier in field `index`, which every record must have.
  ///
  /// - Parameter what: What the field means, for the message: `the query's identifier`.
  package func identifier(_ index: Int, _ what: String) throws(RecordFault) -> String {
    guard let identifier = try identifier(index) else { throw missing(index, what) }
    return identifier
  }

  /// The text in field `index`; nil when the record has no such field or null in it.
  ///
  /// - Throws: ``RecordFault`` when it is no string.
  package func text(_ index: Int) throws(RecordFault) -> String? {
    switch values[index] {
    case .absent, .null: return nil
    case .string(let text): return text
    default: throw fault(index, "a string")
    }
  }

  /// The text in field `index`, which every record must have.
  package func text(_ index: Int, _ what: String) throws(RecordFault) -> String {
    if values[index] == .null { throw fault(index, "a string") }
    guard let text = try text(index) else { throw missing(index, what) }
    return text
  }

  /// The relevance grade in field `index`, which every record must have: an integer, a number
  /// such as `1.0`, or one of these in quotes.
  package func grade(_ index: Int) throws(RecordFault) -> Int32 {
    switch values[index] {
    case .absent:
      throw missing(index, "an integer grade")
    case .number(let text), .string(let text):
      if let grade = Grade.parse(Substring(text).utf8) { return grade }
      throw RecordFault("found the grade \(text), expected an integer")
    default:
      throw fault(index, "an integer grade")
    }
  }

  /// The identifiers listed in field `index`; nil when the record has no such field or null in it.
  ///
  /// - Throws: ``RecordFault`` when it is no list, or holds something else.
  package func identifiers(_ index: Int) throws(RecordFault) -> [String]? {
    switch values[index] {
    case .absent, .null:
      return nil
    case .list(let elements):
      var identifiers: [String] = []
      identifiers.reserveCapacity(elements.count)
      for element in elements {
        guard let identifier = element.identifier else {
          let found = element == .string("") ? "an empty string" : element.name
          throw fault(index, found: "\(found) in the list", "identifiers in quotes")
        }
        identifiers.append(identifier)
      }
      return identifiers
    default:
      throw fault(index, "a list of identifiers")
    }
  }

  /// The identifiers listed in field `index`, which every record must have.
  package func identifiers(_ index: Int, _ what: String) throws(RecordFault) -> [String] {
    if values[index] == .null { throw fault(index, "a list of identifiers") }
    guard let identifiers = try identifiers(index) else { throw missing(index, what) }
    return identifiers
  }

  /// A fault for a record that lacks field `index`.
  package func missing(_ index: Int, _ what: String) -> RecordFault {
    RecordFault("found no field \"\(fields[index].name)\", expected \(what)")
  }

  /// A fault for the value of field `index`.
  package func fault(_ index: Int, found: String? = nil, _ wanted: String) -> RecordFault {
    RecordFault(
      "found \(found ?? values[index].name) in field \"\(fields[index].name)\", expected \(wanted)")
  }
}
