// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Kernels

/// A copy of an array at an address that stays.
private final class Held<Element> {
  let start: UnsafeMutablePointer<Element>
  let count: Int

  init(_ array: [Element]) {
    count = array.count
    start = .allocate(capacity: max(1, count))
    start.initialize(from: array, count: count)
  }

  deinit { start.deallocate() }

  var array: [Element] { Array(UnsafeBufferPointer(start: start, count: count)) }
  var buffer: UnsafeBufferPointer<Element> { UnsafeBufferPointer(start: start, count: count) }
}

/// Random rows of bytes, panels and what belongs to them.
private struct Case {
  let width: Int
  let rows: [UInt8]
  let scales: [Float]
  let panels: BytePanels
  let factors: [Float]
  let numbers: [[Int8]]

  init(rows count: Int, width: Int, vectors: Int, seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    self.width = width
    rows = (0..<(count * width)).map { _ in UInt8.random(in: 0 ... .max, using: &generator) }
    scales = (0..<count).map { _ in Float.random(in: 0.0001...0.01, using: &generator) }
    let numbers = (0..<vectors).map { _ in
      (0..<width).map { _ in Int8.random(in: -127...127, using: &generator) }
    }
    panels = BytePanels(width: width, count: vectors)
    for (index, vector) in numbers.enumerated() { panels.set(index, to: vector) }
    factors =
      (0..<panels.count).map {
        $0 < vectors ? Float.random(in: 0.001...0.01, using: &generator) : 0
      }
    self.numbers = numbers
  }

  func withRows<Result>(_ body: (ByteRows) -> Result) -> Result {
    let (bytes, factors) = (Held(rows), Held(scales))
    return withExtendedLifetime((bytes, factors)) {
      body(ByteRows(start: bytes.start, width: width, count: scales.count, scales: factors.start))
    }
  }

  func product(_ row: Int, _ vector: Int) -> Int {
    (0..<width).reduce(0) {
      $0 + (Int(rows[row * width + $1]) - 128) * Int(numbers[vector][$1])
    }
  }
}

@Suite struct `Products of bytes` {
  @Test(arguments: [64, 128, 192], [1, 12, 31])
  func `are whole numbers with all instructions`(width: Int, count: Int) {
    for vectors in [1, 32, 40] {
      let work = Case(rows: count, width: width, vectors: vectors, seed: 3)
      let lanes = work.panels.count
      var answers: [([Float], [UInt8])] = []
      for set in InstructionSet.available {
        let scores = Held([Float](repeating: -1, count: count * lanes))
        let levels = Held([UInt8](repeating: 7, count: count * lanes))
        work.withRows { rows in
          rows.multiply(
            work.panels, factors: work.factors,
            into: .init(lanes: lanes, scores: scores.start, levels: levels.start, steps: 40),
            with: set)
        }
        answers.append((scores.array, levels.array))
      }
      for (scores, levels) in answers {
        #expect(scores == answers[0].0)
        #expect(levels == answers[0].1)
      }
      for row in 0..<count {
        for vector in 0..<vectors {
          let exact = Double(work.product(row, vector)) * Double(work.scales[row])
          let score = Double(answers[0].0[row * lanes + vector])
          #expect(abs(score - exact * Double(work.factors[vector])) <= abs(score) * 1e-6)
          let level = Int(answers[0].1[row * lanes + vector])
          #expect(abs(Double(level) - min(255, max(0, 128 + 40 * score))) <= 0.5001)
        }
      }
    }
  }

  @Test(arguments: InstructionSet.available)
  func `are exact for the least and the greatest numbers`(set: InstructionSet) {
    let width = 192
    let bytes = Held([UInt8](repeating: 0, count: width) + [UInt8](repeating: 255, count: width))
    let panels = BytePanels(width: width, count: 2)
    panels.set(0, to: [Int8](repeating: -127, count: width))
    panels.set(1, to: [Int8](repeating: 127, count: width))
    let scales = Held([Float](repeating: 1, count: 2))
    let rows = ByteRows(start: bytes.start, width: width, count: 2, scales: scales.start)
    let factors = [Float](repeating: 1, count: panels.count)
    let scores = Held([Float](repeating: 0, count: 2 * panels.count))
    let levels = Held([UInt8](repeating: 0, count: 2 * panels.count))
    withExtendedLifetime((bytes, scales)) {
      rows.multiply(
        panels, factors: factors,
        into: .init(lanes: panels.count, scores: scores.start, levels: levels.start, steps: 1),
        with: set)
    }
    let low: Float = 128 * 127 * 192
    let high: Float = 127 * 127 * 192
    #expect(Array(scores.array[..<3]) == [low, -low, 0])
    #expect(Array(scores.array[panels.count..<(panels.count + 3)]) == [-high, high, 0])
    #expect(Array(levels.array[..<3]) == [255, 0, 128])
  }

