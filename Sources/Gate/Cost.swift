// SPDX-License-Identifier: Apache-2.0

/// A cost that can be gated.
public enum Cost: String, Sendable, Hashable, CaseIterable {
  /// Milliseconds of the middle query.
  case latencyP50 = "latency.p50"
  /// Milliseconds that 95 of 100 queries stay below.
  case latencyP95 = "latency.p95"
  /// Milliseconds that 99 of 100 queries stay below.
  case latencyP99 = "latency.p99"
  /// Seconds to build the index.
  case indexSeconds = "index.seconds"
  /// Bytes of the index.
  case indexBytes = "index.bytes"
  /// The most memory that was ever held, in bytes.
  case memory = "memory"

  /// Whether it depends on the machine and what else runs there; only the bytes of an index do not.
  public var isMachines: Bool { self != .indexBytes }
}
