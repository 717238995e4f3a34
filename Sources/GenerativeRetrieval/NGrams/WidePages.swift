// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Numbers that are read and written all over the place, 0 in the beginning.
///
/// Where the system has them, they lie in pages of 2 MB: of those of 4 KB so many are touched that
/// finding a page takes longer than reading it.
struct WidePages<Element: BitwiseCopyable & ExpressibleByIntegerLiteral>: ~Copyable {
  private let start: UnsafeMutablePointer<Element>

  private static var pageSize: Int { 1 << 21 }

  init(count: Int) {
    let size = max(1, count) * MemoryLayout<Element>.stride
    // Small ones do not need pages of their own.
    let isLarge = size >= Self.pageSize
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: size, alignment: isLarge ? Self.pageSize : MemoryLayout<Element>.alignment)
    #if os(Linux)
      // It is advice: what it says does not matter.
      if isLarge { _ = madvise(memory, size, MADV_HUGEPAGE) }
    #endif
    start = memory.bindMemory(to: Element.self, capacity: max(1, count))
    start.initialize(repeating: 0, count: max(1, count))
  }

  deinit { UnsafeMutableRawPointer(start).deallocate() }

  subscript(place: Int) -> Element {
    @inline(__always) get { start[place] }
    @inline(__always) nonmutating set { start[place] = newValue }
  }
}
