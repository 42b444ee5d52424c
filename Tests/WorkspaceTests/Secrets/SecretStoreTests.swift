import JSON
import Testing

@testable import Workspace

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite struct SecretStoreTests {
    private let folder: SecretFolder

    init() throws { folder = try SecretFolder() }

    @Test func `what is set is there at once and after a restart, and its file and key are for the user alone`() throws {
        let store = try folder.store()
        try store.set("TOKEN", "s3cret é")
        #expect(store.value(of: "TOKEN") == "s3cret é")
        let later = try folder.store()
        #expect(later.value(of: "TOKEN") == "s3cret é" && later.entries.map(\.isOpen) == [true])
        for path in [folder.file, folder.keyFile] {
            var status = stat()
            #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o600, "\(path)")
            #expect(try folder.text(path).contains("s3cret") == false)
        }
    }

    @Test func `setting the same value twice leaves different bytes, for no nonce is used twice`() throws {
        let store = try folder.store()
        var seen: Set<String> = []
        for _ in 1...20 {
            try store.set("TOKEN", "same")
            seen.insert(try folder.text(folder.file))
        }
        #expect(seen.count == 20)
    }

    @Test func `the environment wins, and an empty variable counts as none`() throws {
        try folder.store().set("TOKEN", "sealed")
        #expect(try folder.store(["RATCHET_SECRET_TOKEN": "given"]).value(of: "TOKEN") == "given")
        #expect(try folder.store(["RATCHET_SECRET_TOKEN": ""]).value(of: "TOKEN") == "sealed")
        let both = try folder.store(["RATCHET_SECRET_TOKEN": "given", "RATCHET_SECRET_OTHER": "x", "GONE": "y"])
        #expect(both.values == ["TOKEN": "given", "OTHER": "x"] && both.given == ["OTHER", "TOKEN"])
    }

    @Test func `a wrong key is told by its id, spoils nothing, and the right one opens again`() throws {
        try folder.store().set("TOKEN", "s3cret")
        let right = try folder.text(folder.keyFile).filter { !$0.isWhitespace }
        let other = try #require(SealingKey(bytes: [UInt8](repeating: 200, count: 32)))
        let store = try folder.store(["RATCHET_SEALING_KEY": other.text])
        #expect(store.value(of: "TOKEN") == nil && store.entries.map(\.isOpen) == [false])
        let problem = try #require(store.problem(of: "TOKEN")).description
        let needed = try #require(SealingKey(text: right)?.id)
        #expect(problem.contains(needed) && problem.contains(other.id), "\(problem)")
        #expect(!problem.contains(other.text) && !problem.contains(right))
        #expect(throws: SecretError.locked(name: "TOKEN", key: needed, known: [other.id])) { try store.reseal() }
        try store.set("NEW", "n3w")
        let both = try folder.store(["RATCHET_SEALING_KEY": "\(right), \(other.text)"])
        #expect(both.value(of: "TOKEN") == "s3cret" && both.value(of: "NEW") == "n3w")
    }

    @Test func `a value opens for the name it was sealed for and for no other`() throws {
        let store = try folder.store()
        try store.set("ONE", "first")
        let moved = try folder.text(folder.file).replacing("\"ONE\"", with: "\"TWO\"")
        try Files.write(folder.file, Array(moved.utf8))
        let later = try folder.store()
        #expect(later.value(of: "TWO") == nil)
        #expect(later.problem(of: "TWO")?.description.contains("damaged") == true)
    }

    @Test func `any changed byte of what is sealed is noticed`() throws {
        let key = try #require(SealingKey(bytes: Array(0..<32)))
        let sealed = try key.seal("value", as: "A", nonce: Array(0..<12))
        #expect(key.open(sealed, as: "A") == "value")
        for index in sealed.indices {
            var changed = sealed
            changed[index] ^= 1
            #expect(key.open(changed, as: "A") == nil, "\(index)")
        }
        for count in 0..<sealed.count { #expect(key.open(Array(sealed.prefix(count)), as: "A") == nil) }
    }

    @Test(arguments: [
        "", "{", "[]", "{\"format\": 2, \"secrets\": {}}", "{\"format\": 1, \"secrets\": {\"A\": {\"key\": \"k\", \"sealed\": \"?\"}}}",
    ])
    func `a file that cannot be read whole stops the start and is not written over`(text: String) throws {
        try Files.write(folder.file, Array(text.utf8))
        let error = #expect(throws: SecretError.self) { try folder.store() }
        #expect(error?.description.contains(folder.file) == true)
        #expect(try folder.text(folder.file) == text)
    }

    @Test(arguments: ["", "abc", String(repeating: "z", count: 64), String(repeating: "0", count: 62)])
    func `a text that is no key stops the start and is not repeated`(text: String) throws {
        if !text.isEmpty {
            let error = #expect(throws: SecretError.self) { try folder.keys(["RATCHET_SEALING_KEY": text]) }
            #expect(error?.description.contains("RATCHET_SEALING_KEY") == true && error?.description.contains(text) == false)
        }
        try Files.write(folder.keyFile, Array(text.utf8))
        #expect(throws: SecretError.unusableKey(place: folder.keyFile)) { try folder.keys() }
    }

    @Test(arguments: ["", "token", "1A", "A-B", "A B", "É", "A/../B", String(repeating: "A", count: 65)])
    func `a name that no skill can declare is refused`(name: String) throws {
        let store = try folder.store()
        #expect(throws: SecretError.invalidName(name)) { try store.set(name, "value") }
        #expect(store.entries.isEmpty && !Files.exists(folder.file))
    }

    @Test func `what is removed is gone, and cannot be removed twice`() throws {
        let store = try folder.store()
        try store.set("TOKEN", "s3cret")
        try store.remove("TOKEN")
        #expect(store.value(of: "TOKEN") == nil)
        #expect(try folder.store().value(of: "TOKEN") == nil)
        #expect(throws: SecretError.unknown("TOKEN")) { try store.remove("TOKEN") }
    }
}

@Suite struct ResealingTests {
    private let folder: SecretFolder

    init() throws { folder = try SecretFolder() }

    @Test func `everything is under a new key and the old one is forgotten`() throws {
        let store = try folder.store()
        for (name, value) in [("A", "1"), ("B", "2")] { try store.set(name, value) }
        let old = try folder.text(folder.keyFile)
        let key = try store.reseal()
        #expect(store.entries.map(\.key) == [key, key])
        #expect(try folder.text(folder.keyFile).contains(old) == false)
        #expect(try folder.store().values == ["A": "1", "B": "2"])
        try store.set("C", "3")
        #expect(try folder.store().values == ["A": "1", "B": "2", "C": "3"])
    }

    @Test func `killed after any of its writes it leaves secrets that open`() throws {
        let store = try folder.store()
        try store.set("A", "1")
        let (file, keys) = (try folder.text(folder.file), try folder.text(folder.keyFile))
        _ = try store.reseal()
        let (newFile, newKeys) = (try folder.text(folder.file), try folder.text(folder.keyFile))
        for (file, keys) in [(file, newKeys + keys), (newFile, newKeys + keys), (newFile, newKeys)] {
            try Files.write(folder.file, Array(file.utf8))
            try Files.write(folder.keyFile, Array(keys.utf8))
            let later = try folder.store()
            #expect(later.value(of: "A") == "1")
            _ = try later.reseal()
            #expect(try folder.store().value(of: "A") == "1")
            #expect(try folder.keys().keys.count == 1)
        }
    }

    @Test func `with keys from the environment the first one takes over, and no file is made`() throws {
        let (old, new) = (String(repeating: "1", count: 64), String(repeating: "2", count: 64))
        try folder.store(["RATCHET_SEALING_KEY": old]).set("A", "1")
        let key = try folder.store(["RATCHET_SEALING_KEY": "\(new) \(old)"]).reseal()
        #expect(key == SealingKey(text: new)?.id)
        #expect(try folder.store(["RATCHET_SEALING_KEY": new]).value(of: "A") == "1")
        #expect(!Files.exists(folder.keyFile))
    }
}
