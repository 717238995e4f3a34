// SPDX-License-Identifier: Apache-2.0

import Retrievers

extension RetrieverEnvironment {
  /// Models and the cache of vectors of this user: vectors lie in `$BENCH_VECTORS`, else in the
  /// user's cache folder; `BENCH_VECTORS=none` keeps none.
  static var current: RetrieverEnvironment {
    var environment = RetrieverEnvironment.bare
    let folder = Environment["BENCH_VECTORS"] ?? Environment.cacheFolder + "/bench-vectors"
    environment.vectorCache = folder == "none" ? nil : folder
    return environment
  }
}
