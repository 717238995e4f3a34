// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Profiling

@Suite struct `A measurement conforms to its profile` {
  private let oneCore: HardwareProfile = {
    var profile = HardwareProfile(name: "one")
    profile.cores = .count(1)
    profile.memory = 1 << 30
    profile.allowsSwap = false
    return profile
  }()

  private let enforced: [ProfileLimit] = [.enforced(.cores, "1", "CPU 1 by affinity")]

  /// A machine with one quiet CPU.
  private func quiet(_ phase: String, at seconds: Double) -> Conditions {
    var now = Conditions(
      phase: phase, nanoseconds: UInt64(seconds * 1e9), ownCPUSeconds: seconds)
    now.busySeconds = 100 + seconds
    now.stolenSeconds = 7
    now.waitedSeconds = 0.001 * seconds
    now.thermalEvents = 3
    now.groupThrottles = 0
    now.governors = ["performance"]
    now.turboIsOn = false
    now.swappedBytes = 0
    now.cpus = "1"
    return now
  }

  private func judge(
    limits: [ProfileLimit]? = nil, peak: Int = 1 << 20, profile: HardwareProfile? = nil,
    _ spoil: (inout [Conditions]) -> Void = { _ in }
  ) -> Conformance {
    var conditions = [quiet("indexing", at: 0), quiet("searching", at: 2), quiet("", at: 5)]
    spoil(&conditions)
    return Conformance(
      profile ?? oneCore, limits: limits ?? enforced, conditions: conditions,
      peakResidentBytes: peak)
  }

  @Test func `when it had its CPU to itself and nothing moved`() {
    let conformance = judge()
    #expect(conformance.isConformant && conformance.unseen.isEmpty, "\(conformance)")
  }

  @Test func `unless others were busy, the host took time or it had to wait`() {
    let busy = judge { $0[2].busySeconds? += 0.6 }
    #expect(busy.reasons.map(\.text) == ["others took 20 % of the CPU time while searching"])
    #expect(busy.reasons[0].isTransient)
    let stolen = judge {
      $0[1].stolenSeconds = 7.2
      $0[2].stolenSeconds = 7.2
    }
    #expect(stolen.reasons.map(\.text) == ["the host took 10 % of the CPU time while indexing"])
    let waited = judge { $0[2].waitedSeconds? += 0.9 }
    #expect(
      waited.reasons.map(\.text) == ["the worker waited for a CPU 30 % of the time while searching"]
    )
  }

  @Test func `although little of that is allowed, and what the clocks cannot tell`() {
    let little = judge { $0[2].busySeconds? += 0.12 }
    #expect(little.isConformant)
    // Two ticks of 10 ms in 40 ms.
    let short = judge {
      $0[1] = quiet("searching", at: 0.04)
      $0[1].busySeconds? += 0.02
      $0[2] = quiet("", at: 0.08)
      $0[2].busySeconds? += 0.02
    }
    #expect(short.isConformant, "\(short)")
  }

  @Test func `unless clocks are not fixed, which measuring again does not mend`() {
    let governor = judge { $0[0].governors = ["powersave"] }
    #expect(governor.reasons.map(\.text) == ["the governor is powersave, expected performance"])
    #expect(!governor.reasons[0].isTransient)
    let turbo = judge { $0[0].turboIsOn = true }
    #expect(
      turbo.reasons.map(\.text) == [
        "turbo is on, so that clocks depend on heat and on other cores"
      ])
  }

  @Test func `unless it was throttled or swapped out`() {
    let hot = judge { $0[2].thermalEvents = 5 }
    #expect(hot.reasons.map(\.text) == ["CPUs got too hot 2 times"])
    let throttled = judge { $0[2].groupThrottles = 4 }
    #expect(
      throttled.reasons.map(\.text) == ["the control group ran out of CPU time 4 times"])
    let swapped = judge { $0[1].swappedBytes = 8 << 10 }
    #expect(swapped.reasons.map(\.text) == ["8 KiB of the worker were swapped out"])
    var swapping = oneCore
    swapping.allowsSwap = true
    let allowed = judge(profile: swapping) { $0[1].swappedBytes = 8 << 10 }
    #expect(allowed.isConformant)
  }

  @Test func `unless more threads ran, or on other CPUs`() {
    let many = judge {
      $0[2].ownCPUSeconds += 3
      $0[2].busySeconds? += 3
    }
    #expect(
      many.reasons.map(\.text) == ["2.0 threads ran at a time while searching, the profile has 1"])
    let elsewhere = judge { conditions in
      for index in conditions.indices { conditions[index].cpus = "0-1" }
    }
    #expect(elsewhere.reasons.map(\.text) == ["threads of the worker may run on CPU 0-1"])
  }

  @Test func `only where its limits are enforced, or were not reached`() {
    let cores = ProfileLimit.asked(.cores, "4", "only 2 CPUs are usable (0-1)")
    let memory = ProfileLimit.asked(.memory, "1 GiB", "this system has no limit for it")
    #expect(
      judge(limits: [cores]).reasons.map(\.text) == [
        "cores is only asked for: only 2 CPUs are usable (0-1)"
      ])
    #expect(judge(limits: enforced + [memory]).isConformant)
    #expect(
      judge(limits: enforced + [memory], peak: 2 << 30).reasons.map(\.text) == [
        "memory is only asked for: this system has no limit for it"
      ])
  }

  @Test func `as far as the machine lets that be seen`() {
    let blind = judge { conditions in
      for index in conditions.indices {
        conditions[index] = Conditions(
          phase: conditions[index].phase, nanoseconds: conditions[index].nanoseconds,
          ownCPUSeconds: conditions[index].ownCPUSeconds)
      }
    }
    #expect(blind.isConformant)
    #expect(
      blind.unseen == [
        "other load", "steal", "governor", "turbo", "affinity", "swap", "thermal throttling",
      ])
    let nothing = Conformance(oneCore, limits: enforced, conditions: [], peakResidentBytes: 0)
    #expect(nothing.reasons.map(\.text) == ["the worker did not look at its surroundings"])
  }
}

