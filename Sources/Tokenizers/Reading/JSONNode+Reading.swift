// SPDX-License-Identifier: Apache-2.0

import Formats
import Retrieval

/// What to do about a tokenizer that is not understood.
private let advice = "use a tokenizer.json as the package tokenizers 0.23 writes it"

extension JSONNode {
  /// An error that says what was found here and what was expected.
  func unexpected(_ expected: String, _ name: String) -> DataError {
    fault("found \(self.name) as \"\(name)\", expected \(expected)", fix: advice)
  }

  /// The member called `name`, unless it is missing or null.
  func optional(_ name: String) -> JSONNode? {
    guard let node = self[name], !node.isNull else { return nil }
    return node
  }

  /// The member called `name`.
  func required(_ name: String) throws(DataError) -> JSONNode {
    guard let node = self[name] else {
      throw fault("found no \"\(name)\", expected it in this object", fix: advice)
    }
    return node
  }

  /// The string called `name`.
  func string(_ name: String) throws(DataError) -> String {
    let node = try required(name)
    guard let string = node.string else { throw node.unexpected("a string", name) }
    return string
  }

  /// The string called `name`; nil when it is missing or null.
  func optionalString(_ name: String) throws(DataError) -> String? {
    try optional(name) == nil ? nil : string(name)
  }

  /// The single character called `name`.
  func character(_ name: String) throws(DataError) -> Unicode.Scalar {
    let scalars = try string(name).unicodeScalars
    guard scalars.count == 1, let scalar = scalars.first else {
      throw try required(name).unexpected("one character", name)
    }
    return scalar
  }

  /// The truth value called `name`; `missing` when it is missing or null, an error without it.
  func boolean(_ name: String, missing: Bool? = nil) throws(DataError) -> Bool {
    guard let node = optional(name) else {
      if let missing { return missing }
      throw try required(name).unexpected("true or false", name)
    }
    guard let value = node.boolean else { throw node.unexpected("true or false", name) }
    return value
  }

  /// The whole number called `name`, from 0 to `maximum`.
  func count(_ name: String, maximum: Int = Int(Int32.max)) throws(DataError) -> Int {
    try required(name).asCount(name, maximum: maximum)
  }

  /// This as a whole number from 0 to `maximum`.
  func asCount(_ name: String, maximum: Int = Int(Int32.max)) throws(DataError) -> Int {
    guard let value = integer, (0...maximum).contains(value) else {
      throw unexpected("a whole number from 0 to \(maximum)", name)
    }
    return value
  }

  /// The array called `name`.
  func array(_ name: String) throws(DataError) -> JSONElements {
    let node = try required(name)
    guard let elements = node.elements else { throw node.unexpected("an array", name) }
    return elements
  }

  /// The object called `name`.
  func object(_ name: String) throws(DataError) -> JSONMembers {
    let node = try required(name)
    guard let members = node.members else { throw node.unexpected("an object", name) }
    return members
  }

  /// The pattern in the member `pattern`: `{"String": …}` or `{"Regex": …}`.
  func pattern() throws(DataError) -> Pattern {
    let node = try required("pattern")
    do throws(PatternFault) {
      if let literal = node["String"]?.string {
        return try Pattern(
          .sequence(literal.unicodeScalars.map { .set(ScalarSet([.range($0.value, $0.value)])) }))
      }
      if let expression = node["Regex"]?.string { return try Pattern(expression) }
    } catch {
      throw node.fault("\(error.problem) in the pattern \(node["Regex"]?.name ?? "")", fix: advice)
    }
    throw node.unexpected("an object with \"String\" or \"Regex\"", "pattern")
  }
}
