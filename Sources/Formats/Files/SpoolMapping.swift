// SPDX-License-Identifier: Apache-2.0

import Retrieval

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What a ``Spool`` holds, in memory and read-only.
///
/// `@unchecked Sendable`: the mapping is never written to and lives as long as this object.
package final class SpoolMapping: @unchecked Sendable {
  package let bytes: UnsafeRawBufferPointer

  fileprivate init(base: UnsafeMutableRawPointer?, count: Int) {
    bytes = UnsafeRawBufferPointer(start: base, count: count)
  }

  /// Maps the file that `descriptor` stands for.
  convenience init(_ descriptor: Int32, count: Int, folder: String) throws(DataError) {
    guard count > 0 else {
      self.init(base: nil, count: 0)
      return
    }
    guard let base = mmap(nil, count, PROT_READ, MAP_SHARED, descriptor, 0), base != MAP_FAILED
    else {
      throw DataError(
        .unreadable, file: folder, "a temporary file cannot be mapped: \(systemMessage(errno))")
    }
    madvise(base, count, MADV_SEQUENTIAL)
    self.init(base: base, count: count)
  }

  deinit {
    if let base = bytes.baseAddress { munmap(UnsafeMutableRawPointer(mutating: base), bytes.count) }
  }

  /// Says that `range` is not needed any more: its pages leave this process.
  package func release(_ range: Range<Int>) {
    guard let base = bytes.baseAddress else { return }
    let page = Int(getpagesize())
    let start = range.lowerBound / page * page
    let end = range.upperBound / page * page
    if start < end {
      madvise(UnsafeMutableRawPointer(mutating: base) + start, end - start, MADV_DONTNEED)
    }
  }
}