@Suite struct `Conditions are read` {
  private let files = [
    "/proc/self/status": "Name:\tbench\nThreads:\t3\nVmSwap:\t      12 kB",
    "/proc/self/task/10/status": "Cpus_allowed_list:\t1",
    "/proc/self/task/11/status": "Cpus_allowed_list:\t1,3",
    "/proc/self/task/10/schedstat": "500 2000000000 7",
    "/proc/self/task/11/schedstat": "500 500000000 7",
    "/proc/stat": """
    cpu  9 9 9 9 9 9 9 9 0 0
    cpu0 1000 0 0 9 9 0 0 5000 0 0
    cpu1 100 20 30 999 999 40 10 50 0 0
    cpu3 100 0 0 9 9 0 0 0 0 0
    """,
    "/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor": "powersave",
    "/sys/devices/system/cpu/cpu1/cpufreq/scaling_governor": "performance",
    "/sys/devices/system/cpu/cpu1/thermal_throttle/core_throttle_count": "2",
    "/sys/devices/system/cpu/cpu1/thermal_throttle/package_throttle_count": "3",
    "/sys/devices/system/cpu/intel_pstate/no_turbo": "1",
    "/proc/self/mountinfo": "30 23 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw",
    "/proc/self/cgroup": "0::/mine",
    "/sys/fs/cgroup/mine/cpu.stat": "usage_usec 5\nnr_throttled 6",
  ]

  @Test func `of the process's own CPUs`() throws {
    try FakeSystem.with(files) { system in
      let now = Conditions.current(phase: "indexing", root: system.root)
      let tick = 1 / Double(sysconf(Int32(_SC_CLK_TCK)))
      #expect(now.phase == "indexing" && now.cpus == "1,3" && now.threads == 3)
      #expect(abs((now.busySeconds ?? 0) - 300 * tick) < 1e-9)
      #expect(abs((now.stolenSeconds ?? 0) - 50 * tick) < 1e-9)
      #expect(now.waitedSeconds == 2.5 && now.swappedBytes == 12 << 10)
      #expect(now.governors == ["performance"] && now.turboIsOn == false)
      #expect(now.thermalEvents == 5 && now.groupThrottles == 6)
    }
  }

  @Test func `as far as there are files`() throws {
    try FakeSystem.with([:]) { system in
      let now = Conditions.current(phase: "", root: system.root)
      #expect(now.cpus == nil && now.busySeconds == nil && now.governors == nil)
      #expect(now.turboIsOn == nil && now.thermalEvents == nil && now.groupThrottles == nil)
    }
  }

  @Test func `with the boost of other drivers for turbo`() throws {
    try FakeSystem.with(["/sys/devices/system/cpu/cpufreq/boost": "1"]) { system in
      #expect(Conditions.current(phase: "", root: system.root).turboIsOn == true)
    }
  }

  @Test(.enabled(if: CPUSet.allowed() != nil, "the system tells no affinity"))
  func `of this process, which has threads and CPUs`() throws {
    let now = Conditions.current(phase: "")
    #expect((now.threads ?? 0) > 0)
    #expect(CPUSet(text: now.cpus ?? "")?.numbers == CPUSet.allowed()?.numbers)
  }
}
