// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@testable import Inference

/// Classes of distances and frequencies of rotary positions by transformers: Golden/make.py.
@Suite struct `How a token learns its position` {
  private struct Golden: Decodable {
    struct Buckets: Decodable {
      var count: Int
      var farthest: Int
      /// Of distances from -300 to 300.
      var buckets: [Int]
    }
    struct Frequencies: Decodable {
      var rope_type: String
      var rope_theta: Float
      var factor: Float
      var low_freq_factor: Float?
      var high_freq_factor: Float?
      var original_max_position_embeddings: Float?
      var frequencies: [Float]
    }
    var buckets: [Buckets]
    var rotations: [Frequencies]
  }

  private static let golden = TestData.repository.appending(
    path: "Tests/InferenceTests/Golden/places.json")

  private func golden() throws -> Golden {
    try JSONDecoder().decode(Golden.self, from: Data(contentsOf: Self.golden))
  }

  @Test func `distances have the classes of transformers`() throws {
    for golden in try golden().buckets {
      let buckets = DistanceBuckets(count: golden.count, farthest: golden.farthest)
      #expect((-300...300).map { buckets.bucket($0) } == golden.buckets)
    }
  }

  @Test func `rotary positions have the frequencies of transformers`() throws {
    for golden in try golden().rotations {
      let stretch: Rotation.Stretch =
        golden.rope_type == "linear"
        ? .linear(golden.factor)
        : .llama3(
          factor: golden.factor, low: try #require(golden.low_freq_factor),
          high: try #require(golden.high_freq_factor),
          original: try #require(golden.original_max_position_embeddings))
      let rotation = Rotation(theta: golden.rope_theta, width: 64, stretch: stretch)
      #expect(rotation.frequencies.count == golden.frequencies.count)
      for (found, expected) in zip(rotation.frequencies, golden.frequencies) {
        #expect(abs(found - expected) <= 2e-6 * expected)
      }
    }
  }
}
