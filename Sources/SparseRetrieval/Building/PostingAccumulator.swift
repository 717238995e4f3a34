// SPDX-License-Identifier: Apache-2.0

/// The postings of one field while documents come in: per term a chain of chunks in an arena.
///
/// A posting is `gap << 1 | (frequency == 1)` as a variable-length number, then the frequency when
/// it is above 1: two bytes for most. The posting of the document at hand stays in the term's state
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
  /// A posting takes at most five bytes for the gap and five for the frequency.
  private static let largestPosting = 10

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

  /// Calls `body` with every posting of `term`, in the order of documents.
  @inline(__always)
  func forEachPosting(_ term: UInt32, _ body: (_ document: UInt32, _ frequency: UInt32) -> Void) {
    guard documentFrequency(term) > 0 else { return }
    let state = states[Int(term)]
    var document: UInt32 = 0
    var chunk = state.capacity > 0 ? state.head : 0
    var left = state.documents &- 1
    while left > 0 {
      let header = arena.pointer(chunk).load(as: ChunkHeader.self)
      let used = chunk == state.tail ? Int(state.used) : Int(header.used)
      let start = UnsafePointer(
        (arena.pointer(chunk) + Self.headerUnits * 8).assumingMemoryBound(to: UInt8.self))
      var cursor = start
      while cursor < start + used {
        let gap = readNumber(&cursor)
        document &+= UInt32(truncatingIfNeeded: gap >> 1)
        let frequency = gap & 1 == 1 ? 1 : UInt32(truncatingIfNeeded: readNumber(&cursor))
        body(document, frequency)
        left &-= 1
      }
      chunk = header.next
    }
    body(state.document, state.frequency)
  }

  private mutating func flush(_ state: UnsafeMutablePointer<State>) {
    if Int(state.pointee.used) + Self.largestPosting > Int(state.pointee.capacity) { extend(state) }
    let gap = UInt64(state.pointee.document &- state.pointee.previous) << 1
    let chunk = arena.pointer(state.pointee.tail) + Self.headerUnits * 8
    let start = (chunk + Int(state.pointee.used)).assumingMemoryBound(to: UInt8.self)
    var cursor = start
    if state.pointee.frequency == 1 {
      writeNumber(gap | 1, &cursor)
    } else {
      writeNumber(gap, &cursor)
      writeNumber(UInt64(state.pointee.frequency), &cursor)
    }
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

/// Writes seven bits a byte, low bits first, the top bit set on all but the last.
@inline(__always)
private func writeNumber(_ number: UInt64, _ cursor: inout UnsafeMutablePointer<UInt8>) {
  var rest = number
  while rest >= 0x80 {
    cursor.pointee = UInt8(truncatingIfNeeded: rest) | 0x80
    rest >>= 7
    cursor += 1
  }
  cursor.pointee = UInt8(truncatingIfNeeded: rest)
  cursor += 1
}

@inline(__always)
private func readNumber(_ cursor: inout UnsafePointer<UInt8>) -> UInt64 {
  var number: UInt64 = 0
  var shift: UInt64 = 0
  while cursor.pointee >= 0x80 {
    number |= UInt64(cursor.pointee & 0x7F) << shift
    shift += 7
    cursor += 1
  }
  number |= UInt64(cursor.pointee) << shift
  cursor += 1
  return number
}
