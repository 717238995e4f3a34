// SPDX-License-Identifier: Apache-2.0

import Formats
import Foundation

extension Measure {
  /// Writes a task of any number of documents in BEIR's layout, in one pass and bounded memory.
  ///
  /// Documents of about 56 words are drawn from a Zipf–Mandelbrot law over three million
  /// pronounceable words, with lognormal lengths; so many words that ten times the documents have
  /// more distinct terms, as real text does. A thousand queries are 3 to 8 of a document's words,
  /// rare ones preferred, and one very frequent word. Seeded: the same number of documents is the
  /// same file.
  static func generate(_ folder: String, documents: Int) throws {
    try makeFolder(folder + "/qrels")
    let words = ZipfianWords(count: 3_000_000)
    var random = FastGenerator(state: 20233)
    var queries: [(document: Int, ranks: [Int])] = []
    let step = max(1, documents / 1000)
    try writeFile(folder + "/corpus.jsonl") { file in
      var line: [UInt8] = []
      var ranks: [Int] = []
      for document in 0..<documents {
        let length = min(max(Int(exp(3.95 + 0.4 * random.normal())), 8), 250)
        line.removeAll(keepingCapacity: true)
        ranks.removeAll(keepingCapacity: true)
        line += #"{"_id": "d\#(document)", "title": "", "text": ""#.utf8
        for position in 0..<length {
          let rank = words.draw(random.unit())
          ranks.append(rank)
          if position > 0 { line.append(UInt8(ascii: " ")) }
          words.append(rank, to: &line)
        }
        line += "\"}\n".utf8
        try file.write(line)
        if document % step == step / 2 {
          queries.append((document, words.query(from: ranks, &random)))
        }
      }
    }
    try writeFile(folder + "/queries.jsonl") { file in
      for (document, ranks) in queries {
        let text = ranks.map(words.text).joined(separator: " ")
        try file.write("{\"_id\": \"q\(document)\", \"text\": \"\(text)\"}\n")
      }
    }
    try writeFile(folder + "/qrels/test.tsv") { file in
      try file.write("query-id\tcorpus-id\tscore\n")
      for (document, _) in queries { try file.write("q\(document)\td\(document)\t1\n") }
    }
  }
}

/// Pronounceable words by rank, and how often each is drawn.
private struct ZipfianWords {
  private static let consonants = Array("bcdfglmnprstvz".utf8)
  private static let vowels = Array("aeiou".utf8)
  private static let guides = 1 << 20

  private var bytes: [UInt8] = []
  private var offsets: [Int] = [0]
  /// Probability that a word has at most a rank.
  private var cumulative: [Double] = []
  /// The first rank that a number between two guides can mean.
  private var first: [Int32] = []

  init(count: Int) {
    var sum = 0.0
    for rank in 0..<count {
      sum += Self.weight(rank)
      cumulative.append(sum)
      appendWord(rank)
      offsets.append(bytes.count)
    }
    for rank in 0..<count { cumulative[rank] /= sum }
    var rank = 0
    for guide in 0...Self.guides {
      while rank < count - 1, cumulative[rank] < Double(guide) / Double(Self.guides) { rank += 1 }
      first.append(Int32(rank))
    }
  }

  private static func weight(_ rank: Int) -> Double { pow(Double(rank) + 2.7, -1.05) }

  /// Syllables, and a final x that no stemmer touches.
  private mutating func appendWord(_ number: Int) {
    var number = number
    repeat {
      bytes.append(Self.consonants[number % Self.consonants.count])
      number /= Self.consonants.count
      bytes.append(Self.vowels[number % Self.vowels.count])
      number /= Self.vowels.count
    } while number > 0
    bytes.append(UInt8(ascii: "x"))
  }

  /// The rank that a uniform number in 0 ..< 1 means.
  func draw(_ uniform: Double) -> Int {
    var rank = Int(first[Int(uniform * Double(Self.guides))])
    while rank < cumulative.count - 1, cumulative[rank] < uniform { rank += 1 }
    return rank
  }

  func append(_ rank: Int, to line: inout [UInt8]) {
    line += bytes[offsets[rank]..<offsets[rank + 1]]
  }

  func text(_ rank: Int) -> String {
    String(decoding: bytes[offsets[rank]..<offsets[rank + 1]], as: UTF8.self)
  }

  /// 3 to 8 of a document's words, the rarer the likelier, and one of the sixty most frequent.
  ///
  /// Weighted sampling without replacement by the largest of `uniform ^ (1 / weight)` (Efraimidis
  /// and Spirakis 2006).
  func query(from ranks: [Int], _ random: inout FastGenerator) -> [Int] {
    let count = 3 + Int(random.unit() * 6)
    let keyed = ranks.map { rank in
      (rank, log(max(random.unit(), .leastNormalMagnitude)) * Self.weight(rank).squareRoot())
    }
    let picked = keyed.sorted { $0.1 > $1.1 }.prefix(count).map(\.0)
    return picked + [Int(random.unit() * 60)]
  }
}

/// SplitMix64.
private struct FastGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// In 0 ..< 1.
  mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// Mean 0, deviation 1 (Box and Muller).
  mutating func normal() -> Double {
    let radius = (-2 * log(max(unit(), .leastNormalMagnitude))).squareRoot()
    return radius * cos(2 * .pi * unit())
  }
}
