// SPDX-License-Identifier: Apache-2.0

/// Which fields of a document an index keeps apart.
public enum IndexedFields: String, Sendable, Hashable, CaseIterable {
  /// Title and text as one field (Anserini's BEIR "flat").
  case flat
  /// Title and text with statistics of their own; a document's score is the sum over both.
  case multifield

  /// The fields' names, in the order in which an index holds them.
  public var names: [String] {
    switch self {
    case .flat: ["contents"]
    case .multifield: ["contents", "title"]
    }
  }
}
