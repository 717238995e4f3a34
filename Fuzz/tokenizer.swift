// SPDX-License-Identifier: Apache-2.0

import Foundation
import Retrieval
import Tokenizers

/// Reads what comes before the first NUL as a `tokenizer.json` and encodes what comes after.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzTokenizer(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: data, count: count))
  let file = Array(bytes.prefix { $0 != 0 })
  let text = Array(bytes.dropFirst(file.count + 1))
  do throws(DataError) {
    check(try Tokenizer(file, path: "fuzz"), text)
  } catch {
    require((1...file.count { $0 == 0x0A } + 1).contains(error.line ?? 0), "the line exists")
  }
  return 0
}

private func check(_ tokenizer: Tokenizer, _ text: [UInt8]) {
  let session = tokenizer.makeSession()
  var encoding = Encoding()
  text.withUnsafeBytes { session.encode(utf8: $0, into: &encoding) }
  let string = String(decoding: text, as: UTF8.self)
  require(session.encode(string) == encoding, "a warm session gives the same ids")
  require(tokenizer.makeSession().encode(string) == encoding, "a fresh one too")
  require(encoding.typeIDs.count == encoding.ids.count, "every id has a type id")
  require(encoding.isSpecial.count == encoding.ids.count, "every id is special or not")
  require(encoding.tokenCountBeforeTruncation == encoding.ids.count, "nothing is cut unasked")
  for (id, isSpecial) in zip(encoding.ids, encoding.isSpecial) where !isSpecial {
    require(tokenizer.token(withID: id) != nil, "ids of the text are in the vocabulary")
  }
  let limit = Truncation(maximumLength: 4)
  let cut = session.encode(string, pair: string, truncation: limit)
  let whole = session.encode(string, pair: string)
  require(cut.tokenCountBeforeTruncation == whole.ids.count, "the count is that of the whole")
  require(cut.ids.count <= whole.ids.count, "cutting makes nothing longer")
  _ = tokenizer.decode(encoding.ids, skippingSpecialTokens: false)
}
