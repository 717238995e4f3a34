// SPDX-License-Identifier: Apache-2.0

public import SentenceEncoders
public import StaticEmbeddings

/// What makes vectors of texts.
///
/// The vector of a text does not depend on the texts beside it or on the number of threads, to the
/// last bit.
public protocol TextEncoder: Sendable {
  /// The number of values of a vector.
  var dimensions: Int { get }

  /// Everything that decides the vectors, by name.
  var facts: [String: String] { get }

  /// Writes the vectors of `texts`, rows of ``dimensions`` values in their order.
  ///
  /// - Returns: How many tokens each text has.
  func encode(
    _ texts: [String], role: TextRole, threads: Int, into output: UnsafeMutablePointer<Float>
  ) throws -> [TokenCount]
}

/// What a text is.
public typealias TextRole = SentenceEncoder.Role

/// How many tokens a text has, and how many of them were read.
public typealias TokenCount = SentenceEncoder.TokenCount

extension SentenceEncoder: TextEncoder {}

extension StaticEncoder: TextEncoder {}
