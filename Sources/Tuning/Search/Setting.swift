package import JSON
package import SkillLanguage

/// One value of a skill's `config`, with its bounds as far as its schema declares them.
package struct Setting: Sendable, Hashable {
    package let name: String
    /// The default: what runs use.
    package let value: JSON
    /// JSON Schema.
    package let schema: JSON

    package static func all(of skill: Skill) -> [Setting] {
        (skill.config?.source["properties"]?.object ?? [:]).compactMap { name, schema in
            schema["default"].map { Setting(name: name, value: $0, schema: schema) }
        }
    }

    package var isNumeric: Bool {
        value.double != nil && (schema["type"]?.string == "number" || schema["type"]?.string == "integer")
    }

    package var minimum: JSON? { schema["minimum"] ?? schema["exclusiveMinimum"] }
    package var maximum: JSON? { schema["maximum"] ?? schema["exclusiveMaximum"] }

    /// Where the value stands in the skill's document.
    package var pointer: Pointer { Pointer(["config", "properties", name, "default"]) }

    /// The values a search tries, the nearest first: from half to double of the present one, rounded to three digits, as far as the config's
    /// schema takes them. Zero has none, and neither has what is not a number.
    package func candidates(of skill: Skill) -> [JSON] {
        guard isNumeric, let present = value.double, present != 0, let config = skill.config else { return [] }
        var tried: [JSON] = [value]
        for factor in Self.factors {
            let number = schema["type"]?.string == "integer" ? JSON.int(Int64((present * factor).rounded())) : Self.rounded(present * factor)
            guard !tried.contains(number), config.schema.firstViolation(in: skill.configuration(overriding: [name: number])) == nil else { continue }
            tried.append(number)
        }
        return Array(tried.dropFirst())
    }

    /// Little at a time: no value is more than halved or doubled at once.
    private static let factors = [1.1, 0.9, 1.2, 0.8, 1.3, 0.7, 1.4, 0.6, 1.5, 0.5, 1.6, 1.8, 2.0]

    private static func rounded(_ number: Double) -> JSON {
        var unit = 1.0
        while abs(number) / unit >= 1000 { unit *= 10 }
        if unit > 1 { return .double((number / unit).rounded() * unit) }
        var scale = 1.0
        while abs(number) * scale < 100 { scale *= 10 }
        return .double((number * scale).rounded() / scale)
    }
}
