// SPDX-License-Identifier: Apache-2.0

package import Retrieval

/// A mapping in a manifest, of which every key is known.
package struct ManifestMapping {
  /// The mapping as a value: where it stands.
  package let value: ManifestValue
  private let entries: [String: ManifestValue]

  /// A mapping that may hold the given keys and no others.
  ///
  /// - Throws: `.malformed` at the first unknown key, with the keys that are expected.
  package init(_ value: ManifestValue, keys: [String]) throws(DataError) {
    self.value = value
    var entries: [String: ManifestValue] = [:]
    for (key, value) in try value.members() {
      let name = try key.text()
      guard keys.contains(name) else {
        let near = nearestName(to: name, among: keys).map { "did you mean \"\($0)\"?" } ?? ""
        throw key.malformed(
          "unknown key \"\(name)\", expected one of \(keys.joined(separator: ", "))", fix: near)
      }
      entries[name] = value
    }
    self.entries = entries
  }

  /// The value of a key, or nil where the mapping does not have it.
  package subscript(key: String) -> ManifestValue? { entries[key] }

  /// The value of a key that must be there.
  package func required(_ key: String) throws(DataError) -> ManifestValue {
    guard let value = entries[key] else {
      throw value.malformed("key \"\(key)\" is missing here")
    }
    return value
  }

  /// The text of a key, or nil where the mapping does not have it.
  package func text(_ key: String) throws(DataError) -> String? { try entries[key]?.text() }

  /// The whole number of a key, or nil where the mapping does not have it.
  package func integer(_ key: String) throws(DataError) -> Int? { try entries[key]?.integer() }
}
