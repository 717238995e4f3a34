// SPDX-License-Identifier: Apache-2.0

extension RetrievalTask {
  /// Identifiers at fixed places of a corpus, by which two versions of one size are told apart.
  ///
  /// The first, the tenth and the last document, as ir_datasets checks its collections.
  public struct KnownDocuments: Sendable, Hashable {
    /// Identifier of the first document in file order.
    public var first: String?
    /// Identifier of the tenth document.
    public var tenth: String?
    /// Identifier of the last document.
    public var last: String?

    /// Known identifiers; nil where the manifest says nothing.
    public init(first: String? = nil, tenth: String? = nil, last: String? = nil) {
      self.first = first
      self.tenth = tenth
      self.last = last
    }
  }
}
