import JSON
import Testing
import Workspace

/// Secrets that nobody else knows are planted wherever there can be one, everything that can be done is done with them, and then they are
/// looked for, in every disguise, in all that is left behind.
@Suite(.timeLimit(.minutes(10))) struct CanaryTests {
    private static let values = [
        "HEADER_KEY": "Hdr/9+Zq\"<k>&='x7Lm2", "QUERY_KEY": "Qry \u{E9}/+&=%\"\\k7wPz4", "BODY_KEY": "Bdy<\u{FC}>\"q\\/3&nR8t",
        "PATH_KEY": "Pth0Canary7x9Kd5",
        "SERVICE_KEY": "Srv-Canary/8+yT6fQ==", "MODEL_KEY": "sk-Mdl+Canary/4hWb2",
    ]

    /// A test's ground with its canaries in place, and the outputs of all that was asked.
    private struct Hunt {
        let ground: Ground
        var outputs: String { ground.folder + "/outputs" }

        /// Runs a command and keeps what it says. Its arguments hold no secret, so neither may its answer.
        @discardableResult
        func keep(_ arguments: String...) async throws -> Program.Result {
            let result = try await ground.outcome(arguments)
            try keep(arguments.joined(separator: " "), [result.output, result.errors])
            return result
        }

        func keep(_ name: String, _ lines: [String]) throws {
            let file = name.map { $0.isLetter || $0.isNumber ? String($0) : "_" }.joined().prefix(120)
            try Files.write("\(outputs)/\(file)", (try Files.read("\(outputs)/\(file)") ?? []) + Array((lines.joined(separator: "\n") + "\n").utf8))
        }
    }

    @Test func `no canary is found anywhere after all has been done with them`() async throws {
        let service = try EchoService(secrets: Array(Self.values.values))
        let ground = try await Ground.prepared(skills: [CanarySkills.send, CanarySkills.ask("good"), CanarySkills.ask("bad")])
        let hunt = Hunt(ground: ground)
        try ground.write("ratchet.json", Self.settings(service.url))
        var server = try Self.serve(ground)
        _ = try await server.line(" serves ")
        let tail = try ground.start(["runs", "tail", "--json"])
        for (name, value) in Self.values.sorted(by: { $0.key < $1.key }) where name != "QUERY_KEY" {
            try Files.write(ground.folder + "/value", Array((value + "\n").utf8))
            let set =
                name < "M"
                ? try await ground.start(["secret", "set", name], reading: ground.folder + "/value").finish()
                : try await ground.ratchet("secret", "set", name, "--from-file", ground.folder + "/value")
            try #require(set.code == 0, "\(set)")
            try hunt.keep("set", [set.output, set.errors])
        }
        try Files.remove(ground.folder + "/value")

        let runs = try await Self.run(hunt)
        #expect(service.arrived == Set(Self.values.values), "the service got each of them")
        try await Self.look(hunt, at: runs)
        let reviewer = try await Self.change(hunt)
        try hunt.keep("log", server.output.past + server.errors.past)
        try await Self.lookAtProcesses(hunt, server)

        server.send(15)
        _ = try await server.finish()
        try hunt.keep("log", server.errors.past)
        server = try Self.serve(ground)
        _ = try await server.line(" serves ")
        try await Self.look(hunt, at: Array(runs.prefix(2)))
        server.send(15)
        try hunt.keep("tail", tail.output.past + tail.errors.past)
        #expect(tail.output.past.count > 20)
        _ = try await server.finish()
        try hunt.keep("log", server.errors.past)
        try await ground.git("fsck")
        _ = try await ground.shell("git cat-file --batch-all-objects --batch > ../outputs/objects; git log --all --format=full > ../outputs/history")

        try await Self.search(ground, reviewer: reviewer)
    }

    private static func settings(_ url: String) -> JSON {
        func model(_ name: String) -> JSON { ["base_url": .string(url + "/llm"), "model": .string(name), "key_secret": "MODEL_KEY"] }
        return [
            "services": ["echo": ["base_url": .string(url), "allow_private": true, "headers": ["x-service": "Bearer ${secrets.SERVICE_KEY}"]]],
            "models": ["good": model("good"), "bad": model("bad")],
        ]
    }

    private static func serve(_ ground: Ground) throws -> Program {
        var environment = ground.environment
        environment["RATCHET_SECRET_QUERY_KEY"] = values["QUERY_KEY"]
        return try Program([Ground.built("ratchet"), "serve", "--port", "0", "--log-level", "trace"], in: ground.workspace, environment: environment)
    }

    /// Runs that succeed, fail and are repeated. Gives their ids.
    private static func run(_ hunt: Hunt) async throws -> [String] {
        var ids: [String] = []
        for mode in CanarySkills.modes {
            let result = try await hunt.keep("run", "send", "--input", "{\"mode\": \"\(mode)\"}", "--wait", "--json")
            let run = try JSON(parsing: Array(result.output.utf8))
            let isGood = ["json", "text", "names", "keys", "binary", "big"].contains(mode)
            #expect((run["state"] == "succeeded") == isGood, "\(mode): \(result)")
            ids.append(try #require(run["id"]?.string))
        }
        for model in ["good", "bad"] {
            let result = try await hunt.keep("run", "ask_\(model)", "--wait", "--json")
            let run = try JSON(parsing: Array(result.output.utf8))
            #expect((run["state"] == "succeeded") == (model == "good"), "\(model): \(result)")
            ids.append(try #require(run["id"]?.string))
        }
        let failed = try #require(CanarySkills.modes.firstIndex(of: "fail").map { ids[$0] })
        try await hunt.keep("runs", "retry", failed, "--wait")
        try await hunt.keep("runs", "retry", failed, "--dry-run", "--json")
        try await hunt.keep("runs", "label", ids[0], "bad", "--note", "it told too much")
        return ids
    }

    private static func look(_ hunt: Hunt, at runs: [String]) async throws {
        for run in runs {
            for form in [["show", run, "--json"], ["show", run], ["receipt", run, "--json"]] {
                let result = try await hunt.ground.outcome(["runs"] + form)
                #expect(result.code == 0, "\(result)")
                try hunt.keep("runs", [result.output, result.errors])
            }
        }
        try await hunt.keep("mcp", "inspect", "get_run", "--arguments", "{\"run\": \"\(runs[0])\"}")
        for view in ["runs", "steps", "fires", "versions", "costs"] { try await hunt.keep("sql", "SELECT * FROM \(view)", "--json") }
        try await hunt.keep("sql", "SELECT * FROM steps", "--csv")
        try await hunt.keep("runs", "list", "--json")
        try await hunt.keep("runs", "stats", "--json")
        try await hunt.keep("skills", "recall", "send@1.0.0", "--json")
        try await hunt.keep("secret", "list", "--json")
        try await hunt.keep("secret", "rm", "BODY_KEY", "--dry-run", "--json")
        try await hunt.keep("token", "list", "--json")
        try await hunt.keep("inbox", "--json")
        try await hunt.keep("incidents", "--json")
        try await hunt.keep("doctor", "--json")
        try await hunt.keep("db", "verify", "--json")
        let copy = hunt.outputs + "/backup-\(runs.count).db"
        #expect(try await hunt.keep("db", "backup", copy).code == 0)
        let described = try await hunt.ground.shell(
            """
            url=$(sed -n 's/.*"url": "\\([^"]*\\)".*/\\1/p' .ratchet/server.json)
            for path in openapi.json status skills versions/send@1.0.0 versions/send@1.0.0/effects tool-calls secrets; do
                curl -s -H "Authorization: Bearer $(cat ../configuration/owner.token)" "$url/api/v1/$path"
            done
            curl -s -H 'Authorization: Bearer rt_wrong' "$url/api/v1/status"
            """)
        #expect(described.output.contains("openapi"), "\(described)")
        try hunt.keep("curl", [described.output, described.errors])
        let agent = try Sidecar(hunt.ground)
        for run in runs { try hunt.keep("sidecar", [try await agent.call("get_run", ["run": .string(run)]).text(.compact)]) }
        try hunt.keep("sidecar", [try await agent.call("query_runs", ["skill": "send"]).text(.compact)])
        agent.endInput()
        _ = try await agent.program.finish()
        try hunt.keep("sidecar", agent.program.errors.past)
    }

    /// A change of the skill, played on what was recorded, and approved with a token of its own. Gives that token.
    private static func change(_ hunt: Hunt) async throws -> String {
        var document = CanarySkills.send.object ?? [:]
        document["summary"] = "Send secrets to a service that sends every one of them back."
        document["secrets"] = ["BODY_KEY", "HEADER_KEY", "MODEL_KEY", "PATH_KEY", "QUERY_KEY"]
        document["version"] = nil
        try hunt.ground.write("draft.json", .object(document))
        let made = try await hunt.keep("propose", "draft.json", "--reason", "Say more.", "--json")
        let id = try #require(try JSON(parsing: Array(made.output.utf8))["proposal"]?.string, "\(made)")
        try await hunt.keep("review", "show", id, "--json")
        try await hunt.keep("policy", "test", id, "--json")
        let token = try #require(try await hunt.ground.answer("token", "create", "--scope", "reviewer", "--name", "kim")["token"]?.string)
        let approved = try await hunt.ground.shell("RATCHET_TOKEN=\(token) ratchet review approve \(id)")
        #expect(approved.code == 0, "\(approved)")
        try hunt.keep("approve", [approved.output, approved.errors])
        try await hunt.keep("skills", "rollback", "send", "--reason", "Too much.")
        return token
    }

    /// What other programs of the machine can see: everybody's arguments, and the environment of what the server starts.
    private static func lookAtProcesses(_ hunt: Hunt, _ server: Program) async throws {
        let seen = try await hunt.ground.shell(
            """
            for process in /proc/[0-9]*; do
                tr '\\0' ' ' < $process/cmdline; echo
                grep -q "^PPid:.\(server.processID)$" $process/status && tr '\\0' '\\n' < $process/environ
            done 2> /dev/null
            true
            """)
        try hunt.keep("processes", [seen.output])
    }

    private static func search(_ ground: Ground, reviewer: String) async throws {
        func text(_ name: String) throws -> String {
            String(decoding: try #require(try Files.read("\(ground.folder)/\(name)")), as: UTF8.self)
        }
        let sealing = try text("configuration/sealing.key").filter { !$0.isWhitespace }
        let signing = try text("configuration/signing.key").split(separator: "\n").map(String.init).filter { $0.count == 70 }
        let tokens = try [text("configuration/owner.token"), text("workspace/.ratchet/agent.token"), reviewer].map { $0.filter { !$0.isWhitespace } }
        var needles: Set<String> = [sealing, sealing.uppercased()]
        needles.formUnion(signing.dropFirst())
        for secret in Array(values.values) + tokens { needles.formUnion(Disguise.all(of: secret).map(\.text) + Disguise.insideBase64(of: secret)) }
        #expect(needles.count > 120)
        // Beside the ground, so that it is not found itself.
        let list = ground.folder + ".needles"
        try Files.write(list, Array((needles.sorted().joined(separator: "\n") + "\n").utf8))
        defer { try? Files.remove(list) }
        let found = try await ground.shell("LC_ALL=C grep -r -l -a -F -f '\(list)' '\(ground.folder)' | sort")
        // Where each lies by design, readable by its owner alone.
        let places = ["configuration/owner.token", "configuration/sealing.key", "configuration/signing.key", "workspace/.ratchet/agent.token"]
        #expect(found.output.split(separator: "\n").map { String($0.dropFirst(ground.folder.utf8.count + 1)) } == places, "\(found)")
        let lines = try await ground.shell(
            "LC_ALL=C grep -r -o -a -F -h -f '\(list)' '\(ground.folder)/outputs' '\(ground.workspace)/.ratchet/ratchet.db' | sort | uniq -c | head -40"
        )
        #expect(lines.output.isEmpty, "\(lines)")
    }
}

extension Ground {
    fileprivate func outcome(_ arguments: [String]) async throws -> Program.Result { try await start(arguments).finish(within: .seconds(60)) }
}
