import ArgumentParser
import Workspace

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// `--workspace`, as every command takes it.
struct WorkspaceOption: ParsableArguments {
    @Option(name: .customLong("workspace"), help: "The workspace; else RATCHET_WORKSPACE, else the nearest folder above with a ratchet.json.", completion: .directory)
    var folder: String?

    func layout() throws -> WorkspaceLayout {
        let named = folder ?? Environment.all["RATCHET_WORKSPACE"]
        if let layout = WorkspaceLayout.find(named: named, from: ".") { return layout }
        throw CommandFailure(
            named.map { "\($0) is no workspace: it has no ratchet.json; `ratchet init \($0)` makes one" }
                ?? "there is no workspace here: no ratchet.json in this folder or above; `ratchet init` makes one, `--workspace DIR` names one")
    }
}

/// A failure with a message for people and nothing else to say.
struct CommandFailure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

enum Environment {
    /// The process's environment.
    static let all: [String: String] = {
        var result: [String: String] = [:]
        var entry = environ
        while let text = entry.pointee {
            let pair = String(cString: text).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if pair.count == 2 { result[String(pair[0])] = String(pair[1]) }
            entry += 1
        }
        return result
    }()
}

/// Standard output, line by line.
enum Output {
    static func line(_ text: String) {
        var bytes = Array((text + "\n").utf8)
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { write(1, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            bytes.removeFirst(count)
        }
    }
}
