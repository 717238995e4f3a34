// SPDX-License-Identifier: Apache-2.0

package import Retrieval

extension SentenceEncoder {
  /// The folder of the transformer and its tokenizer in a model's folder.
  ///
  /// - Throws: What reading `modules.json` throws.
  package static func transformerFolder(in folder: String) throws(DataError) -> String {
    try SentenceModules(folder: folder) { place throws(DataError) in
      try TransformerWidth.read(place)
    }.transformer
  }
}
