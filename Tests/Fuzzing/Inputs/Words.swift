package import JSON

/// What the language gives meaning to: words, texts and values at its edges.
package enum Words {
    package static let keys = [
        "$schema", "language", "skill", "version", "summary", "notes", "input", "config", "output", "secrets", "permits", "limits", "concurrency",
        "steps", "finally", "result", "tests", "id", "call", "with", "set", "do", "switch", "cases", "when", "else", "parallel", "branches", "each",
        "as", "in", "repeat", "max", "until", "delay", "yield", "exhausted", "return", "fail", "type", "message", "retryable", "retry", "attempts",
        "catch", "on", "timeout", "http", "models", "skills", "mcp", "duration", "calls", "tokens", "cost_usd", "key", "on_conflict", "name",
        "mocks", "expect", "assert", "error", "ran", "not_ran", "script", "loop", "schedule", "cron", "zone", "every", "overlap", "catchup", "window",
        "properties", "required", "items", "enum", "const", "pattern", "minimum", "maximum", "minLength", "maxItems", "$ref", "$defs", "allOf",
        "anyOf",
        "oneOf", "not", "if", "then", "additionalProperties", "unevaluatedProperties", "patternProperties", "propertyNames", "prefixItems",
        "contains",
        "dependentSchemas", "default", "format", "uniqueItems", "multipleOf", "$id", "$anchor", "__proto__", "", "a/b", "~", "é", "e\u{301}", "\u{0}",
    ]

    package static let texts = [
        "", " ", "\u{0}", "\u{FFFF}", "\u{1F600}", "e\u{301}", "${", "}", "${}", "$${", "${${1}}", "${input}", "${steps.fetch}",
        "${secrets.API_TOKEN}",
        "${vars.x}", "${1 / 0}", "${[1, 2].map(x, [x, x])}", "${'a' + 1}", "${size(input) / 2}", "a && b", "true", "skill:good@^1", "skill:helper@*",
        "http", "llm", "echo", "wait", "runs.query", "agent", "1s", "-1s", "99999999999999999999h", "1ns", "0s", "P1D", "1.4.0", "^1.2", "*",
        "0 9 * * 1-5",
        "* * * * *", "0 0 31 2 *", "*/0 * * * *", "60 24 32 13 8", "@daily", "Europe/Paris", "UTC", "Europe/../etc/passwd", "Mars/Olympus",
        "cancelled",
        "http.5xx", "limits.duration", "object", "array", "integer", "string", "null", "#", "#/$defs/a", "#/properties/a", "a+", "(a+)+$", "[",
        "\\p{L}",
        "(?i)x{1,1000}", "GET https://example.org/*", "GET service:name/path*", "date-time", "skip", "latest", "2026-02-30T00:00:00Z",
    ]

    package static let numbers: [JSON] = [
        0, 1, -1, 2, 3, 10, 100, 1000, 65_536, 2_147_483_647, 2_147_483_648, 4_294_967_296, 9_007_199_254_740_991, 9_007_199_254_740_992,
        .int(.max), .int(.min), .double(0.1), .double(-0.0), .double(1e-300), .double(1e300), .double(.greatestFiniteMagnitude),
        .double(.leastNonzeroMagnitude), .double(0.5), .double(1e19), .double(-1e19), .double(9_223_372_036_854_775_808),
    ]

    /// How numbers may be written, also in ways JSON forbids.
    package static let numerals = [
        "0", "-0", "-0.0", "1e400", "-1e400", "1e-400", "9223372036854775807", "9223372036854775808", "-9223372036854775809",
        "123456789012345678901234567890", "0.1e1", "1E+2", "01", "1.", ".5", "+1", "0x10", "NaN", "Infinity", "1e", "-", "1_000",
        "1e99999999999999999999",
        "0.00000000000000000000000000000000000000000001", "4.9406564584124654e-324", "2.2250738585072011e-308", "1.7976931348623159e308",
    ]

    package static let values: [JSON] = [
        .null, true, false, [], [:], [[]], [.null], ["type": "object"], ["type": "string"], ["output": [:]], ["error": ["type": "http.5xx.503"]],
        ["$ref": "#"], ["$ref": "#/$defs/a"], ["cron": "0 7 * * *", "zone": "UTC"], ["every": "5m"],
        ["id": "again", "call": "echo", "with": ["a": 1]],
        ["id": "pause", "call": "wait", "with": ["for": "1h"]], [["id": "fetch", "call": "echo"]],
        ["id": "round", "repeat": ["max": 1000, "until": "false", "steps": [["id": "inner", "set": ["x": "${1}"]]]]],
        ["id": "all", "each": ["in": "${[1, 2, 3]}", "as": "x", "steps": [["id": "inner_step", "call": "echo", "with": ["x": "${x}"]]]]],
        ["id": "stop", "fail": ["type": "custom.bad", "message": "no"]], ["attempts": 3, "delay": "1s"], ["attempts": 1_000_000_000],
    ]
}
