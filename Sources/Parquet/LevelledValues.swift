// SPDX-License-Identifier: Apache-2.0

import Formats

/// The entries of one column in one row group, to be taken one at a time.
///
/// An entry is a value, or says how much of what is around it is there; its levels say which.
struct LevelledValues: Sendable {
  private let repetitions: [UInt32]
  private let definitions: [UInt32]
  private let values: ParquetValues
  private let maximumDefinition: Int
  private var next = 0
  private var nextValue = 0

  /// Entries with their levels, and the values of those that have one.
  init(
    repetitions: [UInt32], definitions: [UInt32], values: ParquetValues, maximumDefinition: Int
  ) {
    self.repetitions = repetitions
    self.definitions = definitions
    self.values = values
    self.maximumDefinition = maximumDefinition
  }

  /// Definition level of the next entry; nil at the end.
  var definition: Int? { next < definitions.count ? Int(definitions[next]) : nil }

  /// Repetition level of the next entry; at the end that of a new row.
  var repetition: Int { next < repetitions.count ? Int(repetitions[next]) : 0 }

  /// Takes the next entry, which there is: its value, or null where it has none.
  mutating func take() throws(ParquetFault) -> RecordValue {
    guard let definition else { throw .damaged("found the end of a column inside a row") }
    next += 1
    guard definition == maximumDefinition else { return .null }
    defer { nextValue += 1 }
    guard nextValue < values.count else { throw .damaged("found fewer values than levels") }
    return switch values {
    case .booleans(let values): .boolean(values[nextValue])
    case .integers(let values): .number(String(values[nextValue]))
    case .doubles(let values): .number(String(values[nextValue]))
    case .strings(let values): .string(values[nextValue])
    }
  }
}
