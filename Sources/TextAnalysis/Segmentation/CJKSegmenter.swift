// SPDX-License-Identifier: Apache-2.0

/// Words, with runs of Chinese, Japanese and Korean cut into overlapping pairs of code points or
/// into single ones: Lucene's StandardTokenizer, CJKWidthFilter, LowerCaseFilter and, for pairs,
/// CJKBigramFilter.
///
/// A code point with no neighbour stands alone. Runs are folded to standard width and lower case
/// before they are cut; where that changes something, their tokens lie in ``scratch``, else in the
/// text, like other words.
struct CJKSegmenter {
  /// What becomes of a run.
  enum Grouping {
    /// Two neighbours a token; a code point without a neighbour alone.
    case pairs
    /// One code point a token.
    case characters
  }

  /// UTF-8 of the folded runs of the last text.
  private(set) var scratch: [UInt8] = []
  private let grouping: Grouping
  private let lowercase = Lowercase.shared
  private let folding = WidthFolding.shared
  /// Where the code points of the current run begin, in the text.
  private var places: [Int] = []
  /// The code points of the current run.
  private var run: [UInt32] = []
  /// Whether folding changed the current run.
  private var isFolded = false
  private var word: [UInt32] = []

  init(_ grouping: Grouping) {
    self.grouping = grouping
  }

  /// Appends the tokens of the `count` bytes at `bytes`.
  mutating func segment(
    _ bytes: UnsafePointer<UInt8>, count: Int, into tokens: inout [SurfaceToken]
  ) {
    scratch.removeAll(keepingCapacity: true)
    var words = WordIterator(bytes, count: count, automaton: .shared)
    var runEnd = 0
    while let next = words.next() {
      if !next.kind.isCJK {
        endRun(at: runEnd, &tokens)
        tokens.append(SurfaceToken(offset: next.start, length: next.end - next.start))
        continue
      }
      if next.start != runEnd { endRun(at: runEnd, &tokens) }
      extendRun(bytes, from: next.start, to: next.end)
      runEnd = next.end
    }
    endRun(at: runEnd, &tokens)
  }

  private mutating func extendRun(_ bytes: UnsafePointer<UInt8>, from start: Int, to end: Int) {
    let first = run.count
    var position = start
    var mayFold = false
    while position < end {
      let scalar = DecodedScalar(bytes, at: position, end: end)
      places.append(position)
      run.append(scalar.value)
      mayFold = mayFold || scalar.value >= 0xFF00
      position += scalar.length
    }
    // Below half and full width forms, these scripts have nothing to fold and no cases.
    guard mayFold else { return }
    word.removeAll(keepingCapacity: true)
    word.append(contentsOf: run[first...])
    folding.fold(&word)
    for place in word.indices { word[place] = lowercase(word[place]) }
    guard !run[first...].elementsEqual(word) else { return }
    isFolded = true
    run.replaceSubrange(first..., with: word)
  }

  private mutating func endRun(at end: Int, _ tokens: inout [SurfaceToken]) {
    guard !run.isEmpty else { return }
    if isFolded {
      places.removeAll(keepingCapacity: true)
      for scalar in run {
        places.append(scratch.count)
        scratch.append(utf8: scalar)
      }
    }
    places.append(isFolded ? scratch.count : end)
    let size = grouping == .pairs ? min(2, run.count) : 1
    for first in 0...run.count - size {
      tokens.append(
        SurfaceToken(
          offset: places[first], length: places[first + size] - places[first],
          isInScratch: isFolded))
    }
    run.removeAll(keepingCapacity: true)
    places.removeAll(keepingCapacity: true)
    isFolded = false
  }
}
