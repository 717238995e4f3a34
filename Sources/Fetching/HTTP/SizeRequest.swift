// SPDX-License-Identifier: Apache-2.0

import Suites

/// Asks for the size of a file, by asking for its first byte.
struct SizeRequest {
  let download: RetrievalTask.Download
  let settings: FetchSettings
  let flag: CancellationFlag

  /// The size; nil where no server tells it.
  func run() -> Int? {
    settings.addresses(of: download).lazy.compactMap(size).first
  }

  private func size(at address: String) -> Int? {
    let request = FollowedRequest(
      address: address, token: settings.token(for: download), headers: ["Range: bytes=0-0"],
      settings: settings, flag: flag)
    var answer: HTTPResponse?
    _ = try? request.run { response, _ in
      answer = response
      throw CancellationError()
    }
    return answer.flatMap { $0.status == 206 ? $0.contentRange?.total : $0.length }
  }
}
