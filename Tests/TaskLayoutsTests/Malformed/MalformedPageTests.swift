// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

struct MalformedPageTests {
  @Test func `the page in the documentation is current`() throws {
    let page = MalformedPage(
      "docs/malformed-input.md", title: "What is said about malformed input",
      introduction: """
        Every case below is a test (`Tests/TaskLayoutsTests/Malformed`), and this page is made from
        them (`make docs`). A message names the file, relative to the task's folder here, the line or
        row where there is one, what was found, what was expected, and how to mend it; `bench` exits
        with 65 for wrong content and 66 for what is missing.
        """,
      rows: MalformedCase.all.map {
        MalformedPage.Row(section: $0.layout, name: $0.name, message: $0.message)
      })
    #expect(try page.written() == page.text, "`make docs` writes it again")
  }
}
