// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// `bench run` of a bi-encoder, killed while it encodes a corpus.
@Suite struct KilledEncodingTests {
  private static let model =
    TestData.repository.appending(path: "Tests/SentenceEncodersTests/Golden/base").path

  /// A corpus whose encoding takes a moment.
  private func writeTask(_ folder: String) throws {
    try FileManager.default.createDirectory(
      atPath: folder + "/qrels", withIntermediateDirectories: true)
    var random = SeededGenerator(seed: 17)
    let words = ["whale", "ship", "sea", "storm", "harbour", "sail", "bread", "oven", "knife"]
    let corpus = (0..<12_000).map { number in
      let text = (0..<12).map { _ in words[Int.random(in: 0..<words.count, using: &random)] }
      return
        #"{"_id":"d\#(number)","title":"","text":"\#(text.joined(separator: " ")) \#(number)"}"#
    }
    let files = [
      "corpus.jsonl": corpus.joined(separator: "\n") + "\n",
      "queries.jsonl": #"{"_id":"q1","text":"a storm at sea"}"# + "\n"
        + #"{"_id":"q2","text":"bread from the oven"}"# + "\n",
      "qrels/test.tsv": "query-id\tcorpus-id\tscore\nq1\td1\t1\nq2\td2\t1\n",
    ]
    for (name, content) in files {
      try Data(content.utf8).write(to: URL(filePath: folder + "/" + name))
    }
  }

  /// The chunks of a cache: their bytes by name.
  private func chunks(_ folder: String) throws -> [String: Data] {
    var chunks: [String: Data] = [:]
    for case let name as String in FileManager.default.enumerator(atPath: folder) ?? .init() {
      let path = folder + "/" + name
      var isFolder: ObjCBool = false
      _ = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      // What was being written when the process died has this ending, and is never read.
      if isFolder.boolValue || name.hasSuffix(".tmp") { continue }
      chunks[name] = try Data(contentsOf: URL(filePath: path))
    }
    return chunks
  }

  @Test func `SIGKILL at ten moments leaves vectors that are the same to the last bit`() throws {
    try withTemporaryFolder { folder in
      try writeTask(folder + "/task")
      let program = BuiltProgram()
      func arguments(_ store: String) -> [String] {
        [
          "run", "--task", folder + "/task", "--retriever", "dense:model=\(Self.model)", "--json",
          "--store", "\(folder)/\(store).sqlite",
        ]
      }
      let start = ContinuousClock.now
      let whole = try program.run(
        arguments("whole"), environment: ["BENCH_VECTORS": folder + "/whole"])
      let seconds = (ContinuousClock.now - start) / .seconds(1)
      #expect(whole.status == 0, "\(whole.errors)")
      let expected = try chunks(folder + "/whole")
      #expect(expected.count > 20)
      // One cache over all kills: what one run left is what the next goes on from.
      let cache = ["BENCH_VECTORS": folder + "/killed"]
      var random = SeededGenerator(seed: 23)
      var sizes: [Int] = []
      for round in 0..<10 {
        let moment = Double.random(in: 0.1...0.6, using: &random) * seconds
        _ = try program.run(
          arguments("killed-\(round)"), environment: cache,
          wrapper: ["timeout", "-s", "KILL", "\(moment)"])
        sizes.append(try chunks(folder + "/killed").count)
      }
      #expect(zip(sizes, sizes.dropFirst()).allSatisfy { $0 <= $1 })
      let rerun = try program.run(arguments("last"), environment: cache)
      #expect(rerun.status == 0, "\(rerun.errors)")
      #expect(try chunks(folder + "/killed") == expected)
      #expect(try measures(rerun.output) == measures(whole.output))
    }
  }

  private func measures(_ output: String) throws -> [String: Double] {
    try JSONDecoder().decode(KilledRunTests.Cell.self, from: Data(output.utf8)).measures
  }
}
