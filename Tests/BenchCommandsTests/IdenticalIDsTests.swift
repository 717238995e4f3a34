// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// Query and document ids of the classic collections are both numbers: dropping documents that are
/// called as the query is, as BEIR's evaluation does, deletes real results there.
@Suite struct IdenticalIDsTests {
  @Test(.enabled(if: TestData.has("classic/adi"), "needs BENCH_DATA"))
  func `keeping identical ids gives trec_eval's number on ADI, dropping them BEIR's`() throws {
    try withTemporaryFolder { folder in
      let suite = """
        name: both
        title: Both
        version: "1"
        headline: R@1000
        measures: [R@1000]
        defaults: {format: beir}
        tasks:
          - {name: kept, folder: classic/adi, protocol: {ignore-identical-ids: false}}
          - {name: dropped, folder: classic/adi, protocol: {ignore-identical-ids: true}}
        """
      try Data(suite.utf8).write(to: URL(filePath: folder + "/both.yaml"))
      let outcome = try BuiltProgram().run([
        "run", "--suite", folder + "/both.yaml", "--retriever", "bm25", "--json", "--offline",
        "--data", TestData.data.path, "--store", folder + "/s.sqlite",
      ])
      #expect(outcome.status == 0, "\(outcome.errors)")
      let recalls = try outcome.output.split(separator: "\n").map { line in
        let cell = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        let measures = try #require(cell?["measures"] as? [String: Double])
        return try #require(measures["R@1000"])
      }
      // By Anserini's BM25, evaluated by trec_eval and by BEIR's program.
      #expect(recalls.map { ($0 * 10_000).rounded() / 10_000 } == [0.9103, 0.8832])
    }
  }
}
