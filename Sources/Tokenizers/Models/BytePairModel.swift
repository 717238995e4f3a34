// SPDX-License-Identifier: Apache-2.0

/// Byte-pair encoding (Sennrich et al. 2016): pairs of symbols are joined, the pair learnt first
/// coming first.
struct BytePairModel: Model {
  /// How characters that are no tokens are treated, and how pieces are marked.
  struct Options: Sendable {
    var unknown: UInt32?
    var fusesUnknown = false
    var fallsBackToBytes = false
    /// Whether a piece that is a token itself is not cut up.
    var ignoresMerges = false
    var continuingPrefix: [UInt8] = []
    var endSuffix: [UInt8] = []
  }

  /// A symbol of the word at work; a length of 0 says that it was joined to the one before.
  struct Symbol {
    var id: UInt32
    var length: Int32
    var previous: Int32
    var next: Int32
  }

  /// A pair that may be joined.
  struct Merge {
    var rank: UInt32
    var position: Int32
    var id: UInt32

    @inline(__always)
    static func < (left: Merge, right: Merge) -> Bool {
      left.rank != right.rank ? left.rank < right.rank : left.position < right.position
    }
  }

  let vocabulary: Vocabulary
  let isCacheable = true
  var unknownID: Int32? { options.unknown.map { Int32(bitPattern: $0) } }
  private let options: Options
  private let merges: MergeTable
  /// The token of each byte, where bytes stand in for unknown characters.
  private let byteTokens: [UInt32?]

  init(_ vocabulary: Vocabulary, _ merges: MergeTable, _ options: Options) {
    self.vocabulary = vocabulary
    self.merges = merges
    self.options = options
    byteTokens = ByteTokens.ids(in: vocabulary)
  }

  func tokenize(
    _ word: UnsafeBufferPointer<UInt8>, into ids: inout [Int32], _ scratch: inout ModelScratch
  ) {
    if options.ignoresMerges, let id = vocabulary.id(of: word) {
      ids.append(Int32(bitPattern: id))
      return
    }
    scratch.symbols.removeAll(keepingCapacity: true)
    appendCharacters(of: word, &scratch)
    if scratch.symbols.count > 1 { merge(&scratch) }
    for symbol in scratch.symbols where symbol.length > 0 {
      ids.append(Int32(bitPattern: symbol.id))
    }
  }

  /// The symbols that merging begins with.
  private func appendCharacters(
    of word: UnsafeBufferPointer<UInt8>, _ scratch: inout ModelScratch
  ) {
    guard let base = word.baseAddress else { return }
    var unknownLength: Int32 = 0
    var position = 0
    while position < word.count {
      let next = base.scalar(at: position).next
      let length = Int32(next - position)
      let prefix = position > 0 ? options.continuingPrefix : []
      let suffix = next == word.count ? options.endSuffix : []
      let character = UnsafeBufferPointer(start: base + position, count: next - position)
      position = next
      var id: UInt32?
      let isPlain = prefix.isEmpty && suffix.isEmpty
      if isPlain {
        id = vocabulary.id(of: character)
      } else {
        scratch.bytes.removeAll(keepingCapacity: true)
        scratch.bytes += prefix
        scratch.bytes += character
        scratch.bytes += suffix
        id = vocabulary.id(of: scratch.bytes)
      }
      if let id {
        flushUnknown(&unknownLength, &scratch)
        append(id, length, &scratch)
      } else if options.fallsBackToBytes,
        appendBytes(isPlain ? Array(character) : scratch.bytes, &scratch)
      {
        continue
      } else if options.unknown != nil {
        if !options.fusesUnknown { flushUnknown(&unknownLength, &scratch) }
        unknownLength += length
      }
    }
    flushUnknown(&unknownLength, &scratch)
  }

  private func flushUnknown(_ length: inout Int32, _ scratch: inout ModelScratch) {
    if length > 0, let unknown = options.unknown { append(unknown, length, &scratch) }
    length = 0
  }

  private func appendBytes(_ bytes: [UInt8], _ scratch: inout ModelScratch) -> Bool {
    guard bytes.allSatisfy({ byteTokens[Int($0)] != nil }) else { return false }
    for byte in bytes {
      if let id = byteTokens[Int(byte)] { append(id, 1, &scratch) }
    }
    return true
  }

  private func append(_ id: UInt32, _ length: Int32, _ scratch: inout ModelScratch) {
    let index = Int32(scratch.symbols.count)
    if index > 0 { scratch.symbols[Int(index) - 1].next = index }
    scratch.symbols.append(Symbol(id: id, length: length, previous: index - 1, next: -1))
  }

  /// Joins pairs, the lowest rank first, of equal ones the leftmost.
  private func merge(_ scratch: inout ModelScratch) {
    var heap = MergeHeap(&scratch.queue)
    defer { scratch.queue = heap.release() }
    func consider(_ left: Int32, _ symbols: [Symbol], _ heap: inout MergeHeap) {
      let symbol = symbols[Int(left)]
      guard symbol.next >= 0 else { return }
      if let found = merges.find(symbol.id, symbols[Int(symbol.next)].id) {
        heap.push(Merge(rank: found.rank, position: left, id: found.id))
      }
    }
    for index in scratch.symbols.indices.dropLast() {
      consider(Int32(index), scratch.symbols, &heap)
    }
    while let top = heap.pop() {
      let left = Int(top.position)
      let symbol = scratch.symbols[left]
      guard symbol.length > 0, symbol.next >= 0 else { continue }
      let right = scratch.symbols[Int(symbol.next)]
      // The pair may have changed since it was pushed.
      guard merges.find(symbol.id, right.id)?.id == top.id else { continue }
      scratch.symbols[left].id = top.id
      scratch.symbols[left].length += right.length
      scratch.symbols[left].next = right.next
      scratch.symbols[Int(symbol.next)].length = 0
      if right.next >= 0 { scratch.symbols[Int(right.next)].previous = top.position }
      if symbol.previous >= 0 { consider(symbol.previous, scratch.symbols, &heap) }
      consider(top.position, scratch.symbols, &heap)
    }
  }
}

/// The tokens `<0x00>` to `<0xFF>` that stand for single bytes.
enum ByteTokens {
  static func ids(in vocabulary: Vocabulary) -> [UInt32?] {
    (0...255).map { byte in
      let digits = String(byte, radix: 16, uppercase: true)
      return vocabulary.id(of: "<0x" + (byte < 16 ? "0" : "") + digits + ">")
    }
  }
}
