import JSON

/// E28: what a model is asked to answer with is a closed object whose properties are all required, on every level. Servers with
/// structured output accept nothing else.
enum StrictSubset {
    static func check(_ schema: JSON, at pointer: String, _ log: FindingLog) {
        guard let object = schema.object else { return }
        if object["type"] == "object" || object["properties"] != nil {
            if object["additionalProperties"] != false {
                log.add(Finding("E28", pointer, "the object is open", hint: "add \"additionalProperties\": false"))
            }
            let required = Set((object["required"]?.array ?? []).compactMap(\.string))
            let left = (object["properties"]?.object?.keys ?? []).filter { !required.contains($0) }
            if !left.isEmpty {
                log.add(
                    Finding(
                        "E28", pointer, "not required: \(left.joined(separator: ", "))",
                        hint: "list every property in \"required\"; one that may be missing has \"type\": [\"string\", \"null\"]"))
            }
        }
        for key in ["properties", "$defs"] {
            for (name, member) in object[key]?.object ?? [:] { check(member, at: "\(pointer)/\(key)/\(escape(name))", log) }
        }
        if let items = object["items"] { check(items, at: pointer + "/items", log) }
        for key in ["anyOf", "oneOf", "allOf"] {
            for (i, member) in (object[key]?.array ?? []).enumerated() { check(member, at: "\(pointer)/\(key)/\(i)", log) }
        }
    }
}
