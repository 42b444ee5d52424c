import CEL
import JSON

/// The checks of one expression at one place, and the findings they give.
struct ExpressionCheck {
    let skill: SkillOutline
    let log: FindingLog
    /// Whether a value that may be null has to be compared with null first; a test's assertion may simply fail.
    var judgesNull = true

    /// The type of the expression's value.
    @discardableResult
    func type(of formula: Formula, at pointer: String, in environment: Environment) -> CELType {
        references(formula, at: pointer, in: environment)
        let (type, issues) = formula.expression.check(environment.declarations())
        guard issues.contains(where: { $0.kind == .mayBeMissing }) else {
            for issue in issues { report(issue, Self.code(issue.kind), formula, pointer) }
            return type
        }
        // What remains when every step ran is about fields; the rest is about steps that may have been skipped.
        let (certainType, certainIssues) = formula.expression.check(environment.declarations(certain: true))
        let remaining = Set(certainIssues)
        for issue in issues where issue.kind == .mayBeMissing && !remaining.contains(issue) { report(issue, "E18", formula, pointer) }
        for issue in certainIssues { report(issue, Self.code(issue.kind), formula, pointer) }
        return certainType
    }

    /// The value as it is kept or passed on: JSON.
    func stored(_ formula: Formula, at pointer: String, in environment: Environment) -> Known {
        let type = type(of: formula, at: pointer, in: environment)
        let extent = cost(of: formula, at: pointer, in: environment)
        if let stored = type.stored { return Known(stored, type.growsWhenStored ? .unknown : extent) }
        let isOptional = if case .optional = type { true } else { false }
        log.add(Finding("E13", pointer, "\(type) is not JSON", hint: isOptional ? "end it with .orValue(default)" : "write string(...) around it"))
        return .anything
    }

    /// A condition: anything but a bool is E14.
    func condition(_ formula: Formula, at pointer: String, in environment: Environment) {
        let type = type(of: formula, at: pointer, in: environment)
        _ = cost(of: formula, at: pointer, in: environment)
        let hint: String
        switch type {
        case .bool, .dyn: return
        case .nullable(.bool) where !judgesNull: return
        case .nullable(.bool): hint = "compare it: x == true"
        case .string, .list, .map, .object: hint = "compare it: size(x) > 0"
        case .optional: hint = "end it with .orValue(false)"
        default: hint = "compare it: x != 0"
        }
        log.add(Finding("E14", pointer, "the condition is \(type), not true or false", hint: hint))
    }

    /// How large the value can get. That the expression may cost more than it is allowed is E19.
    private func cost(of formula: Formula, at pointer: String, in environment: Environment) -> Extent {
        let expression = formula.expression
        let estimate = expression.costEstimate(for: environment.extents)
        let limit = expression.profile.costLimit
        guard estimate.units > limit, let longest = estimate.longest else { return estimate.extent }
        let name = longest.name ?? "a list"
        let shorter = longest.name.map { "lower \"maxItems\" where the schema describes \($0), or filter it in a step before" }
        log.add(
            Finding(
                "E19", pointer, "it can cost \(estimate.units) units, \(limit) are allowed: \(name) can have \(longest.count) elements",
                hint: shorter ?? "make the list shorter", excerpt: Finding.Excerpt(source: formula.source, offset: longest.position)))
        return estimate.extent
    }

    func shape(of template: Template, at pointer: String, in environment: Environment) -> Shape {
        switch template {
        case .literal(let json): return .literal(json)
        case .value(let formula): return .value(stored(formula, at: pointer, in: environment))
        case .text(let pieces):
            for case .value(let formula) in pieces { _ = stored(formula, at: pointer, in: environment) }
            return .text
        case .array(let members):
            return .array(members.enumerated().map { shape(of: $1, at: "\(pointer)/\($0)", in: environment) })
        case .object(let members):
            return .object(members.map { ($0.key, shape(of: $0.value, at: pointer + "/" + escape($0.key), in: environment)) })
        }
    }

    // MARK: findings

    private func report(_ issue: TypeIssue, _ code: String, _ formula: Formula, _ pointer: String) {
        guard judgesNull || issue.kind != .mayBeNull else { return }
        let hint = code == "E11" ? Self.places.first { issue.message.contains("'\($0.name)'") }?.hint ?? issue.hint : issue.hint
        let excerpt = Finding.Excerpt(source: formula.source, offset: issue.position)
        log.add(Finding(code, pointer, issue.message + " in " + JSON.string(formula.source).excerpt(100), hint: hint, excerpt: excerpt))
    }

    private static func code(_ kind: TypeIssue.Kind) -> String {
        switch kind {
        case .unknownName, .unknownFunction: "E11"
        case .unknownField: "E12"
        case .mismatch, .mayBeNull: "E13"
        case .mayBeMissing: "E17"
        case .integerDivision: "E15"
        }
    }

    /// Names that mean something in some places only.
    private static let places: [(name: String, hint: String)] = [
        ("out", "\"out\" is the raw value, in \"as\" only"), ("error", "\"error\" is known in \"catch\" only"),
        ("index", "\"index\" is known in \"each\" only"), ("iteration", "\"iteration\" is known in \"repeat\" only"),
        ("prev", "\"prev\" is known in \"repeat\" only"),
    ]

    /// Steps, variables and secrets that cannot be meant here.
    private func references(_ formula: Formula, at pointer: String, in environment: Environment) {
        for reference in formula.expression.references {
            let name = reference.fields.first?.name
            switch reference.variable {
            case "steps":
                guard let name, environment.steps[name] == nil else { break }
                if let finding = skill.invisible(name, at: pointer, from: environment) { log.add(finding) }
            case "vars":
                guard let name, environment.variables?[name] == nil else { break }
                let asked = Reference.Field(name: name, isGuarded: true)
                let isAskedFor = formula.expression.references.contains { $0.variable == "vars" && $0.fields.first == asked }
                if let finding = skill.unset(name, at: pointer, from: environment, isAskedFor: isAskedFor) { log.add(finding) }
            case "services" where !pointer.hasSuffix("/with/url"):
                log.add(Finding("E25", pointer, "services are only for the start of an http url", hint: "write \"url\": \"${services.name}/path\""))
            case "secrets" where name == nil:
                let hint = "write secrets.NAME in the arguments of an http or mcp call"
                log.add(Finding("E41", pointer, "secrets can only be used one by one", hint: hint))
            default: break
            }
        }
    }
}
