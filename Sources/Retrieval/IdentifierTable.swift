// SPDX-License-Identifier: Apache-2.0

/// Many identifiers in one contiguous UTF-8 buffer.
///
/// A million document ids are two allocations here, not a million. Row `i` is the bytes
/// `offsets[i] ..< offsets[i + 1]` of ``bytes``.
public struct IdentifierTable: Sendable, Hashable {
  /// The identifiers one after the other, without separators.
  public private(set) var bytes: [UInt8]
  /// Start of every identifier, then the end of the last: `count + 1` values.
  public private(set) var offsets: [UInt32]

  /// An empty table.
  public init() {
    bytes = []
    offsets = [0]
  }

  /// A table of the given identifiers, in their order.
  public init(_ identifiers: some Sequence<String>) {
    self.init()
    for identifier in identifiers { append(identifier) }
  }

  /// A table from its parts, for whoever fills many rows at once.
  ///
  /// - Parameters:
  ///   - bytes: The identifiers one after the other.
  ///   - offsets: 0, then the end of every identifier, not decreasing; the last is `bytes.count`.
  public init(bytes: [UInt8], offsets: [UInt32]) {
    precondition(offsets.first == 0, "offsets start at 0")
    precondition(offsets.last == UInt32(bytes.count), "offsets end where the bytes end")
    self.bytes = bytes
    self.offsets = offsets
  }

  /// The number of identifiers.
  public var count: Int { offsets.count - 1 }

  /// Whether there is no identifier.
  public var isEmpty: Bool { offsets.count == 1 }

  /// The identifier in row `row`, as a string.
  public subscript(row: Int) -> String {
    String(decoding: bytes[range(of: row)], as: UTF8.self)
  }

  /// Where the identifier in row `row` lies in ``bytes``.
  public func range(of row: Int) -> Range<Int> {
    Int(offsets[row])..<Int(offsets[row + 1])
  }

  /// Makes room for `count` more identifiers of `byteCount` bytes together.
  public mutating func reserve(_ count: Int, byteCount: Int) {
    offsets.reserveCapacity(offsets.count + count)
    bytes.reserveCapacity(bytes.count + byteCount)
  }

  /// Adds an identifier at the end.
  public mutating func append(_ identifier: String) {
    bytes.append(contentsOf: identifier.utf8)
    close()
  }

  /// Adds an identifier given as UTF-8 bytes at the end.
  public mutating func append(utf8 identifier: UnsafeRawBufferPointer) {
    bytes.append(contentsOf: identifier)
    close()
  }

  /// Calls `body` with the bytes of the identifier in row `row`, valid only during the call.
  @inlinable
  public func withUTF8<Result>(_ row: Int, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    let start = Int(offsets[row])
    let end = Int(offsets[row + 1])
    return bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[start..<end])) }
  }

  private mutating func close() {
    precondition(bytes.count <= Int(UInt32.max), "an identifier table holds at most 4 GiB")
    offsets.append(UInt32(truncatingIfNeeded: bytes.count))
  }
}

extension IdentifierTable: Sequence {
  /// Iterates over the identifiers as strings, in order.
  public func makeIterator() -> some IteratorProtocol<String> {
    (0..<count).lazy.map { self[$0] }.makeIterator()
  }
}
