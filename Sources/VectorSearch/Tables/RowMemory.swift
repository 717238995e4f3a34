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
  /// From so many bytes on memory comes from the system, zeroed, in large pages where it has them.
  private static let large = 1 << 21

  /// The first row.
  let start: UnsafeMutableRawPointer
  private let size: Int
  private let file: MappedFile?
  private let offset: Int

  /// Zeroed memory of so many bytes.
  init(byteCount: Int) {
    size = max(byteCount, 64)
    file = nil
    offset = 0
    if size >= Self.large {
      let memory = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
      // As Swift's own allocations do, which end the process too: nobody could go on without the rows.
      // Tables that may not fit are written to files and mapped.
      guard let memory, memory != MAP_FAILED else { fatalError("no memory for \(size) bytes") }
      #if os(Linux)
        madvise(memory, size, MADV_HUGEPAGE)
      #endif
      start = memory
    } else {
      start = .allocate(byteCount: size, alignment: 64)
      start.initializeMemory(as: UInt8.self, repeating: 0, count: size)
    }
  }

  /// The bytes of `file` from `offset` on.
  init(_ file: MappedFile, at offset: Int) {
    self.file = file
    self.offset = offset
    size = 0
    // Never written to. An empty file has no address and no rows.
    let base = file.bytes.baseAddress ?? UnsafeRawPointer(bitPattern: 64)
    guard let base else { preconditionFailure("64 is an address") }
    start = UnsafeMutableRawPointer(mutating: base + offset)
  }

  deinit {
    guard file == nil else { return }
    if size >= Self.large { munmap(start, size) } else { start.deallocate() }
  }

  /// Whether the rows are a file's.
  var isMapped: Bool { file != nil }

  /// Lets the pages of a range of bytes go, which count as memory in use until then.
  func release(_ range: Range<Int>) {
    file?.release((offset + range.lowerBound)..<(offset + range.upperBound))
  }
}
