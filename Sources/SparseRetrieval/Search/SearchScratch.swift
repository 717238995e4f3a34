// SPDX-License-Identifier: Apache-2.0

import Kernels

/// Working memory of one search at a time, kept between searches.
final class SearchScratch {
  let set: InstructionSet
  let packing: BitPacking
  var top = TopDocuments()
  /// Threshold over sums that are not complete yet.
  var partialThreshold = ScoreThreshold()
  /// Sums of the documents of one window, 0 between windows.
  let sums: UnsafeMutablePointer<Double>
  /// Which documents of the window have a sum, one bit each, 0 between windows.
  let touched: UnsafeMutablePointer<UInt64>
  /// Documents that may be among the best, ascending, with what is known of their score.
  private(set) var candidates: Candidates
  private var candidateCapacity = 1 << 12
  /// One sum a document, all 0 between searches.
  private var allSums: UnsafeMutablePointer<Double>?
  private var allSumsCount = 0
  /// One bit a document, all 0 between searches.
  private(set) var marked: UnsafeMutablePointer<UInt64>?
  private var markedWords = 0
  private var buffers: [UnsafeMutablePointer<UInt32>] = []

  init(_ set: InstructionSet = .best) {
    self.set = set
    packing = BitPacking(set)
    sums = .allocate(capacity: WindowScan.windowSize)
    sums.initialize(repeating: 0, count: WindowScan.windowSize)
    touched = .allocate(capacity: WindowScan.windowSize / 64)
    touched.initialize(repeating: 0, count: WindowScan.windowSize / 64)
    candidates = Self.allocate(candidateCapacity)
  }

  deinit {
    sums.deallocate()
    touched.deallocate()
    candidates.documents.deallocate()
    candidates.sums.deallocate()
    allSums?.deallocate()
    marked?.deallocate()
    buffers.forEach { $0.deallocate() }
  }

  /// Makes room for `count` candidates; what was there is lost.
  func reserveCandidates(_ count: Int) {
    guard count > candidateCapacity else { return }
    candidates.documents.deallocate()
    candidates.sums.deallocate()
    candidateCapacity = max(count, candidateCapacity * 2)
    candidates = Self.allocate(candidateCapacity)
  }

  private static func allocate(_ count: Int) -> Candidates {
    Candidates(
      documents: .allocate(capacity: count + BitPacking.overrun),
      sums: .allocate(capacity: count + BitPacking.overrun))
  }

  /// Sums for `documents` documents, rounded up to whole groups, all 0.
  func reserveSums(_ documents: Int) -> UnsafeMutablePointer<Double> {
    let count = Candidates.rounded(documents)
    if let allSums, count <= allSumsCount { return allSums }
    allSums?.deallocate()
    let fresh = UnsafeMutablePointer<Double>.allocate(capacity: count)
    fresh.initialize(repeating: 0, count: count)
    allSums = fresh
    allSumsCount = count
    return fresh
  }

  /// Bits for `documents` documents, all 0.
  func reserveMarks(_ documents: Int) -> UnsafeMutablePointer<UInt64> {
    let words = (documents + 63) / 64
    if let marked, words <= markedWords { return marked }
    marked?.deallocate()
    let fresh = UnsafeMutablePointer<UInt64>.allocate(capacity: words)
    fresh.initialize(repeating: 0, count: words)
    marked = fresh
    markedWords = words
    return fresh
  }

  /// Memory for the decoded block of cursor `index`: documents, frequencies, scores.
  func buffer(_ index: Int) -> PostingBuffer {
    while buffers.count <= index {
      let fresh = UnsafeMutablePointer<UInt32>.allocate(capacity: PostingBuffer.size)
      fresh.initialize(repeating: 0, count: PostingBuffer.size)
      buffers.append(fresh)
    }
    return PostingBuffer(start: buffers[index])
  }
}

/// Memory for one decoded block.
struct PostingBuffer {
  static let stride = blockSize + BitPacking.overrun
  /// Scores of these frequencies are kept for every lossy length.
  static let rememberedFrequencies: UInt32 = 4
  static let rememberedCount = Int(rememberedFrequencies) * 256
  static let size = 3 * stride + rememberedCount

  let documents: UnsafeMutablePointer<UInt32>
  let frequencies: UnsafeMutablePointer<UInt32>
  let scores: UnsafeMutablePointer<Float>
  let remembered: UnsafeMutablePointer<Float>

  fileprivate init(start: UnsafeMutablePointer<UInt32>) {
    documents = start
    frequencies = start + Self.stride
    scores = UnsafeMutableRawPointer(start + 2 * Self.stride).bindMemory(
      to: Float.self, capacity: Self.stride + Self.rememberedCount)
    remembered = scores + Self.stride
  }
}
