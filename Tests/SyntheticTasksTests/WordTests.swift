// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SyntheticTasks

@Suite struct `Words for synthetic tasks` {
  @Test func `no like occurs in another one`() {
    let likes = Likes.listed.map { " \($0.lowercased()) " }
    #expect(Set(likes).count == likes.count)
    // Only a longer like can hold a shorter one, and only with a word that both have.
    let byWord = Dictionary(
      grouping: likes.flatMap { like in words(like).map { (word: $0, like: like) } },
      by: \.word)
    for like in likes {
      let others = words(like).flatMap { byWord[$0] ?? [] }.map(\.like).filter { $0 != like }
      #expect(!others.contains { $0.contains(like) }, "\(like)")
    }
  }

  @Test func `likes are words with capitals, without what lists are written with`() {
    for like in Likes.listed {
      #expect(like.split(separator: " ").allSatisfy { $0.first?.isUppercase == true }, "\(like)")
      #expect(like.allSatisfy { $0.isLetter || $0 == " " }, "\(like)")
      #expect(!like.contains("  "), "\(like)")
    }
  }

  @Test func `there are enough likes for the original's size without coining any`() {
    #expect(Likes.listed.count >= 1000 + 4 * 50)
  }

  @Test func `coined words never run out and never repeat`() {
    let coined = (0..<50_000).map { Likes.like(at: Likes.listed.count + $0) }
    #expect(Set(coined).union(Likes.listed).count == coined.count + Likes.listed.count)
  }

  @Test func `names differ, also where initials begin`() {
    let names = PeopleNames.Sequence(seed: 4)
    let plain = PeopleNames.count / 27
    #expect(plain > 1_000_000)
    let indices = Array(0..<20_000) + Array(plain - 100..<plain + 20_000)
    #expect(Set(indices.map { names[$0] }).count == indices.count)
    #expect(words(names[plain - 1]).count == 2)
    #expect(words(names[plain]).count == 3 && names[plain].contains(" A. "))
    #expect(names[PeopleNames.count - 1].contains(" Z. "))
  }

  @Test func `no two parts of names make the same surname`() {
    // The permutation maps names to numbers one to one only if composing them does.
    let names = PeopleNames.Sequence(seed: 4)
    let plain = PeopleNames.count / 27
    var seen: Set<Int> = []
    for index in stride(from: 0, to: plain, by: 7) { seen.insert(names[index].hashValue) }
    #expect(seen.count == (plain + 6) / 7)
  }
}
