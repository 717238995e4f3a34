// SPDX-License-Identifier: Apache-2.0

import CKernels

/// A set of vector instructions that a kernel has a path for, slowest first.
public enum InstructionSet: Int, Sendable, Hashable, CaseIterable {
  /// No vector instructions of our own: Swift, on any machine.
  case plain
  /// x86-64 with AVX2: eight lanes.
  case avx2
  /// x86-64 with AVX-512 F, BW, VL, DQ and VBMI: sixteen lanes.
  case avx512

  /// The best set of this machine.
  public static let best = InstructionSet(rawValue: Int(ckernels_level())) ?? .plain

  /// The sets this machine can run, `plain` first.
  public static var available: [InstructionSet] {
    allCases.filter { $0.rawValue <= best.rawValue }
  }
}
