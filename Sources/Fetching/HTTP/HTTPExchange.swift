// SPDX-License-Identifier: Apache-2.0

import CCurl

/// One GET request to one address, through libcurl; redirects are not followed.
///
/// The body of anything but 200 and 206 is not read. Proxies come from the usual environment
/// variables.
struct HTTPExchange {
  /// Why there is no whole response.
  enum Failure: Error {
    /// The network's fault; another try may succeed unless it `isLasting`.
    case network(String, isLasting: Bool, wasConnected: Bool)
    /// What the receiver of the body threw.
    case receiver(any Error)
    /// The flag was raised.
    case cancelled
  }

  let address: String
  let headers: [String]
  let settings: FetchSettings
  let flag: CancellationFlag

  /// Why there is no libcurl; nil when there is.
  private static let absence = bench_curl_load().map { String(cString: $0) }

  /// Sends the request and receives the body in pieces.
  func run(
    receive: @escaping (HTTPResponse, UnsafeRawBufferPointer) throws -> Void
  ) throws(Failure) -> HTTPResponse {
    guard Self.absence == nil, let handle = bench_curl_new() else {
      let reason = "libcurl cannot be loaded: \(Self.absence ?? "out of memory")"
      throw .network(reason, isLasting: true, wasConnected: false)
    }
    defer { bench_curl_free(handle) }
    var list: UnsafeMutablePointer<curl_slist>?
    for header in headers { list = bench_curl_append(list, header) }
    defer { bench_curl_free_list(list) }
    let receiver = Receiver(
      flag: flag, patience: .seconds(settings.stallSeconds), body: receive)
    configure(handle)
    bench_curl_set_headers(handle, list)
    bench_curl_set_callbacks(
      handle, Unmanaged.passUnretained(receiver).toOpaque(), receiveHeader, receiveBody,
      reportProgress)
    var reason = [CChar](repeating: 0, count: Int(CURL_ERROR_SIZE))
    let code = reason.withUnsafeMutableBufferPointer { buffer in
      bench_curl_set_reason(handle, buffer.baseAddress)
      return withExtendedLifetime(receiver) { bench_curl_perform(handle) }
    }
    if let fault = receiver.fault { throw .receiver(fault) }
    if flag.isRaised { throw .cancelled }
    if receiver.isStalled {
      let reason = "no byte came for \(settings.stallSeconds) s"
      throw .network(reason, isLasting: false, wasConnected: true)
    }
    if code != CURLE_OK && !receiver.isBodyUnwanted { throw failure(code, reason) }
    var response = receiver.response
    response.redirect = bench_curl_redirect_target(handle).map { String(cString: $0) }
    return response
  }

  private func configure(_ handle: UnsafeMutableRawPointer) {
    bench_curl_set_text(handle, CURLOPT_URL, address)
    bench_curl_set_text(handle, CURLOPT_USERAGENT, settings.userAgent)
    for (option, value) in [
      (CURLOPT_NOSIGNAL, 1), (CURLOPT_SUPPRESS_CONNECT_HEADERS, 1), (CURLOPT_TCP_KEEPALIVE, 1),
      (CURLOPT_CONNECTTIMEOUT, settings.connectSeconds), (CURLOPT_BUFFERSIZE, 1 << 18),
    ] { bench_curl_set_number(handle, option, value) }
  }

  private func failure(_ code: CURLcode, _ reason: [CChar]) -> Failure {
    let detail = String(
      decoding: reason.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    let text = detail.isEmpty ? String(cString: bench_curl_message(code)) : detail
    let isLasting = [
      CURLE_UNSUPPORTED_PROTOCOL, CURLE_URL_MALFORMAT, CURLE_PEER_FAILED_VERIFICATION,
      CURLE_SSL_CACERT_BADFILE, CURLE_COULDNT_RESOLVE_PROXY,
    ].contains(code)
    let wasConnected = ![
      CURLE_COULDNT_CONNECT, CURLE_COULDNT_RESOLVE_HOST, CURLE_SSL_CONNECT_ERROR,
    ].contains(code)
    return .network(text, isLasting: isLasting, wasConnected: wasConnected && !isLasting)
  }
}

/// What libcurl's callbacks talk to.
private final class Receiver {
  let body: (HTTPResponse, UnsafeRawBufferPointer) throws -> Void
  var response = HTTPResponse()
  var fault: (any Error)?
  private(set) var isBodyUnwanted = false
  private(set) var isStalled = false
  private let flag: CancellationFlag
  private let patience: Duration
  private var lastByte = ContinuousClock.now
  private var ignored = 0

  init(
    flag: CancellationFlag, patience: Duration,
    body: @escaping (HTTPResponse, UnsafeRawBufferPointer) throws -> Void
  ) {
    self.flag = flag
    self.patience = patience
    self.body = body
  }

  /// Whether somebody still wants the transfer and the other side still sends; asked every second.
  func goesOn() -> Bool {
    isStalled = ContinuousClock.now - lastByte > patience
    return !isStalled && !flag.isRaised
  }

  /// Whether the transfer goes on.
  func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
    lastByte = .now
    guard response.status == 200 || response.status == 206 else { return ignore(bytes.count) }
    do {
      try body(response, bytes)
      return !flag.isRaised
    } catch {
      fault = error
      return false
    }
  }

  /// The target of a redirect is told only after its body; other bodies are not waited for.
  private func ignore(_ count: Int) -> Bool {
    ignored += count
    isBodyUnwanted = !(300..<400).contains(response.status) || ignored > 1 << 20
    return !isBodyUnwanted
  }
}

private func receiver(_ pointer: UnsafeMutableRawPointer?) -> Receiver? {
  pointer.map { Unmanaged<Receiver>.fromOpaque($0).takeUnretainedValue() }
}

private func receiveHeader(
  _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int,
  _ context: UnsafeMutableRawPointer?
) -> Int {
  let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
  receiver(context)?.response.add(line: String(decoding: line, as: UTF8.self))
  return size * count
}

private func receiveBody(
  _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int,
  _ context: UnsafeMutableRawPointer?
) -> Int {
  let piece = UnsafeRawBufferPointer(start: bytes, count: size * count)
  return receiver(context)?.take(piece) == true ? piece.count : 0
}

private func reportProgress(
  _ context: UnsafeMutableRawPointer?, _: curl_off_t, _: curl_off_t, _: curl_off_t, _: curl_off_t
) -> Int32 {
  receiver(context)?.goesOn() == true ? 0 : 1
}
