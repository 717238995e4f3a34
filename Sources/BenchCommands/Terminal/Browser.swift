// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FoundationEssentials

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The person's web browser.
enum Browser {
  /// Shows a local page in it.
  static func open(_ path: String) throws {
    let page = URL(filePath: path).absoluteString
    #if os(macOS)
      let program = "open"
    #else
      let program = "xdg-open"
    #endif
    var process = pid_t()
    let words = [program, page].map { strdup($0) } + [nil]
    defer { words.forEach { free($0) } }
    guard posix_spawnp(&process, program, nil, nil, words, environ) == 0 else {
      throw ValidationError("\(program) is not here; open \(page) by hand")
    }
  }
}
