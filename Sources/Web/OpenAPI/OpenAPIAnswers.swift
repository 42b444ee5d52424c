import JSON

/// What each route answers when all is well.
struct OpenAPIAnswers {
    let schema: JSON
    var statuses = [200]
    var type = "application/json"
    var isTagged = false

    /// An object of any kind for a route that has no description of its own.
    static func answer(to route: String) -> OpenAPIAnswers { known[route] ?? OpenAPIAnswers(schema: ["type": "object"]) }

    private static func one(_ name: String, _ statuses: [Int] = [200], isTagged: Bool = false) -> OpenAPIAnswers {
        OpenAPIAnswers(schema: OpenAPI.reference(name), statuses: statuses, isTagged: isTagged)
    }

    private static func list(_ name: String, beside more: JSON.Object = [:]) -> OpenAPIAnswers {
        var properties: JSON.Object = ["items": ["type": "array", "items": OpenAPI.reference(name)], "next": ["type": ["string", "null"]]]
        for (key, value) in more { properties[key] = value }
        return OpenAPIAnswers(schema: OpenAPISchemas.object(properties))
    }

    static let known: [String: OpenAPIAnswers] = [
        "GET /status": one("Status"), "GET /skills": list("Skill", beside: ["problems": ["type": "array"]]),
        "GET /live": list("Standing", beside: ["commit": ["type": ["string", "null"]], "repository": ["type": "array"]]),
        "GET /skills/{name}": one("SkillDetail"), "GET /loops": list("Loop"), "GET /loops/{name}": one("Loop"),
        "GET /loops/{name}/next": OpenAPIAnswers(schema: ["type": "object"]), "GET /loops/{name}/fires": list("Fire"),
        "POST /loops/{name}/trigger": one("Run", [201]), "POST /loops/{name}/pause": one("Loop"), "POST /loops/{name}/resume": one("Loop"),
        "GET /runs": list("Run"), "GET /runs/{id}": one("RunDetail", isTagged: true), "POST /runs": one("Run", [200, 201]),
        "POST /runs/{id}/pause": one("Run", [200, 202]), "POST /runs/{id}/resume": one("Run", [200, 201]),
        "POST /runs/{id}/cancel": one("Run", [200, 202]), "GET /runs/stats": list("Statistics", beside: ["since": OpenAPISchemas.time, "until": OpenAPISchemas.time]),
        "GET /runs/{id}/receipt": one("Receipt", isTagged: true), "GET /versions/{id}": one("VersionDetail", isTagged: true),
        "GET /versions/{id}/effects": list("Effects", beside: ["version": OpenAPI.reference("Version")]), "POST /sql": one("SQLAnswer"),
        "GET /events/stream": OpenAPIAnswers(schema: ["type": "string"], type: "text/event-stream"),
        "POST /db/backup": one("Backup", [201]), "POST /db/verify": one("Verification"), "POST /db/compact": one("Compaction"),
        "POST /db/prune": one("Pruning"), "POST /audit/verify": one("Audit"), "POST /adopt": one("Adoption", [200, 422]),
        "POST /proposals/{id}/try": one("DryRun"),
        "GET /openapi.json": OpenAPIAnswers(schema: ["type": "object"], isTagged: true),
    ]
}
