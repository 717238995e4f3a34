// SPDX-License-Identifier: Apache-2.0

import Formats
import Foundation
import Measures
import Testing

/// Digests of all bits of a table of values that a reference tool computed, one a query and one a
/// measure, where the values themselves would take megabytes: a wrong value shows in the digest of
/// its query and in that of its measure.
struct GoldenDigests {
  private(set) var measures: [Measure] = []
  private(set) var means: [Double] = []
  private(set) var queryIDs: [String] = []
  private var measureDigests: [UInt64] = []
  private var queryDigests: [UInt64] = []

  /// The digests in `Golden/NAME.digests.tsv.gz`.
  init(_ name: String) throws {
    let file = try FileBytes(path: GoldenTable.path(name + ".digests.tsv.gz"))
    let text = file.withBytes { String(decoding: $0, as: UTF8.self) }
    for line in text.split(separator: "\n") {
      let columns = line.split(separator: "\t").map(String.init)
      let digest = try #require(UInt64(columns[2], radix: 16))
      if columns[0] == "measure" {
        measures.append(try Measure(columns[1]))
        measureDigests.append(digest)
        means.append(try #require(Double(columns[3])))
      } else {
        queryIDs.append(columns[1])
        queryDigests.append(digest)
      }
    }
  }

  /// The digest of some values, as `Golden/make.py` defines it.
  static func digest(_ values: some Sequence<Double>) -> UInt64 {
    var sum: UInt64 = 0xCBF2_9CE4_8422_2325
    for value in values {
      sum = (sum ^ (value + 0).bitPattern) &* 0x9E37_79B9_7F4A_7C15
      sum ^= sum >> 32
    }
    return sum
  }

  /// The places in which values, `[measure][query]`, differ: where the digest of the query and that
  /// of the measure do.
  func differences(from values: [[Double]]) -> [(query: Int, measure: Int)] {
    let wrongMeasures = measures.indices.filter { Self.digest(values[$0]) != measureDigests[$0] }
    let wrongQueries = queryIDs.indices.filter { query in
      Self.digest(values.lazy.map { $0[query] }) != queryDigests[query]
    }
    return wrongQueries.flatMap { query in wrongMeasures.map { (query, $0) } }
  }
}
