// SPDX-License-Identifier: Apache-2.0

public import Retrieval

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// All profiles of a folder of manifests, and ``HardwareProfile/unrestricted``.
public struct ProfileCatalogue: Sendable {
  /// The folder, as it was given.
  public let folder: String
  /// The profiles: the one that limits nothing, then the others ascending by name.
  public let profiles: [HardwareProfile]

  /// Reads every `*.yaml` file directly in `folder`; one that is not there holds none.
  ///
  /// - Throws: `.malformed` at the first manifest that is wrong, in the order of file names.
  public init(folder: String) throws(DataError) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    var profiles: [HardwareProfile] = []
    for name in names.sorted() where name.hasSuffix(".yaml") && !name.hasPrefix(".") {
      let file = "\(folder)/\(name)"
      let profile = try HardwareProfile(file: file)
      guard !profiles.contains(where: { $0.name == profile.name }) else {
        throw DataError(
          .malformed, file: file,
          "profile \"\(profile.name)\" is also in another file, expected each name once")
      }
      profiles.append(profile)
    }
    self.folder = folder
    self.profiles = [.unrestricted] + profiles.sorted { $0.name < $1.name }
  }

  /// The profile of that name, or the one in the YAML file at that path.
  ///
  /// - Throws: `.missing`, with the names that there are, or what reading the file throws.
  public func profile(_ nameOrPath: String) throws(DataError) -> HardwareProfile {
    if let profile = profiles.first(where: { $0.name == nameOrPath }) { return profile }
    if nameOrPath.hasSuffix(".yaml") || nameOrPath.hasSuffix(".yml") {
      return try HardwareProfile(file: nameOrPath)
    }
    let names = profiles.map(\.name)
    let near = nearestName(to: nameOrPath, among: names)
    throw DataError(
      .missing, file: folder,
      "no profile \"\(nameOrPath)\" here, expected one of \(names.joined(separator: ", "))",
      fix: near.map { "did you mean \"\($0)\"?" } ?? "`bench profiles` lists them")
  }
}
