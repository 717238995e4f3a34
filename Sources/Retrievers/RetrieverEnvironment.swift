// SPDX-License-Identifier: Apache-2.0

public import Retrieval

/// What retrievers may use of the machine they run on.
public struct RetrieverEnvironment: Sendable {
  /// The folder of the model with a name; throws with words on how to get it where there is none.
  public var modelFolder: @Sendable (_ name: String) throws(DataError) -> String
  /// Where vectors that were computed are kept for the next time; nil for nowhere.
  public var vectorCache: String?

  /// An environment.
  public init(
    vectorCache: String? = nil,
    modelFolder: @escaping @Sendable (_ name: String) throws(DataError) -> String
  ) {
    self.modelFolder = modelFolder
    self.vectorCache = vectorCache
  }

  /// Without models but those that are named by their folder, and without a cache.
  public static let bare = RetrieverEnvironment { name throws(DataError) in
    guard name.contains("/") else {
      throw DataError(
        .missing, file: name, "no model has this name", fix: "name the folder of a model")
    }
    return name
  }
}
