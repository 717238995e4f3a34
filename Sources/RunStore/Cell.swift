// SPDX-License-Identifier: Apache-2.0

/// A place in the table of results: the experiments of one cell replace each other, newest first.
///
/// Task and protocol hash are not part of it, so that a result over mended data or by a mended
/// protocol takes the place of the old one.
public struct Cell: Sendable, Hashable {
  /// Suite name.
  public var suite: String
  /// Task name within the suite.
  public var task: String
  /// Hash of the retriever's card. Specifications that come to the same retriever on this task share
  /// its cell.
  public var retrieverHash: String
  /// Hardware profile.
  public var profile: String
  /// ``Experiment/variant``.
  public var variant: String

  /// A cell from its parts.
  public init(
    suite: String, task: String, retrieverHash: String, profile: String, variant: String = ""
  ) {
    self.suite = suite
    self.task = task
    self.retrieverHash = retrieverHash
    self.profile = profile
    self.variant = variant
  }
}

extension Experiment {
  /// The cell in which this experiment counts.
  public var cell: Cell {
    Cell(
      suite: suite, task: task, retrieverHash: hashes.retriever, profile: profile,
      variant: variant)
  }
}

/// Where the rankings of an experiment are.
public enum StoredRankings: Sendable, Hashable {
  /// There are none: the cell failed.
  case none
  /// New ones, encoded by ``RankingCodec``.
  ///
  /// `conditions` names whatever changes a ranking beside task and retriever (how title and text
  /// are joined, instructions, exclusions, depth): rankings can be scored again only under the same.
  case new(blob: [UInt8], conditions: String)
  /// Those of another experiment in the store, scored again.
  case shared(sequence: Int64)
}
