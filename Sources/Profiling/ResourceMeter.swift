// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Wall and CPU time that a phase took.
public struct Elapsed: Sendable, Hashable {
  /// Wall seconds.
  public var seconds: Double
  /// CPU seconds of all threads of the process, user and system.
  public var cpuSeconds: Double

  /// Two times.
  public init(seconds: Double = 0, cpuSeconds: Double = 0) {
    self.seconds = seconds
    self.cpuSeconds = cpuSeconds
  }
}

/// Measures wall and CPU time of this process from the moment it was made.
public struct ResourceMeter: Sendable {
  private let wall: UInt64
  private let cpu: UInt64

  /// Starts measuring.
  public init() {
    wall = Self.nanoseconds
    cpu = Self.read(CLOCK_PROCESS_CPUTIME_ID)
  }

  /// What has passed since.
  public var elapsed: Elapsed {
    Elapsed(
      seconds: Double(Self.nanoseconds - wall) / 1e9,
      cpuSeconds: Double(Self.read(CLOCK_PROCESS_CPUTIME_ID) - cpu) / 1e9)
  }

  /// Monotonic wall clock in nanoseconds, not slewed by time synchronisation where that exists.
  public static var nanoseconds: UInt64 {
    #if os(Linux)
      read(CLOCK_MONOTONIC_RAW)
    #else
      read(CLOCK_MONOTONIC)
    #endif
  }

  /// CPU seconds of this process so far, all threads, user and system.
  static var cpuSeconds: Double { Double(read(CLOCK_PROCESS_CPUTIME_ID)) / 1e9 }

  private static func read(_ clock: clockid_t) -> UInt64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}

/// The most memory this process ever held, in bytes.
///
/// On Linux this is `VmHWM`, not `getrusage`: the latter counts what the parent held when it
/// started this process, which for a small worker of a large parent is all one would see.
public func peakResidentBytes() -> Int {
  #if os(Linux)
    for line in (try? lines(ofFile: "/proc/self/status")) ?? [] where line.hasPrefix("VmHWM:") {
      let digits = line.filter(\.isNumber)
      if let kilobytes = Int(digits) { return kilobytes * 1024 }
    }
  #endif
  var usage = rusage()
  #if canImport(Glibc)
    getrusage(RUSAGE_SELF.rawValue, &usage)
    return usage.ru_maxrss * 1024
  #else
    getrusage(RUSAGE_SELF, &usage)
    return usage.ru_maxrss
  #endif
}
