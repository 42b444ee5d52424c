import Testing

@testable import Git

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite struct SigningTests {
    @Test func `a signature made by the closure is accepted by git verify-commit`() async throws {
        let space = try await Workspace.create()
        let home = space.home
        let key = home["key"]
        #expect(StockGit.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], home: home.path, output: "/dev/null") == 0)
        home.write("signers", "robot@example.com " + (home.text("key.pub") ?? ""))
        try await space.repository.setConfig("gpg.format", "ssh")
        try await space.repository.setConfig("gpg.ssh.allowedSignersFile", home["signers"])
        let signed = try await space.repository.commit(
            on: nil, changes: [.write("größe", "1\r\n")], message: "Sign\n\nKey: välue", author: .robot()
        ) { content in
            home.write("content", content)
            _ = StockGit.run(["ssh-keygen", "-Y", "sign", "-n", "git", "-f", key, home["content"]], home: home.path, output: "/dev/null")
            return home.text("content.sig") ?? ""
        }
        #expect(space.git("verify-commit", signed.description).hasPrefix("Good \"git\" signature for robot@example.com"))
        #expect(try await space.repository.commit(signed).isSigned)
        let content = try #require(try await space.repository.signedContent(of: signed))
        #expect(content.content == home.read("content"))
        #expect(content.signature == home.text("content.sig").map { String($0.dropLast()) })
        try await space.repository.update(.main, from: nil, to: signed, by: .robot(), reason: "Signed")
        #expect(space.git("fsck", "--strict") == "")

        let forged = try await space.repository.commit(on: nil, changes: [.write("größe", "2")], message: "Forge", author: .robot()) { _ in
            content.signature
        }
        #expect(space.git("verify-commit", forged.description).hasPrefix("exit 1"))
        let plain = try await space.repository.commit(on: nil, changes: [], message: "Plain", author: .robot())
        #expect(try await space.repository.signedContent(of: plain) == nil)
    }

    @Test func `no commit is written when signing fails`() async throws {
        struct NoKey: Error, CustomStringConvertible { let description = "the key is locked" }
        let space = try await Workspace.create()
        #expect(
            await failure {
                try await space.repository.commit(on: nil, changes: [], message: "No", author: .robot()) { _ in throw NoKey() }
            } == .signing(reason: "the key is locked"))
        for nonsense in ["", "signed!", "-----BEGIN \u{0}"] {
            #expect(
                await failure {
                    try await space.repository.commit(on: nil, changes: [], message: "No", author: .robot()) { _ in nonsense }
                } == .signing(reason: "not an armoured signature"))
        }
        #expect(!space.git("cat-file", "--batch-all-objects", "--batch-check").contains("commit"))
    }
}
