// Tests/TerminalTests
