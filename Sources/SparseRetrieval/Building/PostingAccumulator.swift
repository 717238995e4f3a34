// SPDX-License-Identifier: Apache-2.0

/// The postings of one field while documents come in: per term a chain of chunks in an arena.
///
/// Chunks hold ``EncodedPosting``s. The posting of the document at hand stays in the term's state
/// until the next document has the term, so that a term of a single document owns no chunk.
struct PostingAccumulator: ~Copyable {
  private struct State {
    var head: UInt32 = 0
    var tail: UInt32 = 0
    var used: UInt16 = 0
    var capacity: UInt16 = 0
    /// The document before ``document``, from which its gap is counted.
    var previous: UInt32 = 0
    var document: UInt32 = .max
    var frequency: UInt32 = 0
    var documents: UInt32 = 0
    var occurrences: UInt32 = 0
  }

  /// What stands before the postings of a chunk.
  private struct ChunkHeader {
    var next: UInt32
    var used: UInt32
  }

  private static let headerUnits = 1
  private static let firstUnits = 3
  private static let largestUnits = 384

  private var states: UnsafeMutablePointer<State>
  private var stateCapacity: Int
  private var arena = PostingArena()

  init() {
    stateCapacity = 1 << 10
    states = .allocate(capacity: stateCapacity)
    states.initialize(repeating: State(), count: stateCapacity)
  }

  deinit { states.deallocate() }

  /// Bytes of memory that the postings take, to know when to stop.
  var byteCount: Int { arena.used + stateCapacity * MemoryLayout<State>.stride }

  /// Counts one occurrence of each of `terms` in `document`; documents never decrease.
  mutating func add(_ terms: UnsafeBufferPointer<UInt32>, document: UInt32) {
    for term in terms { add(term, document) }
  }

  @inline(__always)
  private mutating func add(_ term: UInt32, _ document: UInt32) {
    if Int(term) >= stateCapacity { grow(Int(term)) }
    let state = states + Int(term)
    state.pointee.occurrences &+= 1
    if state.pointee.document == document {
      state.pointee.frequency &+= 1
      return
    }
    if state.pointee.documents > 0 { flush(state) }
    state.pointee.document = document
    state.pointee.frequency = 1
    state.pointee.documents &+= 1
  }

  /// The number of documents with `term`.
  func documentFrequency(_ term: UInt32) -> Int {
    Int(term) < stateCapacity ? Int(states[Int(term)].documents) : 0
  }

  /// The number of occurrences of `term`.
  func collectionFrequency(_ term: UInt32) -> Int {
    Int(term) < stateCapacity ? Int(states[Int(term)].occurrences) : 0
  }

  /// Calls `body` with every stretch of encoded postings of `term`; together they are all but the
  /// last, which is returned.
  @inline(__always)
  private func forEachChunk(
    _ term: UInt32, _ body: (UnsafeBufferPointer<UInt8>) -> Void
  ) -> State {
    let state = states[Int(term)]
    var chunk = state.head
    var isLast = state.capacity == 0
    while !isLast {
      let header = arena.pointer(chunk).load(as: ChunkHeader.self)
      isLast = chunk == state.tail
      let start = arena.pointer(chunk) + Self.headerUnits * 8
      body(
        UnsafeBufferPointer(
          start: start.assumingMemoryBound(to: UInt8.self),
          count: isLast ? Int(state.used) : Int(header.used)))
      chunk = header.next
    }
    return state
  }

  /// Writes all postings of `term`, in the order of documents; there must be room for
  /// ``documentFrequency(_:)`` of them.
  func copyPostings(
    _ term: UInt32, documents: UnsafeMutablePointer<UInt32>,
    frequencies: UnsafeMutablePointer<UInt32>
  ) {
    guard documentFrequency(term) > 0 else { return }
    var document: UInt32 = 0
    var row = 0
    let state = forEachChunk(term) { chunk in
      guard var cursor = chunk.baseAddress else { return }
      let end = cursor + chunk.count
      while cursor < end {
        let posting = EncodedPosting.read(&cursor)
        document &+= posting.gap
        documents[row] = document
        frequencies[row] = posting.frequency
        row &+= 1
      }
    }
    documents[row] = state.document
    frequencies[row] = state.frequency
  }

  /// Appends all postings of `term` as ``EncodedPosting``s.
  func appendPostings(_ term: UInt32, to bytes: inout [UInt8]) {
    guard documentFrequency(term) > 0 else { return }
    let state = forEachChunk(term) { bytes.append(contentsOf: $0) }
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: EncodedPosting.longest) { last in
      guard let start = last.baseAddress else { return }
      var cursor = start
      EncodedPosting.write(
        gap: state.document &- state.previous, frequency: state.frequency, &cursor)
      bytes.append(contentsOf: UnsafeBufferPointer(start: start, count: cursor - start))
    }
  }

  private mutating func flush(_ state: UnsafeMutablePointer<State>) {
    if Int(state.pointee.used) + EncodedPosting.longest > Int(state.pointee.capacity) {
      extend(state)
    }
    let chunk = arena.pointer(state.pointee.tail) + Self.headerUnits * 8
    let start = (chunk + Int(state.pointee.used)).assumingMemoryBound(to: UInt8.self)
    var cursor = start
    EncodedPosting.write(
      gap: state.pointee.document &- state.pointee.previous,
      frequency: state.pointee.frequency, &cursor)
    state.pointee.used &+= UInt16(truncatingIfNeeded: cursor - start)
    state.pointee.previous = state.pointee.document
  }

  /// Gives a term a further chunk, twice as large as the last.
  private mutating func extend(_ state: UnsafeMutablePointer<State>) {
    let isFirst = state.pointee.capacity == 0
    let last = Int(state.pointee.capacity) / 8 + Self.headerUnits
    let units = isFirst ? Self.firstUnits : min(last * 2, Self.largestUnits)
    let chunk = arena.allocate(units: units)
    arena.pointer(chunk).storeBytes(of: ChunkHeader(next: 0, used: 0), as: ChunkHeader.self)
    if isFirst {
      state.pointee.head = chunk
    } else {
      let header = ChunkHeader(next: chunk, used: UInt32(state.pointee.used))
      arena.pointer(state.pointee.tail).storeBytes(of: header, as: ChunkHeader.self)
    }
    state.pointee.tail = chunk
    state.pointee.used = 0
    state.pointee.capacity = UInt16((units - Self.headerUnits) * 8)
  }

  private mutating func grow(_ term: Int) {
    let larger = max(term + 1, stateCapacity * 2)
    let moved = UnsafeMutablePointer<State>.allocate(capacity: larger)
    moved.moveInitialize(from: states, count: stateCapacity)
    (moved + stateCapacity).initialize(repeating: State(), count: larger - stateCapacity)
    states.deallocate()
    states = moved
    stateCapacity = larger
  }
}
