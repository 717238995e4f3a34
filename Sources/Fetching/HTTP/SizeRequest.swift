// SPDX-License-Identifier: Apache-2.0

import Suites

/// Asks for the size of a file, by asking for its first byte.
struct SizeRequest {
  let download: RetrievalTask.Download
  let settings: FetchSettings
  let flag: CancellationFlag

  /// The size; nil where no server tells it.
  ///
  /// - Throws: what the last server failed with, when none could be reached.
  func run() throws -> Int? {
    var failure: TransferFault?
    for address in settings.addresses(of: download) {
      switch answer(of: address) {
      case .success(let response):
        let size = response.status == 206 ? response.contentRange?.total : response.length
        if let size, response.status == 200 || response.status == 206 { return size }
        failure = nil
      case .failure(let fault): failure = fault
      }
    }
    if let failure { throw failure }
    return nil
  }

  private func answer(of address: String) -> Result<HTTPResponse, TransferFault> {
    let request = FollowedRequest(
      address: address, token: settings.token(for: download), headers: ["Range: bytes=0-0"],
      settings: settings, flag: flag)
    var head: HTTPResponse?
    do throws(TransferFault) {
      return .success(
        try request.run { response, _ in
          head = response
          // The first byte is enough, also of a server that sends all of them.
          throw CancellationError()
        })
    } catch {
      return head.map { .success($0) } ?? .failure(error)
    }
  }
}
