// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Retrieval
import Retrievers

/// Exit codes of `bench`, documented for scripts and CI.
enum ExitStatus: Int32 {
  /// The command could not do what it was asked.
  case failure = 1
  /// Some cells failed, the others are done.
  case partial = 3
  /// The command line is wrong.
  case usage = 64
  /// Input is there but wrong.
  case badData = 65
  /// Input is missing.
  case inputMissing = 66
  /// Output cannot be created.
  case cannotCreate = 73
  /// Reading or writing failed.
  case inputOutput = 74
  /// Interrupted; what finished is kept.
  case interrupted = 130

  /// The code for an error that a command threw.
  init(_ error: any Error) {
    switch error {
    case let error as DataError:
      switch error.code {
      case .malformed: self = .badData
      case .missing: self = .inputMissing
      case .unreadable: self = .inputOutput
      case .unwritable: self = .cannotCreate
      }
    case is RetrieverSpecificationError: self = .usage
    default:
      self = BenchCommand.exitCode(for: error) == .validationFailure ? .usage : .failure
    }
  }
}
