// SPDX-License-Identifier: Apache-2.0

import Foundation
import Mustache
import Retrieval

/// The Mustache templates of a folder, loaded once.
struct SiteTemplates {
  private let library: MustacheLibrary
  private let folder: String

  /// Reads every `.mustache` file of `folder`.
  ///
  /// Each gets our escaping, so that no template can forget to ask for it.
  init(folder: String) throws(DataError) {
    MustacheContentTypes.register(MarkupText(), named: MarkupText.name)
    let ending = ".mustache"
    var library = MustacheLibrary()
    for name in try FolderListing.files(of: folder) where name.hasSuffix(ending) {
      let path = folder + "/" + name
      let text = String(decoding: try FolderListing.read(path), as: UTF8.self)
      do {
        try library.register(
          "{{% CONTENT_TYPE:\(MarkupText.name)}}" + text, named: String(name.dropLast(ending.count))
        )
      } catch let error as MustacheTemplate.ParserError {
        throw DataError(
          .malformed, file: path, line: error.context.lineNumber,
          "found \(error.error), expected a Mustache template",
          fix: "mend the tag in “\(error.context.line)”")
      } catch {
        throw DataError(.malformed, file: path, "found \(error), expected a Mustache template")
      }
    }
    self.library = library
    self.folder = folder
  }

  /// Renders `view` with the template called `name`.
  func render(_ view: Any, with name: String) throws(DataError) -> String {
    guard let text = library.render(view, withTemplate: name) else {
      throw DataError(
        .missing, file: "\(folder)/\(name).mustache", "the template is not there",
        fix: "name the folder that holds bench's own templates and assets")
    }
    return text
  }
}

/// Reading of the site's own folder.
enum FolderListing {
  /// Names of the files in a folder, sorted by bytes.
  static func files(of folder: String) throws(DataError) -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: folder)
        .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    } catch {
      throw DataError(
        .missing, file: folder, "the folder cannot be listed: \(error.localizedDescription)",
        fix: "name the folder that holds bench's own templates and assets")
    }
  }

  /// All bytes of a file.
  static func read(_ path: String) throws(DataError) -> Data {
    do {
      return try Data(contentsOf: URL(filePath: path))
    } catch {
      throw DataError(.unreadable, file: path, "cannot be read: \(error.localizedDescription)")
    }
  }
}
