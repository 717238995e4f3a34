// SPDX-License-Identifier: Apache-2.0

import CConfinement

/// CPUs by their numbers, as the system writes them (`0-3,8`).
struct CPUSet: Sendable, Hashable {
  /// Numbers stay below this.
  static let limit = 8192

  /// Ascending, each once.
  private(set) var numbers: [Int]

  init(_ numbers: [Int]) {
    self.numbers = Set(numbers).sorted()
  }

  /// The set that a text such as `0-3,8` means; nil for another text.
  init?(text: String) {
    var numbers: [Int] = []
    for part in text.split(separator: ",") {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
      guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1],
        0 <= first, first <= last, last < Self.limit
      else { return nil }
      numbers += first...last
    }
    self.init(numbers)
  }

  /// `0-3,8`.
  var text: String {
    var ranges: [ClosedRange<Int>] = []
    for number in numbers {
      if let last = ranges.last, last.upperBound == number - 1 {
        ranges[ranges.count - 1] = last.lowerBound...number
      } else {
        ranges.append(number...number)
      }
    }
    return ranges.map { range in
      range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound)-\(range.upperBound)"
    }.joined(separator: ",")
  }

  /// The CPUs that a thread may run on; nil where the system does not tell.
  ///
  /// - Parameter thread: 0 for the calling one.
  static func allowed(thread: Int32 = 0) -> CPUSet? {
    var bits = [UInt64](repeating: 0, count: limit / 64)
    guard bench_get_affinity(thread, &bits, Int32(bits.count)) == 0 else { return nil }
    return CPUSet((0..<limit).filter { bits[$0 / 64] >> UInt64($0 % 64) & 1 == 1 })
  }

  /// Limits the calling thread and what it starts to these CPUs.
  ///
  /// - Returns: 0, or the error's number.
  func enter() -> Int32 {
    var bits = [UInt64](repeating: 0, count: Self.limit / 64)
    for number in numbers { bits[number / 64] |= 1 << UInt64(number % 64) }
    return bench_set_affinity(bits, Int32(bits.count))
  }
}
