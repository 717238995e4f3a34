// SPDX-License-Identifier: Apache-2.0

/// The unit that is retrieved.
public struct Document: Sendable, Hashable {
  /// Identifier, unique within its corpus.
  public var id: String
  /// Title; empty where the collection has none.
  public var title: String
  /// Body text.
  public var text: String

  /// A document from its fields.
  public init(id: String, title: String = "", text: String) {
    self.id = id
    self.title = title
    self.text = text
  }
}
