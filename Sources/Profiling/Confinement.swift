// SPDX-License-Identifier: Apache-2.0

/// How one worker is held to a profile: made before it starts, removed when it is gone.
///
/// Best first: control groups of version 2, those of version 1 for CPUs, then what a process can be
/// told itself (affinity, `RLIMIT_DATA`, namespaces). Memory in version 1 is left out: its kernels are
/// old, and it counts swap apart.
public struct Confinement: Sendable {
  /// What the worker's process is told.
  public let orders: ConfinementOrders
  private let groups: [ControlGroup]

  /// Prepares everything that is done outside of the worker's process.
  ///
  /// - Parameters:
  ///   - profile: The limits.
  ///   - root: What stands before `/proc` and `/sys`; not empty in tests.
  public init(_ profile: HardwareProfile, root: String = "") {
    var orders = ConfinementOrders(profile)
    let chosen = Processors(root: root).choose(profile.cores)
    orders.cpus = chosen?.cpus.numbers
    orders.lack = chosen?.lack
    let swaps = (try? lines(ofFile: root + "/proc/swaps")) ?? []
    orders.machineHasSwap = swaps.count > 1
    let hierarchy = ControlGroupHierarchy(root: root)
    if let group = Self.unified(hierarchy, orders) { orders.groups.append(group) }
    if orders.cpus != nil, !orders.groups.contains(where: { $0.limits.contains(.cores) }),
      let group = Self.cpuSet(hierarchy, orders)
    {
      orders.groups.append(group)
    }
    self.orders = orders
    groups = orders.groups
  }

  /// Processes that were killed because they passed the profile's memory; 0 where nobody counts.
  public var outOfMemoryKills: Int { groups.map(\.outOfMemoryKills).reduce(0, +) }

  /// Removes what was made. The worker must have ended.
  public func remove() {
    for group in groups { group.remove() }
  }

  private static func unified(
    _ hierarchy: ControlGroupHierarchy, _ orders: ConfinementOrders
  ) -> ControlGroup? {
    var wanted: [String] = []
    if orders.memory != nil || orders.swapIsOff { wanted.append("memory") }
    if orders.cpus != nil { wanted.append("cpuset") }
    guard !wanted.isEmpty, let made = hierarchy.makeUnified(wanted) else { return nil }
    var group = made.group
    if made.controllers.contains("memory") {
      if let memory = orders.memory, group.set("memory.max", String(memory), for: .memory) {
        // Whatever the worker started goes with it.
        _ = group.write("memory.oom.group", "1")
      }
      if orders.swapIsOff { _ = group.set("memory.swap.max", "0", for: .swap) }
    }
    if made.controllers.contains("cpuset"), let cpus = orders.cpus {
      _ = group.set("cpuset.cpus", CPUSet(cpus).text, for: .cores)
    }
    guard group.limits.isEmpty else { return group }
    group.remove()
    return nil
  }

  private static func cpuSet(
    _ hierarchy: ControlGroupHierarchy, _ orders: ConfinementOrders
  ) -> ControlGroup? {
    guard let cpus = orders.cpus, var group = hierarchy.makeCPUSet() else { return nil }
    if group.set("cpuset.cpus", CPUSet(cpus).text, for: .cores) { return group }
    group.remove()
    return nil
  }
}
