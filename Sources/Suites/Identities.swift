// SPDX-License-Identifier: Apache-2.0

import Identity
public import Retrieval

/// The protocol hash: 64 hex digits over the canonical JSON of every setting.
///
/// Two scores whose protocol hashes differ are not comparable. The JSON holds all of
/// ``Retrieval/EvaluationProtocol/settings`` and `"format": "bench-protocol/1"`.
public func protocolHash(_ evaluation: EvaluationProtocol) -> String {
  var members = evaluation.settings.mapValues(CanonicalJSON.string)
  members["format"] = .string("bench-protocol/1")
  return CanonicalJSON.object(members).digest.hex
}

/// The retriever hash: 64 hex digits over family, name and all parameters after defaults, those
/// included that the task decided.
///
/// How the retriever was written on the command line, and what its card says for people, does not
/// count.
public func retrieverHash(_ card: RetrieverCard) -> String {
  hash(card, parameters: card.parameters)
}

/// The specification hash: the same without the parameters that the task decided, so that it is
/// equal on all tasks; the retriever hash where the task decides nothing.
public func specificationHash(_ card: RetrieverCard) -> String {
  hash(card, parameters: card.parameters.filter { !card.decidedByTask.contains($0.key) })
}

private func hash(_ card: RetrieverCard, parameters: [String: String]) -> String {
  CanonicalJSON.object([
    "format": .string("bench-retriever/1"),
    "family": .string(card.family),
    "name": .string(card.name),
    "parameters": .object(parameters.mapValues(CanonicalJSON.string)),
  ]).digest.hex
}
