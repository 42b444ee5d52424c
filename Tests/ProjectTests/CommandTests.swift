import Testing

/// The commands a newcomer and continuous integration type.
@Suite struct CommandTests {
    @Test func `make alone lists every target`() throws {
        let listed = Machine.shell("make -s -C '\(Machine.repository)'")
        #expect(listed.status == 0)
        for target in ["run", "test", "build", "bench", "install", "clean", "help"] {
            #expect(listed.output.contains("make \(target) "), "\(target) is not listed")
        }
    }

    @Test(arguments: ["run", "test", "build", "bench", "install"])
    func `what needs the toolchain makes the machine ready first`(target: String) {
        let plan = Machine.shell("make -s -n -C '\(Machine.repository)' \(target)")
        #expect(plan.status == 0)
        #expect(plan.output.hasPrefix("scripts/bootstrap\n"))
    }

    /// A filter that fits nothing would pass.
    @Test func `each part of the long reliability tests is a suite that is there`() throws {
        let plan = Machine.shell("make -s -n -C '\(Machine.repository)' soak").output
        let parts = try #require(plan.split(separator: "for part in ").last).prefix { $0 != ";" }.split(separator: " ")
        #expect(parts.count >= 7)
        for part in parts {
            let names = part.split(separator: ".")
            try #require(names.count == 2, "\(part)")
            let found = Machine.shell("grep -rlE 'struct \(names[1]) [{:]' '\(Machine.repository)/Tests/\(names[0])'")
            #expect(found.status == 0, "\(part)")
        }
    }

    @Test func `install honours PREFIX and DESTDIR`() {
        let plan = Machine.shell("make -s -n -C '\(Machine.repository)' install PREFIX=/opt/r DESTDIR=/stage").output
        #expect(plan.contains(#"install -s -m 755 .build/release/ratchet "/stage/opt/r/bin""#))
    }

    @Test func `continuous integration ends as the tests end`() throws {
        let machine = try clone()
        try machine.has("make", "exit 7")
        let outcome = machine.run("/bin/bash '\(machine.directory)/clone/.ci/run'", also: "/usr/bin:/bin")
        #expect(outcome.status == 7)
        #expect(outcome.calls == ["make test"])
    }

    @Test func `case files beside the clone are named to the tests, and only those that are there`() throws {
        let machine = try clone()
        try machine.has("make", #"printf '%s\n' "$PWD" "${JSON_SCHEMA_SUITE-unset}" "${CEL_CONFORMANCE-unset}""#)
        let run = "/bin/bash '\(machine.directory)/clone/.ci/run'"

        #expect(machine.run(run, also: "/usr/bin:/bin").output.hasSuffix("/clone\nunset\nunset\n"))

        let script = "'\(Machine.repository)/.ci/run'"
        let beside = Machine.shell("sed -n 's,^beside=../,,p' \(script)").output.dropLast()
        let schemas = Machine.shell("sed -n 's/^provide JSON_SCHEMA_SUITE //p' \(script)").output.dropLast()
        let file = "\(machine.directory)/\(beside)/\(schemas)"
        _ = Machine.shell("mkdir -p \"$(dirname '\(file)')\" && : >'\(file)'")
        let lines = machine.run(run, also: "/usr/bin:/bin").output.split(separator: "\n")
        #expect(lines.count == 3)
        #expect(lines[1].hasPrefix("/") && lines[1].hasSuffix(file), "an absolute path: \(lines[1])")
        #expect(lines[2] == "unset")
    }

    /// A machine with a clone that holds nothing but the script.
    private func clone() throws -> Machine {
        let machine = try Machine()
        _ = Machine.shell("mkdir -p '\(machine.directory)/clone/.ci'")
        _ = Machine.shell("cp '\(Machine.repository)/.ci/run' '\(machine.directory)/clone/.ci/run'")
        return machine
    }
}
