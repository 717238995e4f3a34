// SPDX-License-Identifier: Apache-2.0

import FaultyRetrievers
import Foundation
import Profiling
import Retrieval
import RunStore
import Testing

@testable import Runner

private func profile(_ change: (inout HardwareProfile) -> Void = { _ in }) -> HardwareProfile {
  var profile = HardwareProfile(name: "test")
  change(&profile)
  return profile
}

private func limit(_ name: String, of experiment: Experiment?) -> Experiment.ProfileRecord.Limit? {
  experiment?.profileRecord?.limits.first { $0.name == name }
}

@Suite struct `A worker under a profile` {
  @Test func `runs all of its threads on the profile's CPU`() async throws {
    try await Bench.with("faulty:fault=census") { bench in
      bench.request.profile = profile { $0.cores = .count(1) }
      let experiment = try await bench.run().first?.experiment
      #expect(experiment?.status == .done, "\(experiment?.reason ?? "")")
      let cores = try #require(limit("cores", of: experiment))
      #if os(Linux)
        #expect(cores.isEnforced, "\(cores.detail)")
        #expect(cores.asked == "1" && cores.detail.hasPrefix("CPU "))
        #expect(experiment?.indexStatistics["cpus"] == 1)
      #else
        #expect(!cores.isEnforced)
      #endif
      #expect(limit("threads", of: experiment)?.asked == "1")
    }
  }

  @Test func `is told what it cannot be given`() async throws {
    try await Bench.with("overlap") { bench in
      bench.request.profile = profile { $0.cores = .count(5000) }
      let experiment = try await bench.run().first?.experiment
      let cores = try #require(limit("cores", of: experiment))
      #expect(!cores.isEnforced && cores.detail.hasPrefix("only "), "\(cores.detail)")
      let record = try #require(experiment?.profileRecord)
      #expect(!record.isConformant)
      #expect(record.reasons[0].text == "cores is only asked for: \(cores.detail)")
      #expect(!record.reasons[0].isTransient)
    }
  }

  @Test func `fails for want of memory, which is said`() async throws {
    try await Bench.with("faulty:fault=hungry", "overlap") { bench in
      bench.request.profile = profile { $0.memory = 384 << 20 }
      let outcomes = try await bench.run()
      let hungry = outcomes[0].experiment
      let memory = try #require(limit("memory", of: hungry))
      guard memory.isEnforced else {
        // Not a machine that can do it; then the reason is in the record.
        #expect(!memory.detail.isEmpty)
        return
      }
      #expect(outcomes.map(\.kind) == ["failed", "done"])
      let reason = hungry?.reason ?? ""
      #expect(
        reason.hasPrefix("out of memory: profile test has 384 MiB (\(memory.detail)); "),
        "\(reason)")
      #expect(reason.contains(" while indexing"), "\(reason)")
    }
  }

  @Test func `reaches no network where it must not`() async throws {
    try await Bench.with("overlap") { bench in
      bench.request.profile = profile {
        $0.allowsNetwork = false
        $0.allowsSwap = false
      }
      let experiment = try await bench.run().first?.experiment
      #expect(experiment?.status == .done, "\(experiment?.reason ?? "")")
      for name in ["network", "swap"] {
        let found = try #require(limit(name, of: experiment))
        #expect(found.asked == "false" && !found.detail.isEmpty)
      }
      if let network = limit("network", of: experiment), !network.isEnforced {
        #expect(
          experiment?.profileRecord?.reasons.map(\.text).contains(
            "network is only asked for: \(network.detail)") == true)
      }
    }
  }

  @Test func `asks all queries as often as it says, and must answer alike`() async throws {
    try await Bench.with("overlap", "faulty:fault=wavering") { bench in
      bench.request.profile = profile {
        $0.warmUp = 1
        $0.repetitions = 3
      }
      let outcomes = try await bench.run()
      #expect(outcomes.map(\.kind) == ["done", "failed"])
      #expect(
        outcomes[1].experiment?.reason
          == "the retriever is nondeterministic: in pass 2 over the queries it answered query q1 "
          + "otherwise than in the first")
      let plain = try #require(outcomes[0].experiment)
      bench.request.profile = .unrestricted
      let unlimited = try #require(try await bench.run().first?.experiment)
      #expect(plain.scores.map(\.perQuery) == unlimited.scores.map(\.perQuery))
      #expect(plain.counts == unlimited.counts)
    }
  }

  @Test func `is measured apart from others, and again when the profile has changed`() async throws
  {
    try await Bench.with("overlap") { bench in
      let unlimited = try #require(try await bench.run().first?.experiment)
      #expect(unlimited.profile == "unrestricted" && unlimited.profileRecord == nil)
      bench.request.profile = profile { $0.cores = .count(1) }
      let first = try await bench.runCountingWorkers()
      let again = try await bench.runCountingWorkers()
      #expect(first.workers == 1 && again.workers == 0)
      let stored = try #require(again.outcomes.first?.experiment)
      #expect(stored.profile == "test" && stored.id != unlimited.id)
      #expect(stored.profileRecord?.settings["cores"] == "1")
      #expect(stored.command.contains(" --profile test"))
      bench.request.profile.repetitions = 2
      let changed = try await bench.runCountingWorkers()
      #expect(changed.workers == 1)
      #expect(changed.outcomes.first?.experiment?.id != stored.id)
    }
  }

  @Test func `of a build that knows no profiles is said not to have looked`() {
    let result = WorkerResult(
      taskHash: "", documents: 1, queries: 1, indexSeconds: 1, indexCPUSeconds: 1,
      searchSeconds: 1, searchCPUSeconds: 1, latencyMilliseconds: [:], indexBytes: 1,
      peakResidentBytes: 1, indexStatistics: [:], relevantTokens: [:], warnings: [])
    let twice = profile { $0.repetitions = 2 }
    var record = Experiment.ProfileRecord(hash: twice.hash, settings: twice.settings)
    record.fill(twice, [], result)
    #expect(
      record.reasons == [
        Experiment.ProfileRecord.Reason(
          "the worker did not look at its surroundings", isTransient: false),
        Experiment.ProfileRecord.Reason(
          "this build knows no warm-up and no repetitions", isTransient: false),
      ])
  }

  @Test func `that cannot be started fails its cell`() async throws {
    try await Bench.with("overlap") { bench in
      bench.request.profile = profile { $0.cores = .count(1) }
      let outcomes = try await bench.run(
        worker: WorkerCommand(executable: "/nowhere/bench", arguments: []))
      #expect(
        outcomes.first?.experiment?.reason
          == "/nowhere/bench cannot be started: No such file or directory")
    }
  }
}

@Suite struct `What a machine can enforce` {
  @Test func `is tried out, limit by limit`() async throws {
    let limits = try await Runner.tryConfinement(
      launcher: WorkerCommand(executable: Bench.worker, arguments: ["confine"]))
    #expect(limits.map(\.name) == [.cores, .memory, .swap, .network, .threads])
    #expect(limits.allSatisfy { !$0.detail.isEmpty })
    #if os(Linux)
      #expect(limits[0].isEnforced, "\(limits[0].detail)")
    #endif
  }
}
