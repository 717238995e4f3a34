// SPDX-License-Identifier: Apache-2.0

package import Retrieval

extension ManifestValue {
  private static let units = [
    ("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30), ("TiB", 1 << 40),
    ("kB", 1000), ("MB", 1_000_000), ("GB", 1_000_000_000), ("TB", 1_000_000_000_000),
  ]

  /// The value as an amount of bytes above 0: a whole number and a unit, as in `512 MiB`.
  package func bytes() throws(DataError) -> Int {
    let text = try text()
    for (name, size) in Self.units where text.hasSuffix(name) {
      var digits = text.dropLast(name.count)
      while digits.last == " " { digits.removeLast() }
      guard let count = Int(digits), count > 0, digits.first != "+" else { break }
      let (bytes, isTooMuch) = count.multipliedReportingOverflow(by: size)
      if !isTooMuch { return bytes }
    }
    throw unexpected("an amount such as 512 MiB (KiB, MiB, GiB, TiB, kB, MB, GB, TB)")
  }
}
