import JSON

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// How long a change takes to be in force, with 500 skills live: the built `ratchet`, which has to lie beside this program.
enum RegisterRate {
    private static let skills = 500
    private static let changes = 200

    static func run(_ report: Report) throws {
        guard ["register_to_callable", "approve", "rollback"].contains(where: { report.wants("registry.\($0)") }) else { return }
        let own = Array(CommandLine.arguments[0]).split(separator: "/", omittingEmptySubsequences: false).dropLast()
        let folder = own.isEmpty ? "." : String(own.joined(separator: "/"))
        guard access("\(folder)/ratchet", X_OK) == 0 else { return }
        let place = BenchFolder.path("register")
        try shell("rm -rf \(place) && RATCHET_CONFIG_DIR=\(place)/configuration \(folder)/ratchet init \(place)/workspace")
        try prepare(place)
        let server = try Peer("RATCHET_CONFIG_DIR=\(place)/configuration exec \(folder)/ratchet serve --port 0 --workspace \(place)/workspace")
        _ = try server.line()
        guard let url = try JSON(parsing: bytes(of: "\(place)/workspace/.ratchet/server.json"))["url"]?.string else {
            throw BenchFailure(description: "server.json names no address")
        }
        let agent = try Wire(url, token: word(of: "\(place)/workspace/.ratchet/agent.token"))
        let owner = try Wire(url, token: word(of: "\(place)/configuration/owner.token"))
        var bases: [JSON] = []
        for number in 0..<skills { bases.append(try base(of: number, owner)) }
        _ = try propose(0, text: "warm", on: bases[0], agent)

        let registered = Samples(
            try (1...changes).map { number in
                let made = try timed { try propose(number, text: "second", on: bases[number], agent) }
                let run = try owner.post("runs", ["skill": name(number), "input": [:]])
                guard made.answer["status"] == "live", run["version_id"] == made.answer["versions"]?[0]?["version_id"] else {
                    throw BenchFailure(description: "not callable: \(made.answer) \(run)")
                }
                return made.seconds * 1000
            })
        let method = "\(skills) skills of five steps live, each with a test; one change after the other, over HTTP"
        report.add(
            "registry.register_to_callable.p50", registered.median, "ms", ratio: registered.median / 50,
            method: "from POST /proposals to the answer that it is live, after which a run starts with it; ratio to 50 ms; \(method)")
        report.add("registry.register_to_callable.p99", registered.quantile(0.99), "ms", method: method)

        let back = Samples(
            try (1...changes).map { number in
                try timed { try owner.post("skills/s\(number)/rollback", ["reason": "bench"]) }.seconds * 1000
            })
        report.add("registry.rollback.p50", back.median, "ms", ratio: back.median / 1000, method: "POST /skills/NAME/rollback; ratio to a second; \(method)")
        report.add("registry.rollback.p99", back.quantile(0.99), "ms", method: method)

        let approved = Samples(
            try (changes + 1..<skills).prefix(changes).map { number in
                let waiting = try propose(number, text: "wider", permits: ["http": ["GET https://a.example/*"]], on: bases[number], agent)
                guard waiting["status"] == "pending", let id = waiting["proposal"]?.string, let hash = waiting["evidence_hash"] else {
                    throw BenchFailure(description: "does not wait: \(waiting)")
                }
                return try timed { try owner.post("proposals/\(id)/approve", ["evidence_hash": hash]) }.seconds * 1000
            })
        report.add("registry.approve.p50", approved.median, "ms", method: "POST /proposals/ID/approve, checked again and live with the answer; \(method)")
        report.add("registry.approve.p99", approved.quantile(0.99), "ms", method: method)
    }

    private static func propose(_ number: Int, text: String, permits: JSON = [:], on base: JSON, _ agent: Wire) throws -> JSON {
        var document = document("s\(number)", text: text).object ?? [:]
        document["version"] = Optional.none
        document["permits"] = permits
        return try agent.post(
            "proposals",
            ["changes": [["path": .string("skills/s\(number)/skill.json"), "document": .object(document), "base": base]], "reason": "bench"])
    }

    private static func name(_ number: Int) -> JSON { .string("s\(number)") }

    private static func timed(_ body: () throws -> JSON) throws -> (answer: JSON, seconds: Double) {
        var answer = JSON.null
        let duration = try ContinuousClock().measure { answer = try body() }
        return (answer, duration.inSeconds)
    }

    private static func base(of number: Int, _ owner: Wire) throws -> JSON {
        guard let id = try owner.get("skills/s\(number)")["version_id"] else { throw BenchFailure(description: "s\(number) is not live") }
        return id
    }

    private static func document(_ name: String, text: String) -> JSON {
        let steps = (1...5).map { step -> JSON in
            ["id": .string("say\(step)"), "call": "echo", "with": ["text": .string(text), "to": "${input.name}"]]
        }
        return [
            "language": 1, "skill": .string(name), "version": "1.0.0", "summary": "Greet somebody by name.",
            "input": ["type": "object", "properties": ["name": ["type": "string", "default": "you"]]],
            "output": ["type": "object", "properties": ["text": ["type": "string"]], "required": ["text"]], "permits": [:], "steps": .array(steps),
            "result": ["text": "${steps.say5.text}"],
            "tests": [["name": "greets", "input": [:], "mocks": [:], "expect": ["ran": ["say5"]]]],
        ]
    }

    private static func prepare(_ place: String) throws {
        let text = document("NAME", text: "first").text(.compact)
        let git = "git -c user.name=bench -c user.email=bench@example.com"
        try shell(
            """
            cd \(place)/workspace && for i in $(seq 0 \(skills - 1)); do mkdir -p skills/s$i && \
            printf '%s' '\(text)' | sed "s/NAME/s$i/" > skills/s$i/skill.json; done && \
            printf '%s' '{"policy": {"auto_approve": "narrower"}}' > ratchet.json && \
            git add --all && \(git) -c user.signingkey="$PWD/../configuration/signing.key" commit --quiet --gpg-sign \
            --message "$(printf 'Skills\\n\\nRatchet-Policy: bench')" && git update-ref refs/ratchet/live HEAD
            """)
    }

    private static func shell(_ line: String) throws {
        let status = try Peer(line + " >/dev/null").finish()
        guard status == 0 else { throw BenchFailure(description: "\(line.prefix(80)) ended with \(status)") }
    }

    private static func bytes(of file: String) throws -> [UInt8] {
        let descriptor = open(file, O_RDONLY)
        defer { close(descriptor) }
        var block = [UInt8](repeating: 0, count: 1 << 16)
        let count = read(descriptor, &block, block.count)
        guard count > 0 else { throw BenchFailure(description: "\(file) cannot be read") }
        return Array(block[..<count])
    }

    private static func word(of file: String) throws -> String {
        String(decoding: try bytes(of: file), as: UTF8.self).split(whereSeparator: \.isWhitespace).first.map(String.init) ?? ""
    }
}