  @Test(arguments: InstructionSet.available)
  func `find the nearest row, the first of equal ones`(set: InstructionSet) {
    let work = Case(rows: 50, width: 64, vectors: 40, seed: 5)
    for panel in 0..<2 {
      let (best, places) = (
        Held([Float](repeating: -.infinity, count: 32)), Held([UInt32](repeating: 9, count: 32))
      )
      work.withRows { rows in
        // The last time nothing is above what was found.
        for range in [0..<17, 17..<50, 0..<50] {
          rows.nearest(
            range, to: work.panels, panel: panel, best: best.start, places: places.start, with: set)
        }
      }
      for lane in 0..<32 where panel * 32 + lane < 40 {
        let scores = (0..<50).map {
          Float(work.product($0, panel * 32 + lane)) * work.scales[$0]
        }
        #expect(best.array[lane] == scores.max())
        #expect(Int(places.array[lane]) == scores.firstIndex(of: best.array[lane]))
      }
      // A vector of zeros is as near to all.
      if panel == 1 { #expect(places.array[31] == 0) }
    }
  }

  @Test(arguments: InstructionSet.available, [1, 2, 7, 300])
  func `choose the best rows in order`(set: InstructionSet, wanted: Int) {
    var generator = SeededGenerator(seed: 9)
    let (count, stride) = (300, 64)
    // Few different scores, so that many are equal.
    let scores = (0..<(count * stride)).map { _ in Float(Int.random(in: -9...9, using: &generator))
    }
    let best = Held([Float](repeating: 0, count: 32 * wanted))
    let rows = Held([UInt32](repeating: 0, count: 32 * wanted))
    let held = Held(scores)
    ByteRows.best(
      wanted, of: held.start + 32, stride: stride, count: count, best: best.start,
      rows: rows.start, with: set)
    for lane in 0..<32 {
      let order = (0..<count).sorted {
        (-scores[$0 * stride + 32 + lane], $0) < (-scores[$1 * stride + 32 + lane], $1)
      }
      #expect((0..<wanted).map { Int(rows.start[lane * wanted + $0]) } == Array(order[..<wanted]))
      #expect(best.start[lane * wanted] == scores[order[0] * stride + 32 + lane])
    }
  }
}

@Suite struct `Tokens as centroids and residuals` {
  @Test(arguments: [1, 2, 4], [64, 192])
  func `are packed and read back`(bits: Int, width: Int) {
    var generator = SeededGenerator(seed: 1)
    let values = (0..<width).map { _ in UInt8.random(in: 0..<(1 << bits), using: &generator) }
    var packed = [UInt8](repeating: 0xFF, count: TokenResiduals.size(bits: bits, width: width))
    packed.withUnsafeMutableBufferPointer {
      guard let start = $0.baseAddress else { return }
      TokenResiduals.pack(values, width: width, bits: bits, into: start)
    }
    #expect((0..<width).map { UInt8(TokenResiduals.value(packed, bits: bits, at: $0)) } == values)
  }

