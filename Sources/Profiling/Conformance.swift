// SPDX-License-Identifier: Apache-2.0

/// Whether a measurement was made under its profile, by itself, on a machine that held still.
public struct Conformance: Sendable, Hashable {
  /// Why it was not, each for people; empty where it was.
  public var reasons: [Reason] = []
  /// What this machine does not let anybody see, `governor`.
  public var unseen: [String] = []

  /// Why a measurement does not conform.
  public struct Reason: Sendable, Hashable {
    /// What was seen.
    public var text: String
    /// Whether measuring again may do better.
    public var isTransient: Bool
  }

  /// Whether the measurement may be compared with others under the profile.
  public var isConformant: Bool { reasons.isEmpty }

  /// The share of time that others, waiting or the host may take.
  static let allowedShare = 0.05
  /// Seconds below which such a share is not told from the grain of the system's clocks.
  static let grain = 0.03

  /// Judges a measurement.
  ///
  /// - Parameters:
  ///   - profile: What was asked for.
  ///   - limits: What became of it.
  ///   - conditions: The moments between the phases, the last one at the end.
  ///   - peakResidentBytes: The most memory the worker held.
  public init(
    _ profile: HardwareProfile, limits: [ProfileLimit], conditions: [Conditions],
    peakResidentBytes: Int
  ) {
    for limit in limits where !limit.isEnforced {
      switch limit.name {
      case .memory where peakResidentBytes <= profile.memory ?? .max: break
      // What was swapped out is seen below.
      case .swap: break
      default:
        fail("\(limit.name.rawValue) is only asked for: \(limit.detail)", isTransient: false)
      }
    }
    guard let first = conditions.first, let last = conditions.last, conditions.count > 1 else {
      fail("the worker did not look at its surroundings", isTransient: false)
      return
    }
    for (before, after) in zip(conditions, conditions.dropFirst()) {
      judge(before, after, profile)
    }
    judgeClocks(conditions)
    judgeAffinity(last, profile, limits)
    if !profile.allowsSwap {
      see("swap", last.swappedBytes)
      if let bytes = conditions.compactMap(\.swappedBytes).max(), bytes > 0 {
        fail("\(memoryText(bytes)) of the worker were swapped out", isTransient: true)
      }
    }
    see("thermal throttling", last.thermalEvents)
    if let before = first.thermalEvents, let after = last.thermalEvents, after > before {
      fail("CPUs got too hot \(after - before) times", isTransient: true)
    }
    if let before = first.groupThrottles, let after = last.groupThrottles, after > before {
      fail("the control group ran out of CPU time \(after - before) times", isTransient: true)
    }
  }

  private mutating func fail(_ text: String, isTransient: Bool) {
    reasons.append(Reason(text: text, isTransient: isTransient))
  }

  private mutating func see(_ name: String, _ value: (some Any)?) {
    if value == nil, !unseen.contains(name) { unseen.append(name) }
  }

  /// Load, waiting, steal and parallel work during one phase.
  private mutating func judge(
    _ before: Conditions, _ after: Conditions, _ profile: HardwareProfile
  ) {
    let seconds = Double(after.nanoseconds &- before.nanoseconds) / 1e9
    let own = after.ownCPUSeconds - before.ownCPUSeconds
    let cpus = Double(after.cpus.flatMap { CPUSet(text: $0) }?.numbers.count ?? 1)
    func isMuch(_ part: Double, of whole: Double) -> Bool {
      part > max(Self.grain, Self.allowedShare * whole)
    }
    func share(_ part: Double, _ whole: Double) -> String {
      // Times of the system come in ticks.
      "\(Int(min(100, 100 * part / whole).rounded())) %"
    }
    see("other load", after.busySeconds)
    if let busy = difference(before.busySeconds, after.busySeconds) {
      let others = busy - own
      if isMuch(others, of: seconds * cpus) {
        fail(
          "others took \(share(others, seconds * cpus)) of the CPU time while \(before.phase)",
          isTransient: true)
      }
    }
    see("steal", after.stolenSeconds)
    if let stolen = difference(before.stolenSeconds, after.stolenSeconds),
      isMuch(stolen, of: seconds * cpus)
    {
      fail(
        "the host took \(share(stolen, seconds * cpus)) of the CPU time while \(before.phase)",
        isTransient: true)
    }
    guard let threads = profile.toldThreads.map(Double.init) else { return }
    // More threads than CPUs wait for each other.
    if threads <= cpus, let waited = difference(before.waitedSeconds, after.waitedSeconds),
      isMuch(waited, of: seconds * threads)
    {
      fail(
        "the worker waited for a CPU \(share(waited, seconds * threads)) of the time "
          + "while \(before.phase)", isTransient: true)
    }
    if isMuch(own - threads * seconds, of: threads * seconds) {
      let ran = (10 * own / seconds).rounded() / 10
      fail(
        "\(ran) threads ran at a time while \(before.phase), the profile has \(Int(threads))",
        isTransient: false)
    }
  }

  private mutating func judgeClocks(_ conditions: [Conditions]) {
    see("governor", conditions[0].governors)
    let governors = Set(conditions.flatMap { $0.governors ?? [] }).subtracting(["performance"])
    if !governors.isEmpty {
      fail(
        "the governor is \(governors.sorted().joined(separator: ", ")), expected performance",
        isTransient: false)
    }
    see("turbo", conditions[0].turboIsOn)
    if conditions.contains(where: { $0.turboIsOn == true }) {
      fail("turbo is on, so that clocks depend on heat and on other cores", isTransient: false)
    }
  }

  private mutating func judgeAffinity(
    _ last: Conditions, _ profile: HardwareProfile, _ limits: [ProfileLimit]
  ) {
    guard profile.cores != .all, limits.contains(where: { $0.name == .cores && $0.isEnforced })
    else { return }
    see("affinity", last.cpus)
    let count = last.cpus.flatMap { CPUSet(text: $0) }?.numbers.count
    let expected: Int? =
      switch profile.cores {
      case .all: nil
      case .count(let count): count
      case .numbers(let numbers): numbers.count
      }
    if let count, let expected, count != expected, let cpus = last.cpus {
      fail("threads of the worker may run on CPU \(cpus)", isTransient: false)
    }
  }

  private func difference(_ before: Double?, _ after: Double?) -> Double? {
    guard let before, let after else { return nil }
    return after - before
  }
}
