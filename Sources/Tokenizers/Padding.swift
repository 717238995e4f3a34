// SPDX-License-Identifier: Apache-2.0

/// How the file wants batches to be filled up; whoever makes batches applies it.
public struct Padding: Sendable, Hashable {
  /// The length of every text; nil for that of the longest text in the batch.
  public var fixedLength: Int?
  /// What the length is rounded up to a multiple of; nil for nothing.
  public var multiple: Int?
  /// Whether the filling goes before the text.
  public var padsLeft: Bool
  /// The id to fill with.
  public var id: Int32
  /// The type id to fill with.
  public var typeID: Int32

  /// Padding to `fixedLength`, or to the longest text, with `id`.
  public init(
    fixedLength: Int?, multiple: Int?, padsLeft: Bool, id: Int32, typeID: Int32
  ) {
    self.fixedLength = fixedLength
    self.multiple = multiple
    self.padsLeft = padsLeft
    self.id = id
    self.typeID = typeID
  }
}
