// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Uninitialised memory for floats that one owner writes to, aligned to cache lines.
public final class FloatBuffer {
  /// The first value.
  public let start: UnsafeMutablePointer<Float>
  /// The number of values.
  public let count: Int

  /// Room for `count` values; at least one.
  public init(count: Int) {
    self.count = max(count, 1)
    let bytes = (self.count * MemoryLayout<Float>.stride + 63) / 64 * 64
    start = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
      .bindMemory(to: Float.self, capacity: self.count)
  }

  deinit { UnsafeMutableRawPointer(start).deallocate() }
}
