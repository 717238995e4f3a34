// SPDX-License-Identifier: Apache-2.0

import Formats
import Retrieval

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Asks one address, through its redirects, for the bytes that a partial file lacks.
struct FileRequest {
  let address: String
  /// Sent to the host of `address` as long as no redirect left it; empty for none.
  let token: String
  let partial: PartialFile
  /// Size of the whole file, where it is known.
  let expected: Int?
  let settings: FetchSettings
  let flag: CancellationFlag
  /// Told how many bytes are there, and of how many.
  let progress: (Int, Int?) -> Void

  /// Returns when the server has sent all that it wanted to send.
  func run() throws(TransferFault) {
    let answer = try answer()
    switch answer.status {
    case 200, 206:
      // An empty file has no piece that could have begun it.
      if partial.record == nil { try begin(answer) }
      try checkWhole()
    case 416: throw .restart
    case 408, 425, 429, 500...599:
      let error = DataError(
        .temporary, file: address, "the server answered \(answer.status)", fix: "try again later")
      throw .temporary(
        TemporaryFault(error: error, retryAfter: answer.retryAfter(now: Int(time(nil)))))
    case 401, 403:
      throw .fatal(
        DataError(
          .unavailable, file: address, "the server answered \(answer.status): not allowed",
          fix: "accept the data's conditions on its page, and for a restricted repository of the "
            + "hub set HF_TOKEN"))
    case 404, 410:
      throw .fatal(
        DataError(
          .missing, file: address, "the server answered \(answer.status): no such file",
          fix: "look for the data's new place and correct the manifest"))
    default:
      throw .fatal(
        DataError(
          .unavailable, file: address, "the server answered \(answer.status), expected 200"))
    }
  }

  /// The first answer that is not a redirect, its body received.
  private func answer() throws(TransferFault) -> HTTPResponse {
    var headers: [String] = []
    if partial.count > 0 {
      headers.append("Range: bytes=\(partial.count)-")
      if let validator = partial.record?.validator { headers.append("If-Range: \(validator)") }
    }
    let request = FollowedRequest(
      address: address, token: token, headers: headers, settings: settings, flag: flag)
    var hasBegun = false
    return try request.run { response, bytes in
      if !hasBegun { try begin(response) }
      hasBegun = true
      try append(bytes)
    }
  }

  /// Decides by the head of an answer what its body is: all of the file, or the missing rest.
  private func begin(_ response: HTTPResponse) throws(TransferFault) {
    if response.status == 206 {
      guard let range = response.contentRange, partial.count > 0, range.start == partial.count,
        range.total == nil || partial.record?.total == nil || range.total == partial.record?.total,
        response.validator == nil || partial.record?.validator == nil
          || response.validator == partial.record?.validator,
        partial.record?.needsValidator != true
          || response.validator == partial.record?.validator
      else { throw .restart }
      return partial.resume()
    }
    if let expected, let length = response.length, length != expected {
      throw .fatal(
        DataError(
          .malformed, file: address, "found a file of \(length) bytes, expected \(expected)",
          fix: "the publisher changed the file; correct the manifest only if that is right"))
    }
    do {
      try partial.begin(
        PartialFile.Record(
          address: address, validator: response.validator, total: response.length ?? expected))
      try requireSpace(response.length ?? 0, in: parent(of: partial.path))
    } catch {
      throw .fatal(error)
    }
  }

  private func append(_ bytes: UnsafeRawBufferPointer) throws(TransferFault) {
    do throws(DataError) {
      try partial.append(bytes)
      if let total = partial.record?.total, partial.count > total {
        throw DataError(
          .malformed, file: address, "found more than the \(total) bytes expected",
          fix: "the publisher changed the file; correct the manifest only if that is right")
      }
    } catch {
      if error.code == .malformed { partial.remove() }
      throw .fatal(error)
    }
    progress(partial.count, partial.record?.total)
  }

  /// A server that ends early without having said the size looks as if it were done.
  private func checkWhole() throws(TransferFault) {
    guard let total = partial.record?.total, partial.count < total else { return }
    throw .temporary(
      TemporaryFault(
        error: DataError(
          .temporary, file: address, "the server sent \(partial.count) of \(total) bytes",
          fix: "try again later")))
  }
}
