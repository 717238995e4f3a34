// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Retrieval
import Retrievers
import RunStore

/// Exit codes of `bench`, documented for scripts and CI.
enum ExitStatus: Int32 {
  /// The command could not do what it was asked.
  case failure = 1
  /// The gate or a verification says no.
  case refused = 2
  /// Some cells failed, the others are done.
  case partial = 3
  /// Nothing is worse and something better, where that was asked for.
  case improved = 4
  /// There is no baseline.
  case noBaseline = 5
  /// The command line is wrong.
  case usage = 64
  /// Input is there but wrong.
  case badData = 65
  /// Input is missing.
  case inputMissing = 66
  /// Something that is needed is unavailable.
  case unavailable = 69
  /// A bug of the program.
  case bug = 70
  /// Output cannot be created.
  case cannotCreate = 73
  /// Reading or writing failed.
  case inputOutput = 74
  /// Something is in the way just now; try again.
  case temporary = 75
  /// Interrupted; what finished is kept.
  case interrupted = 130

  /// The code for an error; nil for those with which the parser of the command line ends the
  /// process: its own, requests for help, and codes that a command chose.
  init?(_ error: any Error) {
    switch error {
    case let error as DataError:
      switch error.code {
      case .malformed: self = .badData
      case .missing: self = .inputMissing
      case .unreadable: self = .inputOutput
      case .unwritable: self = .cannotCreate
      case .unavailable: self = .unavailable
      case .temporary: self = .temporary
      }
    case let error as StoreError: self = ExitStatus(rawValue: error.exitCode) ?? .failure
    case let error as RetrieverSpecificationError:
      self = error.code == .unusable ? .inputMissing : .usage
    case is CancellationError: self = .interrupted
    // The parser knows its own errors; whatever else comes this far is one that we forgot.
    case is ExitCode: return nil
    default:
      guard BenchCommand.exitCode(for: error) == .failure else { return nil }
      self = .bug
    }
  }

  /// What standard error says about an error that ends the program with this code.
  func message(for error: any Error) -> String {
    guard self == .bug else { return "bench: \(error)\n" }
    return """
      bench: an error that nobody expected: \(error)
      This is a bug. Please report it with the command line, bench \(ProgramVersion.current), and \
      what `bench machine` prints.

      """
  }
}
