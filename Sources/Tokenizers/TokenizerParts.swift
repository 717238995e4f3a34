// SPDX-License-Identifier: Apache-2.0

/// What a `tokenizer.json` describes.
struct TokenizerParts {
  var truncation: Truncation?
  var padding: Padding?
  /// Added tokens with what they are looked for as: the normalized text of normalized ones.
  var addedTokens: [(token: AddedToken, pattern: [UInt8])]
  var normalizer: (any Normalizer)?
  var preTokenizer: (any PreTokenizer)?
  var model: any Model
  var template: Template
  var decoder: (any Decoder)?
}
