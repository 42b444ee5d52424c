import Testing

@testable import CivilTime

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

struct ZoneDirectoryTests {
    private let directory = ZoneDirectory()

    private func refusal(_ name: String) -> ZoneError? {
        do throws(ZoneError) {
            _ = try directory.zone(named: name)
            return nil
        } catch {
            return error
        }
    }

    @Test func `every name it lists is a zone`() throws {
        #expect(directory.names.count > 300)
        #expect(directory.names == directory.names.sorted())
        for name in directory.names { #expect(try directory.zone(named: name).name == name) }
    }

    @Test func `a zone is the same value each time`() throws {
        #expect(try directory.zone(named: "Europe/Paris") == directory.zone(named: "Europe/Paris"))
        #expect(try directory.zone(named: "UTC") == .utc)
    }

    @Test func `UTC needs no files`() throws {
        let nowhere = ZoneDirectory(path: "/nonexistent")
        #expect(try nowhere.zone(named: "UTC").name == "UTC")
        #expect(try nowhere.zone(named: "Etc/UTC").name == "Etc/UTC")
        #expect(throws: ZoneError.empty(directory: "/nonexistent")) { try nowhere.zone(named: "Europe/Paris") }
    }

    @Test(arguments: [
        ("EST", ["America/New_York", "America/Panama"]), ("IST", ["Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"]),
        ("ist", ["Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"]), ("CST6CDT", ["America/Chicago"]), ("GMT", ["UTC"]), ("Z", ["UTC"]),
        ("Japan", ["Asia/Tokyo"]), ("W-SU", ["Europe/Moscow"]), ("GMT+0", ["UTC"]),
    ])
    func `an abbreviation or a legacy name is refused with what to use`(name: String, use: [String]) {
        #expect(refusal(name) == .legacy(name, use: use))
    }

    @Test func `every replacement of a legacy name is a zone`() throws {
        for name in Set(legacyNames.values.joined()) { #expect(throws: Never.self) { try directory.zone(named: name) } }
        #expect(legacyNames.keys.allSatisfy { $0 == $0.uppercased() })
    }

    @Test func `every single-word file of the system is refused`() {
        for name in ["CET", "Cuba", "EET", "Egypt", "Eire", "GB", "Hongkong", "Iran", "MET", "NZ-CHAT", "Navajo", "PRC", "ROK", "Turkey", "UCT"] {
            #expect(refusal(name) != nil)
        }
    }

    @Test(arguments: ["+02:00", "-3", "UTC+2", "GMT-03:30", "utc+2"])
    func `an offset is refused`(name: String) {
        #expect(refusal(name) == .offset(name))
    }

    @Test(arguments: [
        ("Europe/Pariss", "Europe/Paris"), ("europe/paris", "Europe/Paris"), ("Paris", "Europe/Paris"), ("America/New York", "America/New_York"),
        ("America/NewYork", "America/New_York"), ("new york", "America/New_York"), ("Asia/Katmandoo", "Asia/Katmandu"),
        ("Amercia/Los_Angeles", "America/Los_Angeles"), ("posix/Europe/Paris", "Europe/Paris"),
    ])
    func `a misspelt name is refused with the nearest one`(name: String, nearest: String) {
        #expect(refusal(name) == .unknown(name, nearest: nearest))
    }

    @Test(arguments: [
        "", "/etc/passwd", "../../etc/passwd", "Europe/../../../etc/passwd", "Europe", "America/Argentina", "Middle_Earth/Hobbiton",
        "Europe/Paris\0", "Europe/", "/", "Ünïcode/Zone", String(repeating: "A", count: 10_000),
    ])
    func `a name that is like no zone is refused and never opened`(name: String) {
        guard case .unknown(name, _) = refusal(name) else {
            Issue.record("\(name): \(String(describing: refusal(name)))")
            return
        }
    }

    @Test func `a text too long for a name is compared with none`() {
        let name = "Area/" + String(repeating: "A", count: 60)
        #expect(nearestName(to: String(name.dropLast()), in: [name]) == name)
        #expect(nearestName(to: name, in: [name]) == nil)
    }

    @Test func `a name's form keeps it inside the directory`() {
        for name in ["Europe/Paris", "America/Argentina/Ushuaia", "Etc/GMT+5", "America/Port-au-Prince"] { #expect(ZoneName(name) != nil) }
        for name in ["UTC", "A/B/C/D", "A/../B", "A//B", "/A/B", "A/B/", "A/b", "a/B", "A/B.tab", "A/B C", "posix/A/B", "A/\u{0}"] {
            #expect(ZoneName(name) == nil)
        }
    }

    @Test func `a broken file is an error that names it, and is read again when asked for again`() throws {
        let path = try temporaryDirectory()
        defer { removeZone(at: path) }
        #expect(mkdir(path + "/Test", 0o700) == 0)
        try write([1, 2, 3, 4, 5], to: path + "/Test/Zone")
        let directory = ZoneDirectory(path: path)
        #expect(directory.names == ["Test/Zone"])
        #expect(throws: ZoneError.malformed("Test/Zone", path: path + "/Test/Zone", reason: "it does not start with \"TZif\"")) {
            try directory.zone(named: "Test/Zone")
        }
        try write(ZoneFileBuilder(offsets: [60], footer: "\n\n").bytes, to: path + "/Test/Zone")
        #expect(try directory.zone(named: "Test/Zone").offset(at: .earliest) == 60)
        try write([], to: path + "/Test/Zone")
        #expect(try directory.zone(named: "Test/Zone").offset(at: .earliest) == 60)
    }

    @Test func `a file that is gone or far too large is an error`() throws {
        let path = try temporaryDirectory()
        defer { removeZone(at: path) }
        #expect(mkdir(path + "/Test", 0o700) == 0)
        try write([UInt8](repeating: 0, count: 1 << 20 + 1), to: path + "/Test/Zone")
        let directory = ZoneDirectory(path: path)
        #expect(throws: ZoneError.unreadable("Test/Zone", path: path + "/Test/Zone", code: 0)) { try directory.zone(named: "Test/Zone") }
        unlink(path + "/Test/Zone")
        #expect(throws: ZoneError.unreadable("Test/Zone", path: path + "/Test/Zone", code: ENOENT)) { try directory.zone(named: "Test/Zone") }
    }

    @Test(arguments: [
        (
            ZoneError.legacy("EST", use: ["America/New_York", "America/Panama"]),
            "time zone \"EST\" is an abbreviation or a legacy name, which others may read differently: "
                + "use \"America/New_York\" or \"America/Panama\""
        ),
        (.unknown("Paris", nearest: "Europe/Paris"), "time zone \"Paris\" is unknown: did you mean \"Europe/Paris\"?"),
        (.unknown("X/Y\n", nearest: nil), "time zone \"X/Y\\n\" is unknown: use \"UTC\" or an Area/City name, such as \"Europe/Paris\""),
        (.empty(directory: "/zones"), "no time zone files in /zones: install the tzdata package, or name their directory in TZDIR"),
    ])
    func `messages say what to do`(error: ZoneError, message: String) {
        #expect("\(error)" == message)
    }

    private func temporaryDirectory() throws -> String {
        var template = "/tmp/zones-XXXXXX".utf8CString
        return try template.withUnsafeMutableBufferPointer { buffer in
            let path = try #require(buffer.baseAddress.flatMap { mkdtemp($0) })
            return String(cString: path)
        }
    }

    private func write(_ bytes: [UInt8], to path: String) throws {
        let file = try #require(fopen(path, "wb"))
        defer { fclose(file) }
        #expect(fwrite(bytes, 1, bytes.count, file) == bytes.count)
    }

    private func removeZone(at path: String) {
        unlink(path + "/Test/Zone")
        rmdir(path + "/Test")
        rmdir(path)
    }
}
