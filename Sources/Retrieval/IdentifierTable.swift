// SPDX-License-Identifier: Apache-2.0

/// Many identifiers in one contiguous UTF-8 buffer.
///
/// A million document ids are two allocations here, not a million. Row `i` is the bytes
/// ``range(of:)`` of ``bytes``; where it starts takes four bytes, in tables of any size.
public struct IdentifierTable: Sendable, Hashable {
  /// The identifiers one after the other, without separators.
  public private(set) var bytes: [UInt8]
  /// Start of every identifier, then the end of the last: `count + 1` values, of which the lowest
  /// ``offsetBits`` bits are kept.
  @usableFromInline
  private(set) var offsets: [UInt32]
  /// The first offset that needs another bit pattern above ``offsetBits``: one entry for each
  /// 4 GiB, so none in all but the largest tables.
  @usableFromInline
  private(set) var carries: [Int] = []
  @usableFromInline
  let offsetBits: Int

  /// An empty table.
  public init() {
    self.init(offsetBits: 32)
  }

  /// An empty table that keeps fewer bits of an offset, to try what happens when they overflow.
  init(offsetBits: Int) {
    self.offsetBits = offsetBits
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
  public init(bytes: [UInt8], offsets: [Int]) {
    precondition(offsets.first == 0, "offsets start at 0")
    precondition(offsets.last == bytes.count, "offsets end where the bytes end")
    self.init()
    self.bytes = bytes
    self.offsets.reserveCapacity(offsets.count)
    for offset in offsets.dropFirst() { close(at: offset) }
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
  @inlinable
  public func range(of row: Int) -> Range<Int> {
    offset(row)..<offset(row + 1)
  }

  @inlinable
  func offset(_ index: Int) -> Int {
    let low = Int(offsets[index])
    return carries.isEmpty ? low : low + carries.count { $0 <= index } << offsetBits
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
    let range = self.range(of: row)
    return bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[range])) }
  }

  private mutating func close() { close(at: bytes.count) }

  /// Ends the identifier that reaches to `offset`.
  private mutating func close(at offset: Int) {
    while offset >> offsetBits > carries.count { carries.append(offsets.count) }
    offsets.append(UInt32(truncatingIfNeeded: offset & (1 << offsetBits - 1)))
  }
}

extension IdentifierTable: Sequence {
  /// Iterates over the identifiers as strings, in order.
  public func makeIterator() -> some IteratorProtocol<String> {
    (0..<count).lazy.map { self[$0] }.makeIterator()
  }
}
