// SPDX-License-Identifier: Apache-2.0

/// Words, with runs of Chinese, Japanese and Korean cut into overlapping pairs of code points:
/// Lucene's StandardTokenizer, CJKWidthFilter, LowerCaseFilter and CJKBigramFilter.
///
/// A code point with no neighbour stands alone. Pairs are folded to standard width and lower case
/// before they are made, so they lie in ``scratch``; other words lie in the text as they are.
struct CJKSegmenter {
  /// UTF-8 of the folded runs of the last text.
  private(set) var scratch: [UInt8] = []
  private let lowercase = Lowercase.shared
  private let folding = WidthFolding.shared
  /// Where the code points of the current run begin in ``scratch``.
  private var run: [Int] = []
  private var word: [UInt32] = []

  /// Appends the tokens of the `count` bytes at `bytes`.
  mutating func segment(
    _ bytes: UnsafePointer<UInt8>, count: Int, into tokens: inout [SurfaceToken]
  ) {
    scratch.removeAll(keepingCapacity: true)
    var words = WordIterator(bytes, count: count, automaton: .shared)
    var runEnd = 0
    while let next = words.next() {
      if !next.kind.isCJK {
        endRun(&tokens)
        tokens.append(SurfaceToken(offset: next.start, length: next.end - next.start))
        continue
      }
      if next.start != runEnd { endRun(&tokens) }
      extendRun(bytes, from: next.start, to: next.end)
      runEnd = next.end
    }
    endRun(&tokens)
  }

  private mutating func extendRun(_ bytes: UnsafePointer<UInt8>, from start: Int, to end: Int) {
    word.removeAll(keepingCapacity: true)
    var position = start
    while position < end {
      let scalar = DecodedScalar(bytes, at: position, end: end)
      word.append(scalar.value)
      position += scalar.length
    }
    folding.fold(&word)
    for scalar in word {
      run.append(scratch.count)
      scratch.append(utf8: lowercase(scalar))
    }
  }

  private mutating func endRun(_ tokens: inout [SurfaceToken]) {
    guard let first = run.first else { return }
    if run.count == 1 {
      tokens.append(
        SurfaceToken(offset: first, length: scratch.count - first, isInScratch: true))
    }
    run.append(scratch.count)
    for place in 2..<max(2, run.count) where run.count > 2 {
      tokens.append(
        SurfaceToken(
          offset: run[place - 2], length: run[place] - run[place - 2], isInScratch: true))
    }
    run.removeAll(keepingCapacity: true)
  }
}
