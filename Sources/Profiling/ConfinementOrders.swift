// SPDX-License-Identifier: Apache-2.0

import CConfinement

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What a worker's process does to itself before it becomes the worker: one line of JSON.
public struct ConfinementOrders: Sendable, Hashable, Codable {
  /// CPUs to run on; nil for all.
  var cpus: [Int]?
  /// How the profile says the same.
  var cores: String
  /// Why the CPUs are not those of the profile; nil where they are.
  var lack: String?
  /// Bytes of memory; nil for all.
  var memory: Int?
  /// Whether nothing may be swapped out.
  var swapIsOff: Bool
  /// Whether there is anything to swap to.
  var machineHasSwap = true
  /// Whether the network is out of reach.
  var networkIsOff: Bool
  /// Threads that the retriever is told.
  var threads: Int?
  /// Groups to enter.
  var groups: [ControlGroup] = []

  init(_ profile: HardwareProfile) {
    cores = profile.settings["cores"] ?? "all"
    memory = profile.memory
    swapIsOff = !profile.allowsSwap
    networkIsOff = !profile.allowsNetwork
    threads = profile.toldThreads
  }

  /// Limits this process, and all that it starts or becomes.
  ///
  /// To be called before there is a second thread: where a network of its own takes a user
  /// namespace, that is not given to several.
  ///
  /// - Returns: Every limit, with how it was enforced as read back from the system, or why not.
  public func carryOut() -> [ProfileLimit] {
    // What a group imposes holds only where this process could enter it.
    let entered = groups.filter { $0.enter() }
    func version(_ limit: ProfileLimit.Name) -> String? {
      entered.first { $0.limits.contains(limit) }?.version
    }
    var limits: [ProfileLimit] = []
    if let cpus { limits.append(keep(to: CPUSet(cpus), group: version(.cores))) }
    if let memory { limits.append(keep(toBytes: memory, group: version(.memory))) }
    if swapIsOff { limits.append(swap(group: version(.swap))) }
    if networkIsOff { limits.append(leaveNetwork()) }
    if let threads {
      limits.append(
        .enforced(.threads, String(threads), "told to the retriever; its CPU time is checked"))
    }
    return limits
  }

  private func keep(to cpus: CPUSet, group: String?) -> ProfileLimit {
    let failure = cpus.enter()
    if let lack { return .asked(.cores, cores, lack) }
    guard CPUSet.allowed() == cpus else {
      return .asked(.cores, cores, "affinity to CPU \(cpus.text) fails: \(reason(failure))")
    }
    let how = group.map { "\($0) (cpuset) and affinity" } ?? "affinity"
    return .enforced(.cores, cores, "CPU \(cpus.text) by \(how)")
  }

  private func keep(toBytes bytes: Int, group: String?) -> ProfileLimit {
    let asked = memoryText(bytes)
    if let group { return .enforced(.memory, asked, "\(group) (memory.max)") }
    #if canImport(Glibc)
      var limit = rlimit(rlim_cur: rlim_t(bytes), rlim_max: rlim_t(bytes))
      guard setrlimit(__rlimit_resource_t(RLIMIT_DATA.rawValue), &limit) == 0,
        getrlimit(__rlimit_resource_t(RLIMIT_DATA.rawValue), &limit) == 0,
        limit.rlim_cur == rlim_t(bytes)
      else { return .asked(.memory, asked, "RLIMIT_DATA cannot be set: \(reason(errno))") }
      return .enforced(
        .memory, asked, "RLIMIT_DATA: private writable memory, without mapped files")
    #else
      return .asked(.memory, asked, "this system has no limit for it")
    #endif
  }

  private func swap(group: String?) -> ProfileLimit {
    if let group { return .enforced(.swap, "false", "\(group) (memory.swap.max)") }
    if !machineHasSwap { return .enforced(.swap, "false", "this machine has none") }
    return .asked(.swap, "false", "no cgroup v2 with the memory controller can be made here")
  }

  private func leaveNetwork() -> ProfileLimit {
    let failure = bench_leave_network()
    if failure == 0, bench_reaches_network() == 0 {
      return .enforced(.network, "false", "a network namespace of its own")
    }
    return .asked(.network, "false", "no network namespace can be made: \(reason(failure))")
  }

  private func reason(_ error: Int32) -> String { String(cString: strerror(error)) }
}
