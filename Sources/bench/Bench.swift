// SPDX-License-Identifier: Apache-2.0

import BenchCommands

@main enum Bench {
  static func main() async {
    BenchCommand.becomeWorkerIfAsked()
    await BenchCommand.start()
  }
}
