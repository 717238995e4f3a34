// SPDX-License-Identifier: Apache-2.0

internal import CStemmer

/// A Snowball stemmer of libstemmer; of one thread, as libstemmer keeps its working memory in it.
final class SnowballStemmer {
  /// The algorithms of the installed libstemmer, sorted by name.
  static let algorithms: [String] = {
    var names: [String] = []
    guard var entry = sb_stemmer_list() else { return names }
    while let name = entry.pointee {
      names.append(String(cString: name))
      entry += 1
    }
    return names.sorted()
  }()

  private let handle: OpaquePointer

  /// A stemmer for UTF-8 by one of ``algorithms``.
  init(algorithm: String) {
    guard let handle = sb_stemmer_new(algorithm, "UTF_8") else {
      preconditionFailure("libstemmer lists \(algorithm) but does not make a stemmer of it")
    }
    self.handle = handle
  }

  deinit {
    sb_stemmer_delete(handle)
  }

  /// Replaces the lower case UTF-8 of `word` by its stem.
  func stem(_ word: inout [UInt8]) {
    guard let count = Int32(exactly: word.count), count > 0 else { return }
    guard let stem = sb_stemmer_stem(handle, word, count) else { return }
    let length = Int(sb_stemmer_length(handle))
    word.replaceSubrange(0..<word.count, with: UnsafeBufferPointer(start: stem, count: length))
  }
}
