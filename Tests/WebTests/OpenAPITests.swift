import CivilTime
import JSON
import Store
import Testing

@testable import Web

@Suite(.timeLimit(.minutes(1))) struct OpenAPITests {
    @Test func `every route is described, with all it takes, and no other`() async throws {
        try await Site.open { site in
            let document = await site.get("/openapi.json").json
            #expect(document["openapi"] == "3.1.0" && document["info"]?["version"] == "9.9.9")
            let paths = document["paths"]?.object ?? [:]
            let described = Set(paths.flatMap { path, item in (item.object ?? [:]).keys.map { "\($0.uppercased()) \(path)" } })
            #expect(described == Set(site.api.routes.routes.map { "\($0.method.rawValue) \($0.pattern)" }))
            var identifiers: Set<String> = []
            for route in site.api.routes.routes {
                let operation = paths[route.pattern]?[route.method.rawValue.lowercased()]
                let identifier = operation?["operationId"]?.string ?? ""
                #expect(!identifiers.contains(identifier), "\(identifier)")
                identifiers.insert(identifier)
                let named = Set((operation?["parameters"]?.array ?? []).filter { $0["in"] == "query" }.compactMap { $0["name"]?.string })
                #expect(named == Set(route.query), "\(route.pattern)")
                let fields = operation?["requestBody"]?["content"]?["application/json"]?["schema"]?["properties"]?.object ?? [:]
                #expect(Set(fields.keys) == Set(route.fields), "\(route.pattern)")
                #expect(operation?["description"]?.string?.contains(route.needs.rawValue) == true)
            }
        }
    }

    @Test func `every reference leads to a schema, and every schema is used`() async throws {
        try await Site.open { site in
            let document = await site.get("/openapi.json").json
            let text = document.text(.compact)
            let used = Set(text.matches(of: /"#\/components\/schemas\/([A-Za-z]+)"/).map { String($0.1) })
            #expect(used == Set(document["components"]?["schemas"]?.object?.keys.map(\.self) ?? []))
        }
    }

    /// Whether an answer is what the description of its route says; the problems if not.
    private static func problems(_ answer: Answer, of route: String, in document: JSON) throws -> [String] {
        let parts = route.split(separator: " ", maxSplits: 1).map(String.init)
        let responses = document["paths"]?[parts[1]]?[parts[0].lowercased()]?["responses"]
        guard let response = responses?["\(answer.status.rawValue)"] ?? responses?["default"],
            var schema = response["content"]?["application/json"]?["schema"]?.object
        else { return ["\(route) has no answer \(answer.status)"] }
        schema["components"] = ["schemas": document["components"]?["schemas"] ?? .null]
        return try Schema(compiling: .object(schema), keywords: .lenient).validate(answer.json).map { "\(route): \($0)" }
    }

    @Test func `answers are as described`() async throws {
        try await Site.open { site in
            let document = await site.get("/openapi.json").json
            let run = await site.ended(await site.post("/runs", ["skill": "pair"]))
            await site.greet()
            let held = await site.post("/runs", ["skill": "hold"])
            let id = site.registry.live("pair")?.id ?? ""
            let answers: [(String, Answer)] = [
                ("GET /status", await site.get("/status")), ("GET /skills", await site.get("/skills")), ("GET /skills/{name}", await site.get("/skills/pair")),
                ("GET /loops", await site.get("/loops")), ("GET /loops/{name}", await site.get("/loops/morning")),
                ("GET /loops/{name}/fires", await site.get("/loops/morning/fires")), ("POST /runs", held),
                ("POST /loops/{name}/pause", await site.post("/loops/morning/pause")), ("POST /loops/{name}/resume", await site.post("/loops/morning/resume")),
                ("GET /runs", await site.get("/runs?children=true")), ("GET /runs/{id}", await site.get("/runs/\(run)")),
                ("GET /runs/stats", await site.get("/runs/stats")), ("GET /runs/{id}/receipt", await site.get("/runs/\(run)/receipt")),
                ("GET /versions/{id}", await site.get("/versions/\(id)")), ("GET /versions/{id}/effects", await site.get("/versions/\(id)/effects")),
                ("POST /sql", await site.post("/sql", ["sql": "SELECT * FROM runs"])), ("POST /sql", await site.post("/sql", ["sql": "SELECT nothing"])),
                ("POST /db/verify", await site.post("/db/verify")), ("POST /db/compact", await site.post("/db/compact", as: .admin)),
                ("POST /db/prune", await site.post("/db/prune", ["dry_run": true], as: .admin)),
                ("POST /db/prune", await site.post("/db/prune", ["days": 9], as: .admin)),
                ("POST /db/backup", await site.post("/db/backup", ["path": .string(site.directory.path + "/copy.db")], as: .admin)),
                ("POST /adopt", await site.post("/adopt", as: .admin)), ("GET /runs/{id}", await site.get("/runs/00000000-none")),
            ]
            for (route, answer) in answers {
                let problems = try Self.problems(answer, of: route, in: document)
                #expect(problems == [])
            }
            // What the check is worth: an answer of another kind is no run.
            let other = try Self.problems(await site.get("/status"), of: "GET /runs/{id}", in: document)
            #expect(other != [])
        }
    }

    @Test func `what has an end has a tag, and is not sent to a client that has it`() async throws {
        try await Site.open { site in
            let run = await site.greet()
            for path in ["/runs/\(run)", "/runs/\(run)/receipt", "/versions/greet@1.0.0", "/openapi.json"] {
                let first = await site.get(path)
                let tag = try #require(first.header("ETag"), "\(path)")
                var head = Site.head("GET", path, as: .viewer)
                for known in [tag, "\"other\", \(tag)", "W/\(tag)", "*"] {
                    head.ifNoneMatch = known
                    let again = await site.api.answer(head) { [] }
                    #expect(again.status == .notModified && again.json == .null && again.header("ETag") == tag, "\(known)")
                }
                head.ifNoneMatch = "\"other\""
                #expect(await site.api.answer(head) { [] }.status == .ok)
            }
            let held = await site.post("/runs", ["skill": "hold"]).json["id"]?.string ?? ""
            #expect(await site.get("/runs/\(held)").header("ETag") == nil)
            #expect(await site.get("/runs").header("ETag") == nil)
        }
    }
}
