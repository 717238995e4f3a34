// SPDX-License-Identifier: Apache-2.0

import FaultyRetrievers
import Foundation
import Retrieval
import RunStore
import Runner
import Suites

/// A small `bench run` with retrievers that may be faulty, for tests that kill processes:
///
///     TestWorker run STORE DATA TASK[,TASK…] RETRIEVER…     prints a line as things happen
///     TestWorker worker                                     what the runner starts
@main
struct TestWorker {
  static func main() async throws {
    becomeConfinedWorkerIfAsked()
    let arguments = CommandLine.arguments.dropFirst()
    if arguments.first == "worker" {
      exit(await runWorker(retriever: testRetriever))
    }
    guard arguments.first == "run", arguments.count >= 5 else { exit(64) }
    let words = Array(arguments.dropFirst())
    var request = RunRequest(
      suite: "tiny", measures: ["nDCG@10", "R@100"],
      tasks: words[2].split(separator: ",").map {
        RetrievalTask(name: String($0), folder: String($0))
      },
      retrievers: try words[3...].map(testRetriever), dataFolder: words[1])
    request.threads = 1
    let runner = Runner(store: try RunStore(path: words[0]))
    try await runner.run(request) { event in
      switch event {
      case .progress(let progress): say("progress \(progress.cell) \(progress.phase.rawValue)")
      case .cellEnded(let cell, _): say("ended \(cell)")
      default: break
      }
    }
  }

  /// Writes a line at once: whoever kills this process wants to know how far it was.
  private static func say(_ line: String) {
    FileHandle.standardOutput.write(Data((line + "\n").utf8))
  }
}
