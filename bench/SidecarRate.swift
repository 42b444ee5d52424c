import JSON

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Agents' tools as a client meets them: the built `ratchet` and `ratchet-sidecar`, which have to lie beside this program.
enum SidecarRate {
    private static let skills = 500

    static func run(_ report: Report) throws {
        guard report.wants("sidecar.start") || report.wants("sidecar.list_skills") else { return }
        let own = Array(CommandLine.arguments[0]).split(separator: "/", omittingEmptySubsequences: false).dropLast()
        let folder = own.isEmpty ? "." : String(own.joined(separator: "/"))
        guard ["ratchet", "ratchet-sidecar"].allSatisfy({ access("\(folder)/\($0)", X_OK) == 0 }) else {
            return note("sidecar.* left out: build `ratchet` and `ratchet-sidecar` too")
        }
        let place = BenchFolder.path("sidecar")
        try shell("rm -rf \(place) && RATCHET_CONFIG_DIR=\(place)/configuration \(folder)/ratchet init \(place)/workspace")
        try prepare(place)
        let server = try Peer("RATCHET_CONFIG_DIR=\(place)/configuration exec \(folder)/ratchet serve --port 0 --workspace \(place)/workspace")
        _ = try server.line()
        let start = "RATCHET_WORKSPACE=\(place)/workspace exec \(folder)/ratchet-sidecar"
        var begun: [Peer] = []
        let starts = Samples(
            try time(20) {
                let peer = try Peer(start)
                _ = try peer.answering(discover)
                begun.append(peer)
            }.map { $0 * 1000 })
        begun = []
        report.add("sidecar.start", starts.median, "ms", method: "from starting the process to the answer of server/discover, median of 20")
        let client = try Peer(start)
        for _ in 0..<10 { _ = try client.answering(list) }
        let calls = Samples(try (0..<150).map { _ in try client.answering(list).inSeconds * 1000 })
        let method = "tools/call over stdio with \(skills) live skills, 50 of them told, 150 calls one after the other"
        report.add("sidecar.list_skills.p50", calls.median, "ms", method: method)
        report.add("sidecar.list_skills.p99", calls.quantile(0.99), "ms", method: method)
    }

    private static let meta: JSON = [
        "io.modelcontextprotocol/protocolVersion": "2026-07-28", "io.modelcontextprotocol/clientCapabilities": [:],
        "io.modelcontextprotocol/clientInfo": ["name": "bench", "version": "1"],
    ]
    private static let discover: JSON = ["jsonrpc": "2.0", "id": 1, "method": "server/discover", "params": ["_meta": meta]]
    private static let list: JSON = [
        "jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": ["_meta": meta, "name": "list_skills", "arguments": [:]],
    ]

    private static func prepare(_ place: String) throws {
        let template: JSON = [
            "language": 1, "skill": "NAME", "version": "1.0.0", "summary": "Greet somebody by name.", "input": ["type": "object"],
            "output": ["type": "object"], "steps": [["id": "say", "call": "echo", "with": ["text": "hello"]]], "result": [:],
            "tests": [["name": "greets", "input": [:], "mocks": [:], "expect": ["ran": ["say"]]]],
        ]
        let text = template.text(.compact)
        let git = "git -c user.name=bench -c user.email=bench@example.com"
        try shell(
            """
            cd \(place)/workspace && for i in $(seq 1 \(skills)); do mkdir -p skills/s$i && \
            printf '%s' '\(text)' | sed "s/NAME/s$i/" > skills/s$i/skill.json; done && \
            git add --all && \(git) -c user.signingkey="$PWD/../configuration/signing.key" commit --quiet --gpg-sign \
            --message "$(printf 'Skills\\n\\nRatchet-Policy: bench')" && git update-ref refs/ratchet/live HEAD
            """)
    }

    private static func shell(_ line: String) throws {
        let status = try Peer(line + " >/dev/null").finish()
        guard status == 0 else { throw BenchFailure(description: "\(line.prefix(80)) ended with \(status)") }
    }

    private static func note(_ text: String) {
        let bytes = Array((text + "\n").utf8)
        _ = write(STDERR_FILENO, bytes, bytes.count)
    }
}
