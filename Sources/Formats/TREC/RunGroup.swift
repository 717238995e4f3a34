// SPDX-License-Identifier: Apache-2.0

/// The ranked documents of one query as contiguous rows, not yet brought into order.
///
/// The one shape in which rankings reach evaluation, whether from a file or from memory. A group is
/// used again for the next query, so that its memory is that of the longest ranking.
package struct RunGroup: ~Copyable {
  /// One ranked document.
  package struct Row {
    /// ``IdentifierHash`` of the id.
    package let hash: UInt64
    /// The score as it was written.
    package let score: Double
    /// Where the id begins, counted from ``RunGroup/text``.
    package let start: Int
    /// The number of bytes of the id.
    package let length: Int
  }

  /// The query's identifier.
  package internal(set) var queryID = ""
  /// The last column of the last line that was read.
  package internal(set) var tag = ""
  /// Where the lines of this group lie in the file: one stretch, or more when scattered lines were
  /// put together.
  package internal(set) var lines: [Range<Int>] = []
  /// The number of rows.
  package private(set) var count = 0
  private var rows: UnsafeMutablePointer<Row>
  private var capacity = 1024
  /// Ids that are not in the file as they are: decoded ones.
  private var decoded: UnsafeMutablePointer<UInt8>
  private var decodedCount = 0
  private var decodedCapacity = 1 << 12
  private var outside: UnsafePointer<UInt8>?

  /// A group without rows.
  package init() {
    rows = .allocate(capacity: capacity)
    decoded = .allocate(capacity: decodedCapacity)
  }

  deinit {
    rows.deallocate()
    decoded.deallocate()
  }

  /// What the rows' offsets count from.
  package var text: UnsafePointer<UInt8> { outside ?? UnsafePointer(decoded) }

  /// The rows, valid until the group changes.
  package var all: UnsafeBufferPointer<Row> { UnsafeBufferPointer(start: rows, count: count) }

  /// The id in `row`.
  package func document(_ row: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: text + rows[row].start, count: rows[row].length)
  }

  /// Begins anew for `queryID`, with ids that lie behind `text`, or none to collect decoded ids.
  package mutating func begin(queryID: String, text: UnsafePointer<UInt8>?) {
    self.queryID = queryID
    outside = text
    lines = []
    count = 0
    decodedCount = 0
  }

  /// Adds a document whose id lies behind ``text``.
  @inline(__always)
  package mutating func append(start: Int, length: Int, hash: UInt64, score: Double) {
    if count == capacity { grow() }
    (rows + count).initialize(to: Row(hash: hash, score: score, start: start, length: length))
    count += 1
  }

  /// Adds a document with a copy of its id.
  mutating func append(copying id: [UInt8], score: Double) {
    precondition(outside == nil, "a group holds its own ids or refers to others, not both")
    while decodedCount + id.count > decodedCapacity { growDecoded() }
    let start = decodedCount
    id.withUnsafeBytes { bytes in
      UnsafeMutableRawPointer(decoded + start).copyMemory(
        from: bytes.baseAddress ?? UnsafeRawPointer(decoded), byteCount: bytes.count)
      append(
        start: start, length: bytes.count, hash: IdentifierHash.hash(bytes), score: score)
    }
    decodedCount += id.count
  }

  @inline(never)
  private mutating func grow() {
    let larger = UnsafeMutablePointer<Row>.allocate(capacity: capacity * 2)
    larger.moveInitialize(from: rows, count: count)
    rows.deallocate()
    rows = larger
    capacity *= 2
  }

  private mutating func growDecoded() {
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: decodedCapacity * 2)
    larger.moveInitialize(from: decoded, count: decodedCount)
    decoded.deallocate()
    decoded = larger
    decodedCapacity *= 2
  }
}
