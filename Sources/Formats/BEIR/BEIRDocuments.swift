// SPDX-License-Identifier: Apache-2.0

import Retrieval

/// Decodes the lines of a BEIR `corpus.jsonl`.
enum BEIRDocuments {
  /// Decodes a chunk into a batch of documents.
  static func decode(_ chunk: LineChunk) throws(DataError) -> DocumentBatch {
    var decoder = DocumentLineDecoder(.beir)
    return try decoder.decode(chunk)
  }
}
