// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Profiling

@Suite struct `A set of CPUs` {
  @Test(arguments: [("0", [0]), ("0-3,8", [0, 1, 2, 3, 8]), ("", []), ("2,3", [2, 3])])
  func `is read as the system writes it`(text: String, numbers: [Int]) {
    #expect(CPUSet(text: text)?.numbers == numbers)
  }

  @Test(arguments: ["x", "3-1", "1-", "-1", "0-99999999", "1--2"])
  func `is nothing else`(text: String) {
    #expect(CPUSet(text: text) == nil)
  }

  @Test func `is written as it is read`() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<200 {
      let numbers = (0..<40).filter { _ in Bool.random(using: &generator) }
      #expect(CPUSet(text: CPUSet(numbers).text)?.numbers == numbers)
    }
    #expect(CPUSet([3, 1, 2, 7]).text == "1-3,7")
  }
}

@Suite struct `CPUs are chosen` {
  private let topology = [
    "/sys/devices/system/cpu/cpu0/topology/core_id": "0",
    "/sys/devices/system/cpu/cpu1/topology/core_id": "0",
    "/sys/devices/system/cpu/cpu2/topology/core_id": "1",
    "/sys/devices/system/cpu/cpu3/topology/core_id": "1",
  ]

  @Test func `on different cores first, the first core last`() throws {
    try FakeSystem.with(topology) { system in
      let processors = Processors(allowed: CPUSet([0, 1, 2, 3]), root: system.root)
      #expect(processors.choose(.count(1))?.cpus.numbers == [3])
      #expect(processors.choose(.count(2))?.cpus.numbers == [1, 3])
      #expect(processors.choose(.count(3))?.cpus.numbers == [1, 2, 3])
      #expect(processors.choose(.count(4))?.lack == nil)
      #expect(processors.choose(.all) == nil)
    }
  }

  @Test func `as they are named, and what is not there is said`() throws {
    let processors = Processors(allowed: CPUSet([0, 1]), root: "/nowhere")
    let named = try #require(processors.choose(.numbers([1, 5])))
    #expect(named.cpus.numbers == [1])
    #expect(named.lack == "CPU 5 is not there; usable is 0-1")
    let many = try #require(processors.choose(.count(4)))
    #expect(many.cpus.numbers == [0, 1] && many.lack == "only 2 CPUs are usable (0-1)")
  }
}

@Suite struct `Control groups are found` {
  private let unified = [
    "/proc/self/mountinfo": "30 23 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw",
    "/proc/self/cgroup": "0::/user.slice/app.slice/shell.scope",
    "/sys/fs/cgroup/cgroup.subtree_control": "cpu memory",
    "/sys/fs/cgroup/user.slice/cgroup.subtree_control": "cpuset cpu memory pids",
    "/sys/fs/cgroup/user.slice/app.slice/cgroup.subtree_control": "memory pids",
    "/sys/fs/cgroup/user.slice/app.slice/shell.scope/cgroup.subtree_control": "",
  ]

  @Test func `where most of what is wanted is handed down, nearest first`() throws {
    try FakeSystem.with(unified) { system in
      let hierarchy = ControlGroupHierarchy(root: system.root)
      let slices = system.root + "/sys/fs/cgroup/user.slice"
      #expect(
        hierarchy.unified == [
          slices + "/app.slice/shell.scope", slices + "/app.slice", slices,
          system.root + "/sys/fs/cgroup",
        ])
      let memory = try #require(hierarchy.makeUnified(["memory"]))
      #expect(memory.group.folder.hasPrefix(slices + "/app.slice/bench-\(getpid())-"))
      let both = try #require(hierarchy.makeUnified(["memory", "cpuset"]))
      #expect(both.group.folder.hasPrefix(slices + "/bench-\(getpid())-"))
      #expect(both.controllers == ["memory", "cpuset"])
      for made in [memory, both] { made.group.remove() }
      #expect(!FileManager.default.fileExists(atPath: both.group.folder))
      #expect(hierarchy.makeUnified(["io"]) == nil)
    }
  }

  @Test func `what a killed runner left is removed, what another one uses is not`() throws {
    try FakeSystem.with(unified) { system in
      let slice = system.root + "/sys/fs/cgroup/user.slice/app.slice"
      // Processes of that number do not exist: it is above what the system hands out.
      let abandoned = slice + "/bench-2000000000-x"
      let living = slice + "/bench-\(getpid())-x"
      for folder in [abandoned, living] {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      }
      let made = ControlGroupHierarchy(root: system.root).makeUnified(["memory"])
      #expect(made != nil)
      #expect(!FileManager.default.fileExists(atPath: abandoned))
      #expect(FileManager.default.fileExists(atPath: living))
    }
  }

  @Test func `of version 1, below the process's own`() throws {
    let files = [
      "/proc/self/mountinfo":
        "31 23 0:27 /box /sys/fs/cgroup/cpuset rw - cgroup cgroup rw,cpuset",
      "/proc/self/cgroup": "3:cpuset:/box/me\n1:cpu,cpuacct:/",
      "/sys/fs/cgroup/cpuset/me/cpuset.mems": "0",
    ]
    try FakeSystem.with(files) { system in
      let hierarchy = ControlGroupHierarchy(root: system.root)
      #expect(hierarchy.own("cpuset") == system.root + "/sys/fs/cgroup/cpuset/me")
      #expect(hierarchy.own("memory") == nil && hierarchy.unified.isEmpty)
    }
  }

  @Test func `that were made on this machine are removed`() {
    var profile = HardwareProfile(name: "p")
    profile.cores = .count(1)
    profile.memory = 1 << 30
    let confinement = Confinement(profile)
    let folders = confinement.orders.groups.map(\.folder)
    #expect(folders.allSatisfy { FileManager.default.fileExists(atPath: $0) })
    confinement.remove()
    #expect(!folders.contains { FileManager.default.fileExists(atPath: $0) })
  }

  @Test func `are not needed: without any, a process limits itself`() throws {
    try FakeSystem.with(["/proc/swaps": "Filename Type Size Used Priority"]) { system in
      var profile = HardwareProfile(name: "p")
      profile.cores = .count(1)
      profile.memory = 1 << 30
      let confinement = Confinement(profile, root: system.root)
      #expect(confinement.orders.groups.isEmpty && confinement.outOfMemoryKills == 0)
      #expect(confinement.orders.cpus?.count == 1 && !confinement.orders.machineHasSwap)
    }
  }
}
