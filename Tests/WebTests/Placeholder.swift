// Tests/WebTests
