import Git
@testable import Registry
import Testing
import Workspace

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

@Suite struct SignatureTests {
    /// Whether git and ssh-keygen are here to ask.
    static let isCheckable = access("/usr/bin/git", X_OK) == 0 && access("/usr/bin/ssh-keygen", X_OK) == 0

    static func verifies(_ commit: CommitID, in root: String) -> Bool { system("/usr/bin/git -C '\(root)' verify-commit \(commit) 2>/dev/null") == 0 }

    /// A line of shell; its exit code.
    static func shell(_ line: String) -> Int32 { system(line) }

    @Test(.enabled(if: isCheckable, "git or ssh-keygen is not installed"))
    func `stock git verifies the first commit and the label commits, and not a person's own`() async throws {
        let ground = try await Ground()
        let first = try #require(ground.registry.snapshot.commit)
        #expect(Self.verifies(first, in: ground.root))
        let mine = try await ground.commit([Ground.write(Ground.skill("greet"))])
        #expect(!Self.verifies(mine, in: ground.root))
        let adoption = try await ground.registry.adopt()
        #expect(adoption.commit != mine && Self.verifies(adoption.commit, in: ground.root))
        await ground.close()
    }

    @Test func `preparing again keeps the keys that are known`() async throws {
        let ground = try await Ground()
        let path = CommitSigning.allowedSigners(in: ground.root)
        let before = try Files.read(path)
        try await CommitSigning.prepare(ground.repository, root: ground.root, key: try Ground.key())
        #expect(try Files.read(path) == before)
        let other = try #require(SigningKey(seed: Array(repeating: 3, count: 32)))
        try await CommitSigning.prepare(ground.repository, root: ground.root, key: other)
        let text = String(decoding: try #require(try Files.read(path)), as: UTF8.self)
        #expect(text.contains(try Ground.key().allowedSigner) && text.contains(other.allowedSigner))
        #expect(try await ground.repository.config("gpg.format") == "ssh")
        await ground.close()
    }
}
