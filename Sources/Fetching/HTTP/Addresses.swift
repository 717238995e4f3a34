// SPDX-License-Identifier: Apache-2.0

import Suites

extension FetchSettings {
  /// Where a file may be had, in the order in which to try.
  func addresses(of download: RetrievalTask.Download) -> [String] {
    switch download.origin {
    case .address(let url, let mirrors): [url] + mirrors
    case .hub(let repository, let revision, let file):
      [
        "\(hubEndpoint)/datasets/\(percentEncoded(path: repository))/resolve/\(revision)/"
          + percentEncoded(path: file)
      ]
    }
  }

  /// What proves to a file's server who asks; empty for all but the hub.
  func token(for download: RetrievalTask.Download) -> String {
    if case .hub = download.origin { return hubToken }
    return ""
  }
}
