package import Git
package import Workspace

/// Lets stock git check the commits that Ratchet writes.
package enum CommitSigning {
    /// Where the keys lie whose signatures are good.
    package static func allowedSigners(in root: String) -> String { WorkspaceLayout(root: root).state + "/allowed_signers" }

    /// Sets `gpg.format` and `gpg.ssh.allowedSignersFile` in the repository's own settings, and adds the key to that file. Keys that are in it
    /// stay, so that commits of an earlier key can still be checked. A second call changes nothing.
    package static func prepare(_ repository: Repository, root: String, key: SigningKey) async throws {
        let path = allowedSigners(in: root)
        let known = String(decoding: try Files.read(path) ?? [], as: UTF8.self)
        if !known.contains(key.allowedSigner) {
            let separator = known.isEmpty || known.hasSuffix("\n") ? "" : "\n"
            try Files.write(path, Array((known + separator + key.allowedSigner).utf8))
        }
        try await repository.setConfig("gpg.format", "ssh")
        try await repository.setConfig("gpg.ssh.allowedSignersFile", path)
    }
}

extension SigningKey {
    /// As `Repository.commit` asks for it.
    var signer: @Sendable ([UInt8]) throws -> String { { try sign($0, namespace: "git") } }
}
