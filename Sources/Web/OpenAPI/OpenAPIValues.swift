import JSON
import Store

/// What a parameter or field of a name is, wherever it stands.
enum OpenAPIValues {
    static func schema(_ name: String) -> JSON { known[name] ?? ["type": "string"] }

    private static func whole(_ range: ClosedRange<Int>, _ standard: Int? = nil) -> JSON {
        var schema: JSON.Object = ["type": "integer", "minimum": .count(range.lowerBound), "maximum": .count(range.upperBound)]
        schema["default"] = standard.map(JSON.count)
        return .object(schema)
    }

    private static func described(_ text: String) -> JSON { ["type": "string", "description": .string(text)] }

    private static let time: JSON = ["type": "string", "format": "date-time"]

    private static let known: [String: JSON] = [
        "id": described("An id, or the beginning of one of at least eight characters; of a version, its id or name@1.2.3."),
        "name": described("A name."), "limit": whole(1...10_000), "cursor": described("The `next` of the page before."),
        "count": whole(1...100, 5), "wait": whole(0...30, 0), "since": time, "until": time,
        "state": described("States with commas between them: \(RunState.allCases.map(\.rawValue).joined(separator: ", "))."),
        "error": described("An error type, or the start of one."), "children": ["type": "boolean", "default": false],
        "label": ["type": "string", "enum": .array(Label.Verdict.allCases.map { .string($0.rawValue) })],
        "cost_at_least": ["type": "number", "exclusiveMinimum": 0, "description": "US dollars."],
        "version": described("A version id, name@1.2.3, or with `skill` just the label."), "input": [:],
        "idempotency_key": ["type": "string", "minLength": 1, "maxLength": 255], "force": ["type": "boolean"], "dry_run": ["type": "boolean"],
        "use_models": ["type": "boolean", "default": false, "description": "Whether models are asked, which costs money."],
        "wider": ["type": "boolean", "default": false, "description": "Whether reads may go where what is live may not."],
        "sql": ["type": "string", "minLength": 1, "maxLength": 100_000], "timeout_ms": whole(1...30_000, 5_000), "days": whole(1...36_500),
        "per_skill": whole(1...1_000_000_000), "path": described("An absolute path."),
        "rate_per_minute": whole(1...600_000), "commit": ["type": "string", "pattern": "^[0-9a-f]{40}$"],
    ]
}
