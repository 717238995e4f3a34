// SPDX-License-Identifier: Apache-2.0

extension RetrievalTask {
  /// What to do when the data is not there, in a sentence.
  public var howToObtain: String {
    let elsewhere = "name another data folder with --data or BENCH_DATA"
    if access == .restricted {
      return "\(obtaining); then place the files in \(folder) of the data folder, "
        + "in the layout \(format)"
    }
    if hasDownloads {
      return "`\(fetchCommand)` gets it, or \(elsewhere)"
    }
    return source.isEmpty ? elsewhere : "get the data from \(source), or \(elsewhere)"
  }

  /// The command that fetches this task.
  public var fetchCommand: String { "bench fetch --suite \(suite) --task \(name)" }
}
