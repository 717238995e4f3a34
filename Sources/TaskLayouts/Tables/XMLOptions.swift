// SPDX-License-Identifier: Apache-2.0

import Retrieval
import XMLDocuments

extension XMLDocumentNames {
  /// The options by which a layout lets its documents' elements be named.
  var options: [LayoutOption] {
    [
      LayoutOption("xml-document", "element of a document in XML", standard: document),
      LayoutOption("xml-id", "element, or @attribute, with its identifier", standard: id),
      LayoutOption("xml-title", "element with its title", standard: title),
      LayoutOption("xml-text", "element with its text", standard: text),
    ]
  }

  /// The names that were chosen.
  init(_ layout: some TaskLayout, _ place: TaskPlace) throws(DataError) {
    self.init(
      document: try layout.value(of: "xml-document", at: place),
      id: try layout.value(of: "xml-id", at: place),
      title: try layout.value(of: "xml-title", at: place),
      text: try layout.value(of: "xml-text", at: place))
  }
}
