import Synchronization
import Workspace

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A folder for one test's secrets and keys, gone with it.
final class SecretFolder {
    let path: String
    /// Counts up, so that no nonce and no key comes twice.
    private let dice = Dice()

    private final class Dice: Sendable {
        private let last = Mutex<UInt8>(0)
        func bytes(_ count: Int) -> [UInt8] {
            let byte = last.withLock { last in
                last += 1
                return last
            }
            return [UInt8](repeating: byte, count: count)
        }
    }

    init() throws {
        var template = Array("/tmp/ratchet-secrets-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw CancellationError() }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        for name in ["secrets.json", "configuration/sealing.key"] { unlink("\(path)/\(name)") }
        rmdir(path + "/configuration")
        rmdir(path)
    }

    var file: String { path + "/secrets.json" }
    var keyFile: String { path + "/configuration/sealing.key" }

    func keys(_ environment: [String: String] = [:]) throws -> SealingKeys {
        let folder = ["RATCHET_CONFIG_DIR": path + "/configuration"]
        return try SealingKeys(
            tokens: TokenFiles(workspace: WorkspaceLayout(root: path), environment: folder), environment: environment)
    }

    /// As a server that starts now finds it.
    func store(_ environment: [String: String] = [:]) throws -> SecretStore {
        try SecretStore(path: file, keys: keys(environment), environment: environment) { [dice] in dice.bytes($0) }
    }

    func text(_ path: String) throws -> String { String(decoding: try Files.read(path) ?? [], as: UTF8.self) }
}

extension SecretStore {
    func set(_ name: String, _ value: String) throws { try set(name, to: value, by: "owner", at: .init(milliseconds: 0)) }
}
