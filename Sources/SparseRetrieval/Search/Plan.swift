// SPDX-License-Identifier: Apache-2.0

extension PrunedSearch {
  /// Which clauses are enumerated and which are only looked up.
  struct Plan {
    /// Lists that are enumerated as a whole.
    private(set) var full: [Int] = []
    /// Long lists, of which the champions are enumerated.
    private(set) var long: [Int] = []
    /// Lists that are not enumerated: all of them together cannot reach the threshold.
    private(set) var none: [Int] = []
    private let clauses: [Clause]
    private let bounds: [Clause.Bounds]

    /// The clauses to look up for each candidate.
    var lookedUp: [Int] { none + long }

    init(_ clauses: [Clause], _ bounds: [Clause.Bounds], threshold: borrowing ScoreThreshold) {
      self.clauses = clauses
      self.bounds = bounds
      var sum = 0.0
      // The longest lists are worth most to leave out.
      for row in clauses.indices.sorted(by: { clauses[$0].list.count > clauses[$1].list.count }) {
        let more = sum + Double(bounds[row].highest)
        if !threshold.admits(Float(more)) {
          none.append(row)
          sum = more
        } else if bounds[row].isLong {
          long.append(row)
        } else {
          full.append(row)
        }
      }
    }

    /// What must be done for documents that were not candidates.
    struct Remaining {
      /// Lists to enumerate as a whole; none when no further document can reach the threshold.
      var enumerated: [Int] = []
      /// The other lists in which such documents may be.
      var lookedUp: [Int] = []
      /// What those can add to a score.
      var others = 0.0
    }

    /// The work that is left under the threshold that the candidates have set.
    func remaining(after threshold: borrowing ScoreThreshold) -> Remaining {
      var rest = Remaining()
      let rows = (none + long).sorted { clauses[$0].list.count > clauses[$1].list.count }
      for row in rows {
        let more = rest.others + Double(bounds[row].highestOther(isEnumerated: long.contains(row)))
        if threshold.admits(Float(more)) {
          rest.enumerated.append(row)
        } else {
          rest.lookedUp.append(row)
          rest.others = more
        }
      }
      return rest
    }
  }
}

extension Clause.Bounds {
  /// What a document that was not a candidate can score: champions were, if they were enumerated.
  fileprivate func highestOther(isEnumerated: Bool) -> Float {
    isEnumerated && champions != nil ? highestOther : highest
  }
}
