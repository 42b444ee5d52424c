import CEL

/// What the names in an expression mean at one place of a skill, as types.
struct Environment {
    /// `input`, `config`, `run` and the like.
    private var names: [String: CELType]
    /// The steps whose values can be used here.
    private(set) var steps: [String: CELType.Object.Field] = [:]
    /// The containers this place is inside of.
    private(set) var enclosing: Set<StepHolder> = []

    init(_ names: [String: CELType]) { self.names = names }

    /// `x.?field.orValue(null)` is how JSON says that nothing is there, and its numbers are whole ones as well.
    private static let functions = [
        "orValue": [
            Signature(parameters: [.optional(.parameter("A")), .null], result: .nullable(.parameter("A")), isMethod: true),
            Signature(parameters: [.optional(.double), .int], result: .double, isMethod: true),
        ]
    ]

    func adding(_ added: [String: CELType]) -> Environment {
        var copy = self
        copy.names.merge(added) { $1 }
        return copy
    }

    func inside(_ holder: StepHolder) -> Environment {
        var copy = self
        copy.enclosing.insert(holder)
        return copy
    }

    mutating func add(step id: String, _ type: CELType, mayBeSkipped: Bool) {
        steps[id] = CELType.Object.Field(type, optional: mayBeSkipped)
    }

    /// From here on the steps named are not known to have run.
    mutating func doubt(_ ids: some Sequence<String>) {
        for id in ids { if let field = steps[id] { steps[id] = CELType.Object.Field(field.type, optional: true) } }
    }

    /// The place behind a condition that asked for these fields.
    func knowing(_ paths: Set<[String]>) -> Environment {
        var copy = self
        for path in paths {
            guard let variable = path.first else { continue }
            if variable == "steps", path.count > 1, let field = copy.steps[path[1]] {
                let type = path.count == 2 ? field.type : field.type.knowing(path.dropFirst(2))
                copy.steps[path[1]] = CELType.Object.Field(type, optional: path.count == 2 ? false : field.optional)
            } else if let type = copy.names[variable] {
                copy.names[variable] = type.knowing(path.dropFirst())
            }
        }
        return copy
    }

    /// - Parameter certain: take every step for one that ran.
    func declarations(certain: Bool = false) -> Declarations {
        var variables = names
        let fields = certain ? steps.mapValues { CELType.Object.Field($0.type) } : steps
        // Steps that cannot be used here are reported with their reason, not as unknown fields.
        variables["steps"] = .object(CELType.Object(fields, rest: .dyn))
        if certain, let previous = names["prev"], case .object(let object) = previous {
            variables["prev"] = .object(CELType.Object(object.fields.mapValues { CELType.Object.Field($0.type) }, rest: object.rest))
        }
        return Declarations(variables: variables, functions: Self.functions)
    }
}

/// A list of steps that keeps the values of its steps to itself.
struct StepHolder: Hashable {
    enum Kind: Hashable { case arm(Int), branch(String), items, rounds, clause(Int), cleanup }
    let owner: String
    let kind: Kind

    var description: String {
        switch kind {
        case .arm: "an arm of the switch \"\(owner)\""
        case .branch(let name): "the branch \"\(name)\" of \"\(owner)\""
        case .items: "the each \"\(owner)\""
        case .rounds: "the repeat \"\(owner)\""
        case .clause: "a catch of \"\(owner)\""
        case .cleanup: "\"finally\""
        }
    }

    var hint: String {
        switch kind {
        case .arm, .clause: "use steps.\(owner), which is the value of the last step of the arm that ran, or a variable"
        case .branch(let name): "use steps.\(owner).\(name), the value of the branch"
        case .items: "use steps.\(owner), the list of what each item \"yield\"s"
        case .rounds: "use steps.\(owner), what its \"yield\" gives"
        case .cleanup: "nothing outside of \"finally\" runs after it"
        }
    }
}
