// SPDX-License-Identifier: Apache-2.0

import Dispatch
public import SentenceEncoders
import Synchronization
import Tokenizers

extension StaticEncoder {
  /// Writes the vectors of `texts` to `output`, a row of ``dimensions`` values for each in their
  /// order; zeros for a text without tokens.
  ///
  /// - Parameters:
  ///   - role: Decides the prompt.
  ///   - threads: How many threads work, at least 1.
  /// - Returns: How many tokens each text has, without those that the model leaves out as unknown.
  @discardableResult
  public func encode(
    _ texts: [String], role: SentenceEncoder.Role, threads: Int,
    into output: UnsafeMutablePointer<Float>
  ) -> [SentenceEncoder.TokenCount] {
    let prompt = prompts[role] ?? ""
    // Pieces are small, so that a long text does not hold up all others.
    let piece = 32
    let pieces = (texts.count + piece - 1) / piece
    let next = Atomic(0)
    let target = VectorTarget(start: output)
    let counts = Mutex(
      [SentenceEncoder.TokenCount](
        repeating: SentenceEncoder.TokenCount(total: 0, kept: 0), count: texts.count))
    DispatchQueue.concurrentPerform(iterations: max(1, min(threads, pieces))) { _ in
      var reader = TokenReader(self)
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < pieces else { return }
        let range = index * piece..<min(texts.count, (index + 1) * piece)
        let found = range.map { row in
          let count = reader.read(prompt.isEmpty ? texts[row] : prompt + texts[row])
          let vector = target.start + row * dimensions
          table.average(reader.tokens, count: dimensions, into: vector)
          if normalizes { Self.normalize(vector, dimensions) }
          return count
        }
        counts.withLock { $0.replaceSubrange(range, with: found) }
      }
    }
    return counts.withLock { $0 }
  }

  /// The vectors of `texts`, one after the other.
  public func encode(
    _ texts: [String], role: SentenceEncoder.Role, threads: Int = 1
  ) -> [[Float]] {
    let width = dimensions
    var all = [Float](repeating: 0, count: max(1, texts.count * width))
    all.withUnsafeMutableBufferPointer { buffer in
      if let start = buffer.baseAddress { encode(texts, role: role, threads: threads, into: start) }
    }
    return texts.indices.map { Array(all[$0 * width..<($0 + 1) * width]) }
  }

  /// Scales to length 1, unless all is zero.
  private static func normalize(_ vector: UnsafeMutablePointer<Float>, _ count: Int) {
    var squares: Float = 0
    for index in 0..<count { squares += vector[index] * vector[index] }
    guard squares > 0 else { return }
    let length = squares.squareRoot()
    for index in 0..<count { vector[index] /= length }
  }
}

/// Finds the tokens of texts that count; for one thread.
private struct TokenReader {
  /// Those of the last text.
  private(set) var tokens: [Int32] = []
  private var encoding = Encoding()
  private let session: TokenizerSession
  private let limits: TextLimits
  private let ignored: Int32?

  init(_ encoder: StaticEncoder) {
    session = encoder.tokenizer.makeSession()
    limits = encoder.limits
    ignored = encoder.ignoredToken
  }

  /// Reads a text; how many tokens count, and would without limits.
  mutating func read(_ text: String) -> SentenceEncoder.TokenCount {
    var text = text
    return text.withUTF8 { bytes in
      let seen = limits.seen(of: bytes)
      var total = find(UnsafeBufferPointer(rebasing: bytes[..<seen]))
      tokens.removeAll(keepingCapacity: true)
      for id in limits.kept(encoding.ids) where id != ignored { tokens.append(id) }
      // A word cut in two may have more tokens than the whole of it.
      if seen < bytes.count { total = max(tokens.count, find(bytes)) }
      return SentenceEncoder.TokenCount(total: total, kept: tokens.count)
    }
  }

  /// Finds all tokens of a text; how many are not ignored.
  private mutating func find(_ text: UnsafeBufferPointer<UInt8>) -> Int {
    session.encode(utf8: UnsafeRawBufferPointer(text), addingSpecialTokens: false, into: &encoding)
    guard let ignored else { return encoding.ids.count }
    return encoding.ids.reduce(0) { $0 + ($1 == ignored ? 0 : 1) }
  }
}

/// Where vectors are written; every thread writes rows of its own.
private struct VectorTarget: @unchecked Sendable {
  let start: UnsafeMutablePointer<Float>
}
