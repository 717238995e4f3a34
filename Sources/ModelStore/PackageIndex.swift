// SPDX-License-Identifier: Apache-2.0

import Fetching
import Formats
import Retrieval
import Suites

/// A file of a Python package, as an index lists it.
struct PackageFile: Hashable {
  let url: String
  /// Where the index gives it.
  let sha256: String?

  /// Finds a file of a package in an index.
  ///
  /// Source: the simple repository interface, as JSON or as a page (peps.python.org, 503 and 691).
  ///
  /// - Parameters:
  ///   - index: Its address, as `PIP_INDEX_URL` has it; it may hold a password and is not repeated
  ///     in errors.
  ///   - name: The name of the file.
  init(
    _ name: String, of package: String, in index: String, settings: FetchSettings
  ) async throws {
    var base = index
    while base.hasSuffix("/") { base.removeLast() }
    let address = "\(base)/\(package)/"
    let body: [UInt8]
    do {
      body = try await settings.document(
        at: address, isHubs: false,
        accept: "application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, "
          + "text/html;q=0.1")
    } catch var error as DataError {
      error.file = "package index, \(package)"
      throw error
    }
    let text = String(decoding: body, as: UTF8.self)
    guard let found = try Self.found(name, in: text, at: address) else {
      throw DataError(
        .missing, file: "package index, \(package)", "found no file \(name)",
        fix: "set PIP_INDEX_URL to an index that has it")
    }
    self = found
  }

  private init(url: String, sha256: String?) {
    self.url = url
    self.sha256 = sha256
  }

  /// The file called `name` in the answer of an index at `address`.
  static func found(
    _ name: String, in answer: String, at address: String
  ) throws(DataError) -> PackageFile? {
    if answer.first(where: { !$0.isWhitespace }) == "{" {
      let tree = try JSONTree(Array(answer.utf8), path: "package index")
      guard let files = tree.root["files"]?.elements else { return nil }
      for file in files where file["filename"]?.string == name {
        guard let url = file["url"]?.string else { continue }
        return PackageFile(
          url: absolute(url, at: address), sha256: file["hashes"]?["sha256"]?.string)
      }
      return nil
    }
    for link in answer.split(separator: "href=").dropFirst() {
      guard let quote = link.first, quote == "\"" || quote == "'" else { continue }
      let parts = link.dropFirst().prefix { $0 != quote }.split(separator: "#", maxSplits: 1)
      guard let url = parts.first, url.split(separator: "/").last.map(String.init) == name else {
        continue
      }
      let digest = parts.count > 1 && parts[1].hasPrefix("sha256=") ? parts[1].dropFirst(7) : nil
      return PackageFile(
        url: absolute(String(url), at: address), sha256: digest.map(String.init))
    }
    return nil
  }

  /// An address that may be told relative to another.
  private static func absolute(_ url: String, at address: String) -> String {
    if url.hasPrefix("https://") || url.hasPrefix("http://") { return url }
    let parts = address.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count > 3 else { return url }
    if url.hasPrefix("/") { return parts[..<3].joined(separator: "/") + url }
    var folders = Array(parts[3...].dropLast())
    for part in url.split(separator: "/") where part != "." {
      if part == ".." { _ = folders.popLast() } else { folders.append(String(part)) }
    }
    return (parts[..<3] + folders).joined(separator: "/")
  }
}
