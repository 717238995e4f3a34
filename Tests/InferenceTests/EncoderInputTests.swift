// SPDX-License-Identifier: Apache-2.0

import Foundation
import Inference
import Retrieval
import Testing

@Suite struct `What an encoder is given` {
  private func fault(_ name: String, _ sequences: [[Int32]]) throws -> String? {
    let model = try EncoderModel.open(`An encoder`.folder.appending(path: name).path)
    var batch = PackedBatch()
    for sequence in sequences { batch.append(sequence) }
    do throws(DataError) {
      try model.encode(batch, in: EncoderWorkspace()) { _ in }
      return nil
    } catch {
      #expect(error.code == .malformed)
      return error.problem
    }
  }

  @Test(arguments: [Int32(50), -1, .max, .min])
  func `has tokens of its vocabulary`(token: Int32) throws {
    #expect(
      try fault("bert", [[1, 2], [49, token]])
        == "found token \(token), expected ids from 0 to 49")
  }

  @Test func `is no longer than its positions`() throws {
    let tokens = Array(repeating: Int32(5), count: 25)
    #expect(
      try fault("bert", [[3], tokens]) == "found a sequence of 25 tokens, expected at most 24")
    #expect(try fault("bert", [Array(tokens.prefix(24))]) == nil)
    #expect(
      try fault("roberta", [Array(tokens.prefix(23))])
        == "found a sequence of 23 tokens, expected at most 22")
    #expect(try fault("roberta", [Array(tokens.prefix(22))]) == nil)
    // Distances have no end.
    #expect(try fault("t5", [Array(repeating: 5, count: 600)]) == nil)
  }

  @Test(arguments: `An encoder`.models)
  func `may be nothing`(name: String) throws {
    #expect(try fault(name, []) == nil)
    #expect(try fault(name, [[], [5], []]) == nil)
  }
}
