// SPDX-License-Identifier: Apache-2.0

import Fetching
import Formats
import Retrieval
import Suites

/// A model repository of the hub at one commit, as its interface lists it.
struct HubRepository {
  /// A file, with what the hub says of it.
  struct File {
    let path: String
    let bytes: Int?
    /// Only of large files; the hub keeps other hashes of small ones.
    let sha256: String?
  }

  let name: String
  /// 40 hexadecimal digits.
  let commit: String
  let files: [File]

  /// Asks the hub.
  ///
  /// - Parameter revision: A branch, a tag or a commit.
  /// - Throws: `.missing` where there is no such model or revision, `.unavailable` where it is not
  ///   for everybody.
  init(_ name: String, revision: String, settings: FetchSettings) async throws {
    let address =
      "\(settings.hubEndpoint)/api/models/\(name)/revision/\(Self.escaped(revision))?blobs=true"
    do {
      let body = try await settings.document(at: address, isHubs: true, accept: "application/json")
      try self.init(name, JSONTree(body, path: address))
    } catch let error as DataError {
      throw Self.explained(error, name, revision)
    }
  }

  /// Reads the hub's answer.
  init(_ name: String, _ answer: JSONTree) throws(DataError) {
    self.name = name
    let root = answer.root
    guard let commit = root["sha"]?.string, Self.isCommit(commit) else {
      throw root.fault("found no commit, expected \"sha\" of 40 hexadecimal digits")
    }
    guard let siblings = root["siblings"]?.elements else {
      throw root.fault("found no files, expected a list \"siblings\"")
    }
    self.commit = commit
    var files: [File] = []
    for sibling in siblings {
      guard let path = sibling["rfilename"]?.string else {
        throw sibling.fault("found a file without a name, expected \"rfilename\"")
      }
      // Such a name is of no file that we want, and must not lead anywhere.
      guard Self.isPlain(path) else { continue }
      let digest = sibling["lfs"]?["sha256"]?.string
      if let digest, !Self.isDigest(digest) {
        throw sibling.fault("found the SHA-256 \"\(digest.prefix(80))\", expected 64 digits")
      }
      files.append(
        File(
          path: path, bytes: sibling["lfs"]?["size"]?.integer ?? sibling["size"]?.integer,
          sha256: digest))
    }
    self.files = files
  }

  /// What must be downloaded of the files called `names`.
  func downloads(_ names: [String]) -> [RetrievalTask.Download] {
    names.compactMap { name in
      guard let file = files.first(where: { $0.path == name }) else { return nil }
      var download = RetrievalTask.Download(
        .hubModel(repository: self.name, revision: commit, file: name))
      download.isArchive = false
      download.path = name
      download.bytes = file.bytes
      download.sha256 = file.sha256
      return download
    }
  }

  /// Whether this is a commit in full.
  static func isCommit(_ text: String) -> Bool { text.utf8.count == 40 && isHexadecimal(text) }

  private static func isDigest(_ text: String) -> Bool {
    text.utf8.count == 64 && isHexadecimal(text)
  }

  private static func isHexadecimal(_ text: String) -> Bool {
    text.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 || $0 >= 0x61 && $0 <= 0x66 }
  }

  private static func isPlain(_ path: String) -> Bool {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    return parts.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
      && path.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\\") }
  }

  /// Branches may hold slashes, which the interface wants escaped.
  private static func escaped(_ revision: String) -> String {
    var escaped = ""
    for byte in revision.utf8 {
      let isSafe =
        byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A || byte >= 0x30 && byte <= 0x39
        || [UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_")].contains(byte)
      let digits = String(byte, radix: 16, uppercase: true)
      escaped += isSafe ? String(Unicode.Scalar(byte)) : "%" + (byte < 16 ? "0" : "") + digits
    }
    return escaped
  }

  private static func explained(
    _ error: DataError, _ name: String, _ revision: String
  ) -> DataError {
    var error = error
    switch error.code {
    case .missing:
      error.problem += ": the hub has no model \(name) at \(revision)"
      error.fix = "check name and revision; a folder on this machine is added by its path"
    case .unavailable where error.problem.contains("not allowed"):
      error.problem += ": \(name) is private or gated, or there is no such model"
      error.fix = "accept its conditions on its page, and set HF_TOKEN to a token that may read it"
    default: break
    }
    return error
  }
}
