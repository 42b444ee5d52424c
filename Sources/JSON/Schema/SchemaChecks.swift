import Pattern

/// What each keyword asks for.
extension SchemaCompiler {
    /// The check of a keyword, nil when it is absent, an annotation, or read together with another one.
    mutating func check(_ keyword: Keyword, in object: JSON.Object, _ place: Place) throws(SchemaError) -> SchemaCheck? {
        if keyword == .properties { return try members(object, place) }
        guard let value = object[keyword.rawValue] else { return nil }
        switch keyword {
        case .type: return .type(try types(value, keyword, place))
        case .const: return .constant(value)
        case .enum:
            guard let values = value.array else { throw bad(keyword, "an array of values", at: place) }
            return .oneOfValues(values, Set(values))
        case .multipleOf:
            guard let number = value.double, number > 0 else { throw bad(keyword, "a number above 0", at: place) }
            return .multipleOf(value.decimal ?? Decimal(number), value)
        case .minimum, .exclusiveMinimum: return .least(try number(value, keyword, place), exclusive: keyword == .exclusiveMinimum)
        case .maximum, .exclusiveMaximum: return .most(try number(value, keyword, place), exclusive: keyword == .exclusiveMaximum)
        case .minLength: return .leastLength(try count(value, keyword, place))
        case .maxLength: return .mostLength(try count(value, keyword, place))
        case .pattern:
            guard let text = value.string else { throw bad(keyword, "a string", at: place) }
            return .pattern(try pattern(text, place.inside(keyword)))
        case .minItems: return .leastItems(try count(value, keyword, place))
        case .maxItems: return .mostItems(try count(value, keyword, place))
        case .uniqueItems:
            guard let unique = value.bool else { throw bad(keyword, "true or false", at: place) }
            return unique ? .uniqueItems : nil
        case .minProperties: return .leastProperties(try count(value, keyword, place))
        case .maxProperties: return .mostProperties(try count(value, keyword, place))
        case .required: return .required(try names(value, keyword, place))
        case .dependentRequired:
            var result: [(String, [String])] = []
            for (name, needed) in try table(value, keyword, place) { result.append((name, try names(needed, keyword, place))) }
            return .dependentRequired(result)
        default: return try applicator(keyword, value, in: object, place)
        }
    }

    private mutating func applicator(
        _ keyword: Keyword, _ value: JSON, in object: JSON.Object, _ place: Place
    ) throws(SchemaError) -> SchemaCheck? {
        switch keyword {
        case .prefixItems: return .prefixItems(try list(value, keyword, place))
        case .items:
            if value.array != nil { throw bad(keyword, "one schema; write \"prefixItems\" for a schema per position", at: place) }
            return .items(try node(value, place.inside(keyword)), from: object[Keyword.prefixItems.rawValue]?.array?.count ?? 0)
        case .contains:
            let least = try object[Keyword.minContains.rawValue].map { value throws(SchemaError) in try count(value, .minContains, place) }
            let most = try object[Keyword.maxContains.rawValue].map { value throws(SchemaError) in try count(value, .maxContains, place) }
            return .contains(try node(value, place.inside(keyword)), least: least ?? 1, most: most)
        case .propertyNames: return .propertyNames(try node(value, place.inside(keyword)))
        case .dependentSchemas: return .dependentSchemas(try named(value, keyword, place))
        case .unevaluatedProperties: return .unevaluatedProperties(try node(value, place.inside(keyword)))
        case .allOf: return .all(try list(value, keyword, place))
        case .anyOf: return .any(try list(value, keyword, place))
        case .oneOf: return .one(try list(value, keyword, place))
        case .not: return .not(try node(value, place.inside(keyword)))
        case .if:
            let then = try branch(.then, of: object, place)
            let otherwise = try branch(.else, of: object, place)
            return .condition(if: try node(value, place.inside(keyword)), then: then, else: otherwise)
        case .then, .else:
            _ = try branch(keyword, of: object, place)
            return nil
        case .definitions:
            _ = try named(value, keyword, place)
            return nil
        default: return nil
        }
    }

    private mutating func branch(_ keyword: Keyword, of object: JSON.Object, _ place: Place) throws(SchemaError) -> Int? {
        guard let value = object[keyword.rawValue] else { return nil }
        return try node(value, place.inside(keyword))
    }

    private mutating func members(_ object: JSON.Object, _ place: Place) throws(SchemaError) -> SchemaCheck? {
        let properties = try object[Keyword.properties.rawValue].map { value throws(SchemaError) in try named(value, .properties, place) }
        var patterns: [(Pattern, Int)]?
        if let value = object[Keyword.patternProperties.rawValue] {
            patterns = []
            for (source, number) in try named(value, .patternProperties, place) {
                patterns?.append((try pattern(source, place.inside(.patternProperties).inside(source)), number))
            }
        }
        let additional = try branch(.additionalProperties, of: object, place)
        if properties == nil, patterns == nil, additional == nil { return nil }
        return .members(SchemaMembers(properties ?? [], patterns: patterns ?? [], additional: additional))
    }

    private mutating func list(_ value: JSON, _ keyword: Keyword, _ place: Place) throws(SchemaError) -> [Int] {
        guard let items = value.array, !items.isEmpty else { throw bad(keyword, "an array of at least one schema", at: place) }
        var numbers: [Int] = []
        for (position, item) in items.enumerated() { numbers.append(try node(item, place.inside(keyword).inside(String(position)))) }
        return numbers
    }

    private mutating func named(_ value: JSON, _ keyword: Keyword, _ place: Place) throws(SchemaError) -> [(String, Int)] {
        var numbers: [(String, Int)] = []
        for (name, schema) in try table(value, keyword, place) { numbers.append((name, try node(schema, place.inside(keyword).inside(name)))) }
        return numbers
    }

    private func table(_ value: JSON, _ keyword: Keyword, _ place: Place) throws(SchemaError) -> JSON.Object {
        guard let object = value.object else { throw bad(keyword, "an object", at: place) }
        return object
    }

    private func types(_ value: JSON, _ keyword: Keyword, _ place: Place) throws(SchemaError) -> SchemaTypes {
        var types: SchemaTypes = []
        for item in value.array ?? [value] {
            guard let type = item.string.flatMap(SchemaTypes.init(named:)) else {
                throw bad(keyword, "one or more of \(SchemaTypes.named.map(\.name).joined(separator: ", "))", at: place)
            }
            types.formUnion(type)
        }
        return types
    }

    private func number(_ value: JSON, _ keyword: Keyword, _ place: Place) throws(SchemaError) -> JSON {
        guard value.double != nil else { throw bad(keyword, "a number", at: place) }
        return value
    }

    private func count(_ value: JSON, _ keyword: Keyword, _ place: Place) throws(SchemaError) -> Int {
        guard let count = value.int, count >= 0 else { throw bad(keyword, "an integer from 0 on", at: place) }
        return Int(clamping: count)
    }

    private func names(_ value: JSON, _ keyword: Keyword, _ place: Place) throws(SchemaError) -> [String] {
        var names: [String] = []
        for item in value.array ?? [nil] {
            guard let name = item.string else { throw bad(keyword, "an array of names", at: place) }
            names.append(name)
        }
        return names
    }

    private func pattern(_ source: String, _ place: Place) throws(SchemaError) -> Pattern {
        do throws(PatternError) {
            return try Pattern(source)
        } catch {
            throw SchemaError(reason: .badPattern(source, error), pointer: place.pointer)
        }
    }
}
