import Testing

/// `scripts/bootstrap` on pretended machines: what it says and which commands it gives.
@Suite struct BootstrapTests {
    private let script = "'\(Machine.repository)/scripts/bootstrap'"
    private let packages = ["libsqlite3-dev", "libcurl4-openssl-dev", "libgit2-dev", "tzdata", "ca-certificates", "git", "pkg-config", "make"]

    @Test func `a ready Debian machine is left alone without a word`() throws {
        let machine = try debian(missing: [])
        let outcome = machine.run(script)
        #expect(outcome.status == 0)
        #expect(outcome.output == "")
        #expect(!outcome.calls.contains { $0.contains("apt-get") || $0.hasPrefix("sudo") })
    }

    @Test func `root installs only what is missing, after an update`() throws {
        let machine = try debian(missing: ["libgit2-dev", "tzdata"])
        let outcome = machine.run(script)
        #expect(outcome.status == 0)
        #expect(outcome.output == "Installing system packages: libgit2-dev tzdata\n")
        #expect(
            outcome.calls.filter { $0.hasPrefix("apt-get") } == [
                "apt-get -qq update",
                "apt-get -qq -y install --no-install-recommends --no-remove libgit2-dev tzdata",
            ])
        #expect(outcome.calls.contains { $0.hasPrefix("env DEBIAN_FRONTEND=noninteractive apt-get -qq -y install") })
    }

    @Test func `another user installs through sudo`() throws {
        let machine = try debian(missing: ["make"], user: 1000)
        try machine.has("sudo", #""$@""#)
        let outcome = machine.run(script)
        #expect(outcome.status == 0)
        #expect(
            outcome.calls.filter { $0.hasPrefix("sudo") } == [
                "sudo apt-get -qq update",
                "sudo env DEBIAN_FRONTEND=noninteractive apt-get -qq -y install --no-install-recommends --no-remove make",
            ])
    }

    @Test func `without sudo the packages are named and the command is told`() throws {
        let machine = try debian(missing: ["libcurl4-openssl-dev", "git"], user: 1000)
        let outcome = machine.run(script)
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("no sudo"))
        #expect(outcome.output.contains("As root: apt-get install libcurl4-openssl-dev git\n"))
        #expect(!outcome.calls.contains { $0.hasPrefix("apt-get") })
    }

    @Test func `a package that was removed but left its settings counts as missing`() throws {
        let machine = try debian(missing: [])
        let states = packages.map { "'\($0) \($0 == "make" ? "config-files" : "installed")'" }
        try machine.has("dpkg-query", "printf '%s\\n' \(states.joined(separator: " "))")
        #expect(machine.run(script).output == "Installing system packages: make\n")
    }

    @Test func `a failed update is told and does not end it`() throws {
        let machine = try debian(missing: ["make"])
        try machine.has("apt-get", #"[ "$2" != update ]"#)
        let outcome = machine.run(script)
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("apt-get update failed"))
    }

    @Test func `a failed installation ends it and names the packages`() throws {
        let machine = try debian(missing: ["make"])
        try machine.has("apt-get", #"[ "$2" = update ]"#)
        let outcome = machine.run(script)
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("apt-get could not install: make\n"))
    }

    @Test func `macOS installs what Homebrew does not have yet`() throws {
        let machine = try machine(swift: "swift-driver version: 1.148.6 Apple Swift version 6.3 (swiftlang-6.3)")
        try machine.has("brew", "[ \"$1\" != --prefix ] || echo '\(machine.directory)'")
        _ = Machine.shell("mkdir -p '\(machine.directory)'/opt/sqlite '\(machine.directory)'/opt/pkg-config")
        let outcome = machine.run(script)
        #expect(outcome.status == 0)
        #expect(outcome.output == "Installing system packages: curl libgit2\n")
        #expect(outcome.calls.last == "brew install --quiet curl libgit2")
        _ = Machine.shell("mkdir -p '\(machine.directory)'/opt/curl '\(machine.directory)'/opt/libgit2")
        #expect(machine.run(script).output == "")
    }

    @Test func `a system without apt and brew is asked whether it has the libraries`() throws {
        let machine = try machine()
        let outcome = machine.run(script)
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("neither apt-get nor brew"))
        for package in packages { #expect(outcome.output.contains(package)) }

        try machine.has("pkg-config", #"[ "$*" = "--exists sqlite3 libcurl libgit2" ]"#)
        let ready = machine.run(script)
        #expect(ready.status == 0)
        #expect(ready.output == "")
    }

    @Test(arguments: ["exit 1", "echo nonsense", nil] as [String?])
    func `a missing or broken Swift is told before anything is installed`(body: String?) throws {
        let machine = try debian(missing: ["make"], swift: nil)
        if let body { try machine.has("swift", body) }
        let outcome = machine.run(script)
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("needs Swift 6.3 or newer, and no working `swift` is on the PATH"))
        #expect(outcome.output.contains("https://www.swift.org/install"))
        #expect(!outcome.calls.contains { $0.hasPrefix("apt-get") })
    }

    @Test(arguments: ["5.10.1", "6", "6.2", "6.2.99"])
    func `a Swift that is too old is told with its version`(version: String) throws {
        let outcome = try debian(missing: ["make"], swift: "Swift version \(version) (swift-RELEASE)").run(script)
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("needs Swift 6.3 or newer; `swift` on the PATH is \(version).\n"))
        #expect(outcome.output.contains("https://www.swift.org/install"))
        #expect(!outcome.calls.contains { $0.hasPrefix("apt-get") })
    }

    @Test(arguments: ["6.3", "6.3.1", "6.4-dev", "6.10", "7.0", "7"])
    func `a Swift that is new enough passes`(version: String) throws {
        #expect(try debian(missing: [], swift: "Swift version \(version) (swift-RELEASE)").run(script).status == 0)
    }

    @Test func `the Swift asked for is the one the package needs`() {
        let wanted = Machine.shell("sed -n 's/^needed=\\([0-9.]*\\).*/\\1/p' \(script)").output
        let declared = Machine.shell("sed -n '1s/.*swift-tools-version: *//p' '\(Machine.repository)/Package.swift'").output
        #expect(wanted == declared)
        #expect(!wanted.isEmpty)
    }

    private func debian(missing: Set<String>, user: Int = 0, swift: String? = "Swift version 6.3.1 (swift-6.3.1-RELEASE)") throws -> Machine {
        let machine = try machine(swift: swift)
        let lines = packages.filter { !missing.contains($0) }.map { "'\($0) installed'" }.joined(separator: " ")
        try machine.has("dpkg-query", lines.isEmpty ? "exit 1" : "printf '%s\\n' \(lines)")
        try machine.has("apt-get")
        try machine.has("id", "echo \(user)")
        try machine.has("env", "shift; \"$@\"")
        return machine
    }

    private func machine(swift: String? = "Swift version 6.3.1 (swift-6.3.1-RELEASE)") throws -> Machine {
        let machine = try Machine()
        if let swift { try machine.has("swift", "echo '\(swift)'\necho 'Target: x86_64-unknown-linux-gnu'") }
        return machine
    }
}
