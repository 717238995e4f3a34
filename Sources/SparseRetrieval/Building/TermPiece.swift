// SPDX-License-Identifier: Apache-2.0

/// Some neighbouring terms of a field, and where partial indexes have their postings.
struct TermPiece: Sendable {
  /// The postings of a term in one partial index.
  struct Member: Sendable {
    var partial: Int
    var postings: TermPostings
  }

  /// The bytes of all terms.
  private(set) var names: [UInt8] = []
  /// Where each term's bytes end.
  private(set) var nameEnds: [Int] = []
  /// The parts of all terms, by partial index.
  private(set) var members: [Member] = []
  /// Where each term's parts end.
  private(set) var memberEnds: [Int] = []
  /// The number of postings of all terms.
  private(set) var postingCount = 0

  /// The number of terms.
  var count: Int { nameEnds.count }

  /// Adds a part of the term that comes next.
  mutating func append(_ postings: TermPostings, in partial: Int) {
    members.append(Member(partial: partial, postings: postings))
    postingCount += Int(postings.documents)
  }

  /// Ends the term whose parts were added.
  mutating func end(_ name: UnsafeRawBufferPointer) {
    names.append(contentsOf: name)
    nameEnds.append(names.count)
    memberEnds.append(members.count)
  }

  /// Calls `body` with the bytes and the parts of every term.
  func forEachTerm(
    _ body: (_ name: UnsafeRawBufferPointer, _ members: ArraySlice<Member>) throws -> Void
  ) rethrows {
    try names.withUnsafeBytes { names in
      var name = 0
      var member = 0
      for term in 0..<count {
        try body(
          UnsafeRawBufferPointer(rebasing: names[name..<nameEnds[term]]),
          members[member..<memberEnds[term]])
        name = nameEnds[term]
        member = memberEnds[term]
      }
    }
  }
}