  @Test(arguments: [1, 2, 4], [false, true])
  func `score the same with all instructions`(bits: Int, isWide: Bool) {
    var generator = SeededGenerator(seed: 2)
    for (width, vectors) in [(64, 1), (128, 32), (192, 40)] {
      let work = Case(rows: 30, width: width, vectors: vectors, seed: 4)
      let lengths = [3, 0, 8, 1, 17, 2, 25]
      var offsets: [Int64] = [0]
      for length in lengths { offsets.append(offsets[offsets.count - 1] + Int64(length)) }
      let tokens = Int(offsets[lengths.count])
      let size = TokenResiduals.size(bits: bits, width: width)
      let slack = BitPacking.slack
      let codes = (0..<tokens).map { _ in UInt32.random(in: 0..<30, using: &generator) }
      let bytes =
        (isWide
          ? codes.withUnsafeBytes { Array($0) }
          : codes.map { UInt16($0) }.withUnsafeBytes { Array($0) })
        + [UInt8](repeating: 0, count: slack)
      let residuals = (0..<(tokens * size + slack)).map { _ in
        UInt8.random(in: 0 ... .max, using: &generator)
      }
      let numbers = (0..<(tokens + slack)).map { _ in
        UInt8.random(in: 0 ... .max, using: &generator)
      }
      let table = (0..<256).map { Float($0) / 200 }
      let levels = (0..<(1 << bits)).map { _ in Int8.random(in: -127...127, using: &generator) }
      let lanes = work.panels.count
      let scores = (0..<(30 * lanes)).map {
        $0 % lanes < vectors ? Float.random(in: -1...1, using: &generator) : 0
      }
      let marks = (0..<(30 * lanes)).map { _ in UInt8.random(in: 0 ... .max, using: &generator) }
      let kept = (0..<30).map { _ in UInt8.random(in: 0...1, using: &generator) }
      let asked: [UInt32] = [0, 2, 3, 4, 5, 6]
      let all: [UInt32] = [6, 1, 0, 4]
      var answers: [[Float]] = []
      var sums: [[UInt32]] = []
      let held = (Held(bytes), Held(offsets), Held(residuals), Held(numbers), Held(table))
      let (few, most) = (Held(asked), Held(all))
      let stored = TokenCodes(start: held.0.start, isWide: isWide, offsets: held.1.start)
      let packed = TokenResiduals(
        bits: bits, width: width, levels: levels, start: held.2.start, lengths: held.3.start,
        table: held.4.start)
      let asker = (Held(work.factors), Held(scores))
      let question = TokenResiduals.Question(
        panels: work.panels, factors: asker.0.start, scores: asker.1.start)
      let room = Held([UInt32](repeating: 0, count: 32))
      for set in InstructionSet.available {
        let answer = Held([Float](repeating: 0, count: asked.count))
        let (sum, keptSum) = (
          Held([UInt32](repeating: 9, count: all.count)),
          Held([UInt32](repeating: 9, count: all.count))
        )
        withExtendedLifetime((held, asker, few, most, room)) {
          packed.maxSim(
            question, stored,
            documents: few.buffer, scores: answer.start, with: set)
          stored.interact(
            marks, lanes: lanes, kept: nil, documents: most.buffer, room: room.start,
            sums: sum.start, with: set)
          stored.interact(
            marks, lanes: lanes, kept: kept, documents: most.buffer, room: room.start,
            sums: keptSum.start, with: set)
        }
        answers.append(answer.array)
        sums.append(sum.array + keptSum.array)
      }
      for (answer, sum) in zip(answers, sums) {
        #expect(answer == answers[0])
        #expect(sum == sums[0])
      }
      // The document without tokens has no sum.
      #expect(sums[0][1] == 0)
      var expected: [UInt32] = []
      for document in all.map({ Int($0) }) {
        var sum: UInt32 = 0
        for lane in 0..<lanes {
          var highest: UInt8 = 0
          for token in Int(offsets[document])..<Int(offsets[document + 1]) {
            highest = max(highest, marks[Int(codes[token]) * lanes + lane])
          }
          sum += UInt32(highest)
        }
        expected.append(sum)
      }
      #expect(Array(sums[0][..<all.count]) == expected)
    }
  }

  @Test func `fall into the same buckets with all instructions`() {
    var generator = SeededGenerator(seed: 8)
    let numbers = (0..<128).map { _ in Float.random(in: -1...1, using: &generator) }
    let row = (0..<128).map { _ in UInt8.random(in: 0 ... .max, using: &generator) }
    let cutoffs: [Float] = [-0.7, -0.2, 0, 0.1, 0.1, 0.6, 1.2]
    let exact = (0..<128).map { place in
      let residual = numbers[place].addingProduct(-Float(Int(row[place]) - 128), 0.005)
      return UInt8(cutoffs.count { $0 < residual })
    }
    for set in InstructionSet.available {
      var buckets = [UInt8](repeating: 9, count: 128)
      TokenResiduals.bucketize(
        numbers, less: row, scale: 0.005, width: 128, cutoffs: cutoffs, into: &buckets, with: set)
      #expect(buckets == exact)
    }
  }
}
