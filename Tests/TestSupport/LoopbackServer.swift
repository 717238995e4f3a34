// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// An HTTP/1.1 server on 127.0.0.1 that answers as a test tells it to, however badly.
///
/// Each connection gets one answer and is closed. The server ends with this object.
public final class LoopbackServer: Sendable {
  /// A request as it came.
  public struct Request: Sendable {
    /// What stands in the request line: a path, or an address when this is used as a proxy.
    public let target: String
    /// Values by lower-case names.
    public let headers: [String: String]
    /// How many requests for the same target came before.
    public let count: Int
    /// The server's port.
    public let port: Int

    /// First byte that is asked for; nil without a range.
    public var rangeStart: Int? {
      headers["range"].flatMap { $0.split(separator: "=").last }.flatMap {
        Int($0.prefix { $0 != "-" })
      }
    }
  }

  /// What is sent back, and how.
  public struct Reply: Sendable {
    /// The status.
    public var status: Int
    /// Header lines without line ends.
    public var headers: [String]
    /// The body.
    public var body: [UInt8]
    /// What is said to be the size of the body; nil to say nothing.
    public var declaredLength: Int?
    /// Closes the connection after so many bytes of the body.
    public var dropsAfter: Int?
    /// Bytes that are sent at a time, and the wait between them.
    public var drip: (bytes: Int, pause: Duration)?

    /// A whole and correct answer.
    public init(_ status: Int = 200, _ body: [UInt8] = [], headers: [String] = []) {
      self.status = status
      self.headers = headers
      self.body = body
      declaredLength = body.count
    }

    /// A redirect.
    public static func redirect(to target: String, status: Int = 302) -> Reply {
      Reply(status, Array("moved".utf8), headers: ["Location: \(target)"])
    }

    /// A file as a good server gives it: its end when that is asked for and the file is the same.
    public static func file(_ bytes: [UInt8], tag: String?, for request: Request) -> Reply {
      let headers = tag.map { ["ETag: \"\($0)\""] } ?? []
      let condition = request.headers["if-range"]
      let isSame = condition == nil || condition == tag.map { "\"\($0)\"" }
      guard let start = request.rangeStart, isSame else {
        return Reply(200, bytes, headers: headers)
      }
      guard start < bytes.count else {
        return Reply(416, headers: headers + ["Content-Range: bytes */\(bytes.count)"])
      }
      let range = "Content-Range: bytes \(start)-\(bytes.count - 1)/\(bytes.count)"
      return Reply(206, Array(bytes[start...]), headers: headers + [range])
    }

    /// The same, with the connection closed after so many bytes.
    public func dropped(after count: Int) -> Reply {
      var reply = self
      reply.dropsAfter = count
      return reply
    }

    /// The same, sent slowly.
    public func dripped(bytes: Int, pause: Duration) -> Reply {
      var reply = self
      reply.drip = (bytes, pause)
      return reply
    }
  }

  /// The port it listens at.
  public let port: Int
  private let listener: Int32
  private let log = Mutex<[Request]>([])

  /// Starts to answer with what `answer` says; it is called from several threads.
  public init(_ answer: @escaping @Sendable (Request) -> Reply) throws {
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    var port = 0
    let listener = listener
    let code = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        bind(listener, generic, size) == 0 && listen(listener, 64) == 0
          && getsockname(listener, generic, &size) == 0
      }
    }
    guard code else { throw POSIXError(.EADDRNOTAVAIL) }
    port = Int(UInt16(bigEndian: address.sin_port))
    self.port = port
    // A proxy of the machine has no business with this server.
    setenv("no_proxy", "127.0.0.1", 1)
    Thread.detachNewThread { [weak self] in
      while true {
        let connection = accept(listener, nil, nil)
        guard connection >= 0 else { return }
        Thread.detachNewThread { [weak self] in
          defer { close(connection) }
          guard let head = Self.readHead(connection), let self else { return }
          Self.send(answer(self.note(head)), to: connection)
        }
      }
    }
  }

  deinit {
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
  }

  /// `http://127.0.0.1:PORT`.
  public var address: String { "http://127.0.0.1:\(port)" }

  /// All requests so far, in the order in which they came.
  public var requests: [Request] { log.withLock { $0 } }

  private func note(_ head: String) -> Request {
    let lines = head.split(separator: "\r\n")
    let words = lines.first?.split(separator: " ") ?? []
    let target = words.count > 1 ? String(words[1]) : ""
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else { continue }
      headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
    }
    return log.withLock { log in
      let request = Request(
        target: target, headers: headers, count: log.count { $0.target == target },
        port: port)
      log.append(request)
      return request
    }
  }

  private static func readHead(_ connection: Int32) -> String? {
    var head: [UInt8] = []
    var byte: UInt8 = 0
    while !head.suffix(4).elementsEqual("\r\n\r\n".utf8) {
      guard head.count < 1 << 16, recv(connection, &byte, 1, 0) == 1 else { return nil }
      head.append(byte)
    }
    return String(decoding: head, as: UTF8.self)
  }

  private static func send(_ reply: Reply, to connection: Int32) {
    var head = "HTTP/1.1 \(reply.status) Scripted\r\nConnection: close\r\n"
    if let length = reply.declaredLength { head += "Content-Length: \(length)\r\n" }
    for line in reply.headers { head += line + "\r\n" }
    guard send(Array((head + "\r\n").utf8)[...], to: connection) else { return }
    let body = reply.body.prefix(reply.dropsAfter ?? reply.body.count)
    guard let drip = reply.drip else {
      _ = send(body, to: connection)
      return
    }
    var rest = body
    while !rest.isEmpty {
      guard send(rest.prefix(drip.bytes), to: connection) else { return }
      rest = rest.dropFirst(drip.bytes)
      Thread.sleep(forTimeInterval: drip.pause / .seconds(1))
    }
  }

  /// Whether all bytes went out; the other side may have gone.
  private static func send(_ bytes: ArraySlice<UInt8>, to connection: Int32) -> Bool {
    var rest = bytes
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Foundation.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }
}
