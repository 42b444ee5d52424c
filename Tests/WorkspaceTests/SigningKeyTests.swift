import Testing
import Workspace

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

@Suite struct SigningKeyTests {
    private let key: SigningKey

    init() throws { key = try #require(SigningKey(seed: (0..<32).map { UInt8($0 * 7 % 251) })) }

    @Test func `a key reads back from its file and signs alike`() throws {
        let copy = try #require(SigningKey(file: Array(key.file.utf8)))
        #expect(copy.publicLine == key.publicLine)
        let message = Array("tree 0000".utf8)
        #expect(key.verifies(try copy.sign(message), of: message))
    }

    @Test func `a signature is good for its message, its namespace and its key alone`() throws {
        let message = Array("a message".utf8)
        let signature = try key.sign(message)
        #expect(key.verifies(signature, of: message))
        #expect(!key.verifies(signature, of: message + [1]))
        #expect(!key.verifies(signature, of: message, namespace: "file"))
        #expect(!key.verifies("", of: message))
        let other = try #require(SigningKey(seed: Array(repeating: 9, count: 32)))
        #expect(!other.verifies(signature, of: message))
    }

    @Test func `a damaged file is no key`() {
        let bytes = Array(key.file.utf8)
        for index in stride(from: 0, to: bytes.count, by: 13) {
            var damaged = bytes
            damaged[index] = damaged[index] == 65 ? 66 : 65
            if let read = SigningKey(file: damaged) { #expect(read.publicLine == key.publicLine) }
        }
        for count in [0, 1, 40, bytes.count / 2, bytes.count - 3] { #expect(SigningKey(file: Array(bytes.prefix(count))) == nil) }
        #expect(SigningKey(seed: [1, 2, 3]) == nil)
    }

    @Test(.enabled(if: access("/usr/bin/ssh-keygen", X_OK) == 0, "ssh-keygen is not installed"))
    func `ssh-keygen reads the file and names the same public key`() throws {
        var template = Array("/tmp/ratchet-key-XXXXXX".utf8CString)
        try #require(mkdtemp(&template) != nil)
        let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        try Files.write(folder + "/key", Array(key.file.utf8), mode: 0o600)
        try #require(system("/usr/bin/ssh-keygen -y -P '' -f \(folder)/key > \(folder)/out") == 0)
        #expect(String(decoding: try #require(try Files.read(folder + "/out")), as: UTF8.self).hasPrefix(key.publicLine))
        for name in ["key", "out"] { try Files.remove("\(folder)/\(name)") }
        rmdir(folder)
    }
}
