import CEL

/// What the names in an expression mean at one place of a skill.
struct Environment {
    /// `input`, `config`, `run` and the like.
    private var names: [String: Known]
    /// The steps whose values can be used here.
    private(set) var steps: [String: Holding] = [:]
    /// The variables that may have been set when a run gets here; nil where there are none at all.
    var variables: [String: Holding]?
    /// The containers this place is inside of.
    private(set) var enclosing: Set<StepHolder> = []

    init(_ names: [String: Known], hasVariables: Bool = false) {
        self.names = names
        variables = hasVariables ? [:] : nil
    }

    /// `x.?field.orValue(null)` is how JSON says that nothing is there, and its numbers are whole ones as well.
    private static let functions = [
        "orValue": [
            Signature(parameters: [.optional(.parameter("A")), .null], result: .nullable(.parameter("A")), isMethod: true),
            Signature(parameters: [.optional(.double), .int], result: .double, isMethod: true),
        ]
    ]

    func adding(_ added: [String: Known]) -> Environment {
        var copy = self
        copy.names.merge(added) { $1 }
        return copy
    }

    func inside(_ holder: StepHolder) -> Environment {
        var copy = self
        copy.enclosing.insert(holder)
        return copy
    }

    mutating func add(step id: String, _ known: Known, mayBeSkipped: Bool) {
        steps[id] = Holding(known: known, isCertain: !mayBeSkipped)
    }

    /// From here on no step is known to have run, and no variable to be set.
    mutating func doubtAll() {
        for id in steps.keys { steps[id]?.isCertain = false }
        for name in (variables ?? [:]).keys { variables?[name]?.isCertain = false }
    }

    /// The place behind a condition that showed these facts.
    func knowing(_ facts: Set<Fact>) -> Environment {
        var copy = self
        for fact in facts {
            guard let variable = fact.path.first else { continue }
            let rest = fact.path.dropFirst()
            if variable == "steps", let id = rest.first {
                let holding = copy.steps[id]
                copy.steps[id] = holding?.knowing(fact.kind, at: rest.dropFirst())
            } else if variable == "vars", let name = rest.first {
                // Whoever asks for a variable that cannot be set yet is answered at run time.
                let holding = copy.variables?[name] ?? Holding(known: .anything, isCertain: false)
                copy.variables?[name] = holding.knowing(fact.kind, at: rest.dropFirst())
            } else if let known = copy.names[variable] {
                copy.names[variable] = Known(known.type.knowing(fact.kind, at: rest), known.extent)
            }
        }
        return copy
    }

    /// - Parameter certain: take every step for one that ran, and every variable for one that is set.
    func declarations(certain: Bool = false) -> Declarations {
        var types = names.mapValues(\.type)
        func fields(_ holdings: [String: Holding]) -> [String: CELType.Object.Field] {
            holdings.mapValues { certain ? CELType.Object.Field($0.known.type) : $0.field }
        }
        // Steps and variables that cannot be used here are reported with their reason, not as unknown fields.
        types["steps"] = .object(CELType.Object(fields(steps), rest: .dyn))
        if let variables { types["vars"] = .object(CELType.Object(fields(variables), rest: .dyn)) }
        if certain, let previous = names["prev"], case .object(let object) = previous.type {
            types["prev"] = .object(CELType.Object(object.fields.mapValues { CELType.Object.Field($0.type) }, rest: object.rest))
        }
        return Declarations(variables: types, functions: Self.functions)
    }

    var extents: [String: Extent] {
        var extents = names.mapValues(\.extent)
        extents["steps"] = .map(steps.mapValues(\.known.extent), isClosed: false)
        extents["vars"] = .map((variables ?? [:]).mapValues(\.known.extent), isClosed: false)
        return extents
    }
}
