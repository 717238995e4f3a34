// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@testable import Profiling

@Suite struct `A latency histogram` {
  @Test func `finds percentiles to three significant digits`() {
    var histogram = LatencyHistogram()
    for microseconds in 1...10_000 { histogram.record(nanoseconds: UInt64(microseconds) * 1000) }
    let summary = histogram.summary
    #expect(abs((summary["p50"] ?? 0) - 5) < 0.005)
    #expect(abs((summary["p95"] ?? 0) - 9.5) < 0.0095)
    #expect(abs((summary["p99"] ?? 0) - 9.9) < 0.0099)
    #expect(abs((summary["max"] ?? 0) - 10) < 0.01)
    #expect(histogram.count == 10_000)
  }

  @Test func `counts what is longer than an hour as an hour`() {
    var histogram = LatencyHistogram()
    histogram.record(nanoseconds: .max)
    #expect(abs((histogram.summary["max"] ?? 0) - 3_600_000) < 3600)
  }

  @Test func `of nothing has no summary`() {
    #expect(LatencyHistogram().summary.isEmpty)
  }
}

@Suite struct `A machine's fingerprint` {
  let processors = [
    "processor\t: 0", "model name\t: A  processor", "cpu family\t: 6", "model\t\t: 85",
    "physical id\t: 0", "core id\t\t: 0", "flags\t\t: fpu avx2 sse",
    "processor\t: 1", "physical id\t: 0", "core id\t\t: 0", "flags\t\t: fpu avx2 sse",
    "processor\t: 2", "physical id\t: 1", "core id\t\t: 0", "flags\t\t: fpu avx2 sse",
  ]

  @Test func `counts cores, not hardware threads, over all sockets`() {
    let facts = MachineFingerprint.facts(cpuinfo: processors)
    #expect(facts["cores"] == "2")
    #expect(facts["cpu"] == "A  processor")
    #expect(facts["cpu_family_model"] == "6/85")
    #expect(facts["virtualisation"] == "none seen")
  }

  @Test func `does not depend on the order of flags, but on the flags`() {
    func flags(_ text: String) -> String? {
      MachineFingerprint.facts(cpuinfo: ["flags : " + text])["cpu_flags"]
    }
    #expect(flags("fpu avx2") == flags("avx2 fpu"))
    #expect(flags("fpu avx2") != flags("fpu avx512f"))
    #expect(MachineFingerprint.facts(cpuinfo: ["flags : hypervisor"])["virtualisation"] != nil)
  }

  @Test func `holds caches and governor where the system tells them`() throws {
    try withTemporaryFolder { folder in
      let files = [
        "cpufreq/scaling_governor": "performance", "cache/index0/level": "1",
        "cache/index0/type": "Data", "cache/index0/size": "32K", "cache/index1/level": "2",
        "cache/index1/type": "Unified", "cache/index1/size": "1024K",
      ]
      for (name, content) in files {
        let file = URL(filePath: folder + "/devices/system/cpu/cpu0/" + name)
        try FileManager.default.createDirectory(
          at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data((content + "\n").utf8).write(to: file)
      }
      let facts = MachineFingerprint.facts(systemFolder: folder)
      #expect(
        facts == ["governor": "performance", "cache_l1d": "32K", "cache_l2": "1024K"])
    }
  }

  @Test func `has a short hash that any fact changes`() {
    var fingerprint = MachineFingerprint(facts: ["cpu": "one", "cores": "2"])
    let before = fingerprint.hash
    #expect(before.count == 12)
    fingerprint.facts["cores"] = "4"
    #expect(fingerprint.hash != before)
  }

  @Test func `of this machine says at least what it runs`() {
    let facts = MachineFingerprint.current().facts
    for name in ["architecture", "kernel", "memory_bytes", "system", "threads"] {
      #expect(facts[name]?.isEmpty == false, "\(name)")
    }
  }
}

@Suite struct `Meters` {
  @Test func `see memory that was touched and given back`() {
    let size = 96 << 20
    var sum = 0
    do {
      var block = [UInt8](repeating: 1, count: size)
      for page in stride(from: 0, to: size, by: 4096) { block[page] = 2 }
      sum = block.reduce(0) { $0 &+ Int($1) }
    }
    #expect(sum > size)
    #expect(peakResidentBytes() >= size)
  }

  @Test func `count CPU time of all threads and no time backwards`() {
    let meter = ResourceMeter()
    var hash = 1
    for number in 0..<3_000_000 { hash = hash &* 31 &+ number }
    let first = meter.elapsed
    let second = meter.elapsed
    #expect(hash != 0)
    #expect(first.cpuSeconds > 0 && first.seconds > 0)
    #expect(second.seconds >= first.seconds && second.cpuSeconds >= first.cpuSeconds)
  }
}
