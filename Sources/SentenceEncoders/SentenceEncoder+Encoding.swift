// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Inference
public import Retrieval
import Synchronization
import Tensors
import Tokenizers

extension SentenceEncoder {
  /// Writes the vectors of `texts` to `output`, a row of ``dimensions`` values for each in their
  /// order.
  ///
  /// Memory beside the weights: a few megabytes a thread, and the tokens of all texts. A long corpus
  /// is given in pieces of some thousand texts.
  ///
  /// - Parameters:
  ///   - role: Decides the prompt.
  ///   - threads: How many threads work, at least 1.
  /// - Returns: How many tokens each text has.
  /// - Throws: `.malformed` when the tokenizer gives ids that the model does not have.
  @discardableResult
  public func encode(
    _ texts: [String], role: Role, threads: Int, into output: UnsafeMutablePointer<Float>
  ) throws(DataError) -> [TokenCount] {
    let sequences = tokens(of: texts, role: role, threads: threads)
    let batches = TokenBatches(lengths: sequences.map(\.ids.count))
    let skipped = prompts[role]?.skipped ?? 0
    let next = Atomic(0)
    let fault = Mutex<DataError?>(nil)
    let target = VectorTarget(start: output)
    let workers = max(1, min(threads, batches.count))
    DispatchQueue.concurrentPerform(iterations: workers) { _ in
      workspaces.withWorkspace(of: self) { workspace in
        do throws(DataError) {
          while true {
            let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
            guard index < batches.count else { return }
            try encode(batches[index], sequences, skipping: skipped, workspace, into: target)
          }
        } catch {
          fault.withLock { $0 = error }
        }
      }
    }
    if let error = fault.withLock({ $0 }) { throw error }
    return sequences.map { TokenCount(total: $0.total, kept: $0.ids.count) }
  }

  /// The vectors of `texts`, one after the other.
  ///
  /// - Throws: `.malformed` when the tokenizer gives ids that the model does not have.
  public func encode(
    _ texts: [String], role: Role, threads: Int = 1
  ) throws(DataError) -> [[Float]] {
    let all = FloatBuffer(count: texts.count * dimensions)
    try encode(texts, role: role, threads: threads, into: all.start)
    return texts.indices.map {
      Array(UnsafeBufferPointer(start: all.start + $0 * dimensions, count: dimensions))
    }
  }

  private func encode(
    _ rows: ArraySlice<Int>, _ sequences: [TokenSequence], skipping skipped: Int,
    _ workspace: SentenceWorkspace, into target: VectorTarget
  ) throws(DataError) {
    var batch = PackedBatch()
    for row in rows { batch.append(sequences[row].ids) }
    try model.encode(batch, in: workspace.encoder) { states in
      for (index, row) in rows.enumerated() {
        let range = batch.range(index)
        head.apply(
          states + range.lowerBound * model.shape.hidden, count: range.count,
          skipping: min(skipped, range.count), workspace.scratch,
          into: target.start + row * dimensions)
      }
    }
  }

  /// The tokens of each text behind its prompt.
  private func tokens(of texts: [String], role: Role, threads: Int) -> [TokenSequence] {
    let prompt = prompts[role]?.text ?? ""
    // Pieces are small, so that a long text does not hold up all others.
    let piece = 32
    let pieces = (texts.count + piece - 1) / piece
    let next = Atomic(0)
    let found = Mutex<[TokenSequence]>(
      Array(repeating: TokenSequence(ids: [], total: 0), count: texts.count))
    DispatchQueue.concurrentPerform(iterations: max(1, min(threads, pieces))) { _ in
      let session = tokenizer.makeSession()
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < pieces else { return }
        let range = index * piece..<min(texts.count, (index + 1) * piece)
        let sequences = range.map { row in
          let encoding = session.encode(
            prompt.isEmpty ? texts[row] : prompt + texts[row], truncation: truncation)
          return TokenSequence(ids: encoding.ids, total: encoding.tokenCountBeforeTruncation)
        }
        found.withLock { $0.replaceSubrange(range, with: sequences) }
      }
    }
    return found.withLock { $0 }
  }
}

/// The tokens of one text that are read, and how many there were.
struct TokenSequence: Sendable {
  var ids: [Int32]
  var total: Int
}

/// Where vectors are written; every thread writes rows of its own.
private struct VectorTarget: @unchecked Sendable {
  let start: UnsafeMutablePointer<Float>
}
