package import CivilTime
import Synchronization

/// The values of secrets: sealed ones in a file of the workspace, and those in the server's environment, which win.
///
/// Values are opened once and kept in memory. What changes is on the disk before it counts, and counts for the next call.
package final class SecretStore: Sendable {
    /// `RATCHET_SECRET_NAME` in the environment is the secret `NAME`. An empty one counts as none.
    package static let prefix = "RATCHET_SECRET_"

    /// What may be told of a secret.
    package struct Entry: Sendable {
        package let name: String
        package let key: String
        package let setAt: Instant
        package let setBy: String
        /// Whether the keys in force open it.
        package let isOpen: Bool
    }

    private struct State {
        var keys: SealingKeys
        var file: SealedFile
        var values: [String: String]
    }

    private let path: String
    private let environment: [String: String]
    private let random: @Sendable (Int) -> [UInt8]
    private let state: Mutex<State>

    /// - Parameters:
    ///   - path: the file; it is made when the first secret is set.
    ///   - random: bytes nobody can guess, as many as asked for.
    /// - Throws: `SecretError` or `FileError` for keys or a file that cannot be read. Secrets that the keys do not open are no error
    ///   until they are used.
    package init(path: String, keys: SealingKeys, environment: [String: String], random: @escaping @Sendable (Int) -> [UInt8]) throws {
        self.path = path
        self.random = random
        let own = environment.filter { $0.key.hasPrefix(Self.prefix) && !$0.value.isEmpty }
        self.environment = Dictionary(own.map { (String($0.key.dropFirst(Self.prefix.count)), $0.value) }) { first, _ in first }
        let file = try Files.read(path).map { bytes throws(SecretError) in try SealedFile(bytes, path: path) } ?? SealedFile()
        var values: [String: String] = [:]
        for (name, entry) in file.entries { values[name] = keys[entry.key]?.open(entry.sealed, as: name) }
        state = Mutex(State(keys: keys, file: file, values: values))
    }

    /// Nil for one that has no value, or none that the keys open.
    package func value(of name: String) -> String? { environment[name] ?? state.withLock { $0.values[name] } }

    /// All values by name, for taking them out of what comes from outside.
    package var values: [String: String] { state.withLock(\.values).merging(environment) { _, given in given } }

    /// Why there is no value for a name that is sealed; nil when it is not sealed, or all is well.
    package func problem(of name: String) -> SecretError? {
        guard environment[name] == nil else { return nil }
        return state.withLock { state in
            guard state.values[name] == nil, let entry = state.file.entries[name] else { return nil }
            if state.keys[entry.key] != nil { return .damaged(name: name, key: entry.key) }
            return .locked(name: name, key: entry.key, known: state.keys.keys.map(\.id))
        }
    }

    /// The sealed ones, by name.
    package var entries: [Entry] {
        state.withLock { state in
            state.file.entries.sorted { $0.key < $1.key }.map { name, entry in
                Entry(name: name, key: entry.key, setAt: entry.setAt, setBy: entry.setBy, isOpen: state.values[name] != nil)
            }
        }
    }

    /// Names of those in the environment.
    package var given: [String] { environment.keys.sorted() }

    /// Seals a value under a name, in place of an earlier one.
    package func set(_ name: String, to value: String, by holder: String, at now: Instant) throws {
        guard Self.isName(name) else { throw SecretError.invalidName(name) }
        try state.withLock { state in
            let key = try state.keys.sealing(random: random)
            let sealed = try key.seal(value, as: name, nonce: random(SealingKey.nonceBytes))
            var file = state.file
            file.entries[name] = SealedFile.Entry(key: key.id, sealed: sealed, setAt: now, setBy: holder)
            try write(file)
            state.file = file
            state.values[name] = value
        }
    }

    /// - Throws: `SecretError.unknown` for one that is not sealed.
    package func remove(_ name: String) throws {
        try state.withLock { state in
            var file = state.file
            guard file.entries.removeValue(forKey: name) != nil else { throw SecretError.unknown(name) }
            try write(file)
            state.file = file
            state.values[name] = nil
        }
    }

    /// Seals everything under a new key, or the first of the environment's, and forgets older keys. Killed at any moment it leaves a file
    /// and keys that fit: a new key is kept beside the old ones until nothing needs those.
    /// - Returns: the id of the key that everything is sealed with.
    /// - Throws: `SecretError` when a secret cannot be opened; then nothing is changed.
    package func reseal() throws -> String {
        try state.withLock { state in
            for (name, entry) in state.file.entries.sorted(by: { $0.key < $1.key }) where state.values[name] == nil {
                if state.keys[entry.key] != nil { throw SecretError.damaged(name: name, key: entry.key) }
                throw SecretError.locked(name: name, key: entry.key, known: state.keys.keys.map(\.id))
            }
            let key = try state.keys.add(random: random)
            var file = state.file
            for (name, entry) in file.entries {
                guard let value = state.values[name] else { continue }
                let sealed = try key.seal(value, as: name, nonce: random(SealingKey.nonceBytes))
                file.entries[name] = SealedFile.Entry(key: key.id, sealed: sealed, setAt: entry.setAt, setBy: entry.setBy)
            }
            try write(file)
            state.file = file
            try state.keys.forgetOlder()
            return key.id
        }
    }

    private func write(_ file: SealedFile) throws { try Files.write(path, file.bytes, mode: 0o600) }

    /// Capital letters, digits and `_`, beginning with a letter: what a skill may declare.
    package static func isName(_ name: String) -> Bool {
        guard let first = name.utf8.first, (65...90).contains(first), name.utf8.count <= 64 else { return false }
        return name.utf8.allSatisfy { (65...90).contains($0) || (48...57).contains($0) || $0 == 95 }
    }
}
