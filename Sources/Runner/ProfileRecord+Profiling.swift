// SPDX-License-Identifier: Apache-2.0

import Profiling
import RunStore

extension HardwareProfile {
  /// The record of an experiment under this profile before anything is known; nil for the one that
  /// limits nothing.
  var record: Experiment.ProfileRecord? {
    isUnrestricted ? nil : Experiment.ProfileRecord(hash: hash, settings: settings)
  }
}

extension Experiment.ProfileRecord {
  /// Takes down what became of the limits.
  mutating func fill(_ limits: [ProfileLimit]) {
    self.limits = limits.map {
      Limit(
        name: $0.name.rawValue, asked: $0.asked, isEnforced: $0.isEnforced, detail: $0.detail)
    }
  }

  /// Takes down how a worker that is done was measured.
  mutating func fill(_ profile: HardwareProfile, _ limits: [ProfileLimit], _ result: WorkerResult) {
    fill(limits)
    let conformance = Conformance(
      profile, limits: limits, conditions: result.conditions ?? [],
      peakResidentBytes: result.peakResidentBytes)
    reasons = conformance.reasons.map { Reason($0.text, isTransient: $0.isTransient) }
    unseen = conformance.unseen
    if result.passes == nil, profile.warmUp > 0 || profile.repetitions > 1 {
      reasons.append(
        Reason("this build knows no warm-up and no repetitions", isTransient: false))
    }
  }
}

extension WorkerFailure {
  /// How the runtime of Swift, that of C++ and others say that they got no memory.
  private static let complaints = [
    "failed to allocate", "bad_alloc", "Cannot allocate memory", "out of memory",
  ]

  /// This failure as one for want of memory, where the profile's limit was the cause.
  func underProfile(
    _ profile: HardwareProfile, limits: [ProfileLimit], outOfMemoryKills: Int
  ) -> WorkerFailure {
    guard let limit = limits.first(where: { $0.name == .memory && $0.isEnforced }),
      outOfMemoryKills > 0 || Self.complaints.contains(where: { description.contains($0) })
    else { return self }
    return WorkerFailure(
      "out of memory: profile \(profile.name) has \(limit.asked) (\(limit.detail)); "
        + description)
  }
}
