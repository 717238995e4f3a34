// SPDX-License-Identifier: Apache-2.0

import Formats

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Where the rows of a table lie: in memory of their own or in a mapped file.
///
/// `@unchecked Sendable`: memory is written to only before it is shared.
final class RowMemory: @unchecked Sendable {
  private static let page = 1 << 21

  /// The first row.
  let start: UnsafeMutableRawPointer
  private let file: MappedFile?
  private let offset: Int

  /// Zeroed memory of so many bytes, in large pages where the system has them.
  init(byteCount: Int) {
    let isLarge = byteCount >= Self.page
    let alignment = isLarge ? Self.page : 64
    let size = (max(byteCount, 1) + alignment - 1) / alignment * alignment
    start = .allocate(byteCount: size, alignment: alignment)
    #if os(Linux)
      if isLarge { madvise(start, size, MADV_HUGEPAGE) }
    #endif
    start.initializeMemory(as: UInt8.self, repeating: 0, count: size)
    file = nil
    offset = 0
  }

  /// The bytes of `file` from `offset` on.
  init(_ file: MappedFile, at offset: Int) {
    self.file = file
    self.offset = offset
    // Never written to. An empty file has no address and no rows.
    let base = file.bytes.baseAddress ?? UnsafeRawPointer(bitPattern: 64)
    guard let base else { preconditionFailure("64 is an address") }
    start = UnsafeMutableRawPointer(mutating: base + offset)
  }

  deinit {
    if file == nil { start.deallocate() }
  }

  /// Whether the rows are a file's.
  var isMapped: Bool { file != nil }

  /// Lets the pages of a range of bytes go, which count as memory in use until then.
  func release(_ range: Range<Int>) {
    file?.release((offset + range.lowerBound)..<(offset + range.upperBound))
  }
}
