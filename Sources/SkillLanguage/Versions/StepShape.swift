import JSON

/// What a list of steps does, without what a patch may change: notes, retries, timeouts, and the texts that models and people are given.
enum StepShape {
    static func of(_ steps: JSON) -> JSON {
        guard let items = steps.array else { return steps }
        return .array(items.map(step))
    }

    private static func step(_ json: JSON) -> JSON {
        guard let object = json.object else { return json }
        var result = JSON.Object()
        for (key, value) in object where !["note", "retry", "timeout"].contains(key) {
            switch key {
            case "with": result[key] = arguments(value, of: json["call"]?.string ?? "")
            case "do": result[key] = of(value)
            case "each", "repeat": result[key] = member("steps", of: value, of)
            case "switch":
                let cases = member("cases", of: value) { .array(($0.array ?? []).map { member("steps", of: $0, of) }) }
                result[key] = member("else", of: cases, of)
            case "parallel":
                result[key] = member("branches", of: value) { .object(JSON.Object(($0.object ?? [:]).map { ($0, of($1)) })) }
            case "catch": result[key] = .array((value.array ?? []).map { member("steps", of: $0, of) })
            default: result[key] = value
            }
        }
        return .object(result)
    }

    private static func arguments(_ with: JSON, of callable: String) -> JSON {
        guard ["llm", "agent", "human"].contains(callable) else { return with }
        let rest = without(["system", "prompt"], with)
        return member("tools", of: rest) { .array(($0.array ?? []).map { without(["describe"], $0) }) }
    }

    private static func without(_ keys: [String], _ json: JSON) -> JSON {
        guard var object = json.object else { return json }
        for key in keys { object[key] = nil }
        return .object(object)
    }

    /// The object with one of its members changed, when it has it.
    private static func member(_ key: String, of json: JSON, _ change: (JSON) -> JSON) -> JSON {
        guard var object = json.object, let value = object[key] else { return json }
        object[key] = change(value)
        return .object(object)
    }
}
