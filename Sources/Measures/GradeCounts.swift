// SPDX-License-Identifier: Apache-2.0

public import Retrieval

/// How many documents of a query were judged at each grade.
public struct GradeCounts: Sendable, Hashable {
  /// One grade and its documents.
  public struct Level: Sendable, Hashable {
    /// The grade.
    public let grade: Int32
    /// The number of documents judged so, at least 1.
    public let count: Int
  }

  /// The grades that occur, highest first.
  public private(set) var levels: [Level]

  /// The counts of a list of grades.
  public init(_ grades: some Sequence<Int32>) {
    var levels: [Level] = []
    for grade in grades.sorted(by: >) {
      if let last = levels.last, last.grade == grade {
        levels[levels.count - 1] = Level(grade: grade, count: last.count + 1)
      } else {
        levels.append(Level(grade: grade, count: 1))
      }
    }
    self.levels = levels
  }

  /// The counts of a query's judgements.
  public init(_ judgments: Qrels.Judgments) {
    self.init(judgments.grades)
  }

  /// The counts with more documents at one grade.
  func adding(_ count: Int, at grade: Int32) -> GradeCounts {
    guard count > 0 else { return self }
    var copy = self
    let place = levels.firstIndex { $0.grade <= grade } ?? levels.count
    if place < levels.count, levels[place].grade == grade {
      copy.levels[place] = Level(grade: grade, count: levels[place].count + count)
    } else {
      copy.levels.insert(Level(grade: grade, count: count), at: place)
    }
    return copy
  }

  /// The number of documents with at least `grade`.
  public func count(from grade: Int32) -> Int {
    var sum = 0
    for level in levels {
      if level.grade < grade { break }
      sum += level.count
    }
    return sum
  }

  /// The number of documents judged not relevant: from 0 up to but not including `grade`.
  func nonrelevant(below grade: Int32) -> Int {
    count(from: 0) - count(from: grade)
  }
}
