// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

struct MalformedPageTests {
  @Test func `the page in the documentation is current`() throws {
    let page = MalformedPage(
      "docs/malformed-models.md", title: "What is said about models that are broken",
      introduction: """
        Every case below is a test (`Tests/InferenceTests/Malformed`): a small model whose files were
        changed. This page is made from them (`make docs`); FOLDER is the model's. Sizes are checked
        before memory is allocated for them.
        """,
      rows: MalformedModel.all.map {
        MalformedPage.Row(section: $0.section, name: $0.name, message: $0.message)
      })
    #expect(try page.written() == page.text, "`make docs` writes it again")
  }
}
