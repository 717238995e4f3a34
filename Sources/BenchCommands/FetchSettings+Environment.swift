// SPDX-License-Identifier: Apache-2.0

import Fetching

extension FetchSettings {
  /// The settings that the environment asks for, by the names that the hub's own tools use:
  /// `HF_ENDPOINT` and `HF_TOKEN`. Proxies are libcurl's business (`https_proxy` and the like).
  static var ofEnvironment: FetchSettings {
    var settings = FetchSettings()
    settings.userAgent = "bench/\(ProgramVersion.current.number)"
    if var endpoint = Environment["HF_ENDPOINT"] {
      while endpoint.hasSuffix("/") { endpoint.removeLast() }
      settings.hubEndpoint = endpoint
    }
    settings.hubToken = Environment["HF_TOKEN"] ?? ""
    return settings
  }
}
