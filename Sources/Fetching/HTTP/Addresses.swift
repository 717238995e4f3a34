// SPDX-License-Identifier: Apache-2.0

import Suites

extension FetchSettings {
  /// Where a file may be had, in the order in which to try.
  func addresses(of download: RetrievalTask.Download) -> [String] {
    switch download.origin {
    case .address(let url, let mirrors): [url] + mirrors
    case .hub(let repository, let revision, let file):
      [hubAddress("datasets/" + repository, revision, file)]
    case .hubModel(let repository, let revision, let file):
      [hubAddress(repository, revision, file)]
    }
  }

  /// What proves to a file's server who asks; empty for all but the hub.
  func token(for download: RetrievalTask.Download) -> String {
    switch download.origin {
    case .hub, .hubModel: hubToken
    case .address: ""
    }
  }

  private func hubAddress(_ repository: String, _ revision: String, _ file: String) -> String {
    "\(hubEndpoint)/\(percentEncoded(path: repository))/resolve/\(revision)/"
      + percentEncoded(path: file)
  }
}
