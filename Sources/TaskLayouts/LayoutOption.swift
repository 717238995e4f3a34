// SPDX-License-Identifier: Apache-2.0

import Retrieval

/// A choice that a layout leaves to whoever reads it: a key of a manifest's `reading:` mapping.
public struct LayoutOption: Sendable, Hashable {
  /// The key, `subset`.
  public var name: String
  /// What it chooses, in a few words.
  public var meaning: String
  /// The values there are; empty where any text will do.
  public var values: [String]
  /// What counts when nothing is said; nil where something must be said.
  public var standard: String?

  /// An option of a layout.
  public init(_ name: String, _ meaning: String, values: [String] = [], standard: String? = nil) {
    self.name = name
    self.meaning = meaning
    self.values = values
    self.standard = standard
  }
}

extension TaskLayout {
  /// Checks the keys and values of a `reading:` mapping.
  ///
  /// - Returns: What is wrong, in words; nil when nothing is.
  public func fault(in chosen: [String: String]) -> String? {
    for (name, value) in chosen.sorted(by: { $0.key < $1.key }) {
      guard let option = options.first(where: { $0.name == name }) else {
        let known = options.map(\.name).joined(separator: ", ")
        return "found the option \"\(name)\", the layout \(self.name) has "
          + (known.isEmpty ? "none" : "only \(known)")
      }
      guard option.values.isEmpty || option.values.contains(value) else {
        return "found \(name) \"\(value)\", expected one of "
          + option.values.joined(separator: ", ")
      }
    }
    let absent = options.first { $0.standard == nil && chosen[$0.name] == nil }
    return absent.map { "found no \"\($0.name)\", expected \($0.meaning)" }
  }

  /// The chosen value of an option, or the standard one.
  ///
  /// - Throws: `.malformed` when the option has no standard value and nothing was chosen.
  func value(of name: String, at place: TaskPlace) throws(DataError) -> String {
    if let value = place.options[name] { return value }
    let option = options.first { $0.name == name }
    if let standard = option?.standard { return standard }
    throw DataError(
      .malformed, file: place.folder,
      "found no \"\(name)\" to read by, expected \(option?.meaning ?? "one")",
      fix: "name it: reading: {\(name): …} in a manifest, --reading \(name)=… on the command line")
  }
}
