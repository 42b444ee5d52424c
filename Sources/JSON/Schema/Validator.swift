/// Checks a value against compiled nodes, and keeps the violations if it is asked to.
struct Validator {
    let nodes: [SchemaNode]
    private(set) var violations: [Violation] = []
    /// How many violations to keep; 0 when only the verdict counts. With that many the checking stops.
    private let limit: Int
    /// The place of the value at hand; followed only while violations are kept.
    private(set) var path = Pointer.root
    private var stepsLeft: Int
    private var depth = 0
    private var exhausted = false
    /// The most nested applications of subschemas: bounds the call stack. An ordinary schema needs two for each level of the value.
    private static let deepest = 1100

    init(_ nodes: [SchemaNode], limit: Int, steps: Int = 10_000_000) {
        self.nodes = nodes
        self.limit = limit
        stepsLeft = steps
    }

    mutating func fits(_ value: JSON) -> Bool {
        var seen = SeenMembers.none
        let fits = check(0, value, &seen)
        guard exhausted else { return fits }
        let message = "the value takes too much work to check; make it smaller, or the schema's anyOf, oneOf and $ref fewer"
        violations = [Violation(instance: .root, schema: .root, keyword: "limit", message: message)]
        return false
    }

    /// How many more violations are wanted.
    var room: Int { limit - violations.count }
    var isFull: Bool { room <= 0 }
    var isReporting: Bool { limit > 0 }

    /// Applies a node to a value. Notes in `seen` which members its keywords have looked at, if anybody wants to know.
    mutating func check(_ number: Int, _ value: JSON, _ seen: inout SeenMembers) -> Bool {
        stepsLeft -= 1
        if stepsLeft < 0 || depth >= Self.deepest { exhausted = true }
        if exhausted { return false }
        depth += 1
        defer { depth -= 1 }
        guard nodes[number].tracksMembers, case .object(let object) = value else { return checkRules(number, value, &seen) }
        var own = SeenMembers(count: object.count)
        let fits = checkRules(number, value, &own)
        seen.formUnion(own)
        return fits
    }

    private mutating func checkRules(_ number: Int, _ value: JSON, _ seen: inout SeenMembers) -> Bool {
        var fits = true
        for position in nodes[number].rules.indices where !holds(position, of: number, value, &seen) {
            fits = false
            if isFull || exhausted { break }
        }
        return fits
    }

    private mutating func holds(_ position: Int, of number: Int, _ value: JSON, _ seen: inout SeenMembers) -> Bool {
        let rule = nodes[number].rules[position]
        let problem: String?
        switch rule.check {
        case .reference(let node): return check(node, value, &seen)
        case .all(let branches): return checkAll(branches, value, &seen)
        case .condition(let condition, let then, let otherwise):
            return checkCondition(condition, then, otherwise, value, &seen)
        case .any(let branches): return checkAny(branches, rule, of: number, value, &seen)
        case .one(let branches): return checkOne(branches, rule, of: number, value, &seen)
        case .not(let node):
            problem = complaint(
                unless: !attempt(node, value, keeping: 0).fits, "must not fit the schema under \"not\", but does: \(value.excerpt(60))")
        default:
            switch value {
            case .object(let object): return checkObject(rule, of: number, object, value, &seen)
            case .array(let items): return checkArray(rule, of: number, items, value)
            default: problem = complaintAboutScalar(rule.check, value)
            }
        }
        guard let problem else { return true }
        report(rule, of: number, problem)
        return false
    }

    /// Keeps a violation of the value at hand, or of one of its members.
    mutating func report(_ rule: SchemaRule, of number: Int, _ message: String, member: String? = nil) {
        guard !isFull else { return }
        let schema = rule.keyword.map { nodes[number].pointer.appending($0.rawValue) } ?? nodes[number].pointer
        let instance = member.map(path.appending) ?? path
        violations.append(Violation(instance: instance, schema: schema, keyword: rule.keyword?.rawValue ?? "false", message: message))
    }

    /// Applies a node to a member or an element.
    mutating func check(_ number: Int, _ part: JSON, at token: @autoclosure () -> String) -> Bool {
        var seen = SeenMembers.none
        guard isReporting else { return check(number, part, &seen) }
        let outer = path
        path.append(token())
        defer { path = outer }
        return check(number, part, &seen)
    }

    /// Takes violations that were found on trial.
    mutating func adopt(_ found: [Violation]) { violations += found.prefix(room) }

    /// How many violations to keep of a form on trial: the same for every limit, so that the choice among forms is too.
    var trialLimit: Int { isReporting ? 20 : 0 }

    /// Applies a node on trial: what comes of it is the verdict, the members seen, and the violations up to a number.
    mutating func attempt(
        _ number: Int, _ value: JSON, keeping: Int, wanted: SeenMembers = .none
    ) -> (fits: Bool, seen: SeenMembers, violations: [Violation]) {
        var trial = Validator(nodes, limit: keeping, steps: stepsLeft)
        trial.path = path
        trial.depth = depth
        trial.exhausted = exhausted
        var seen = wanted.blank
        let fits = trial.check(number, value, &seen)
        stepsLeft = trial.stepsLeft
        exhausted = trial.exhausted
        return (fits, seen, trial.violations)
    }
}

/// Which members of one object have been looked at, by position.
struct SeenMembers {
    /// Empty when nobody wants to know.
    private var marks: [Bool]

    static let none = SeenMembers(count: 0)

    init(count: Int) { marks = Array(repeating: false, count: count) }

    var isWanted: Bool { !marks.isEmpty }
    var blank: SeenMembers { SeenMembers(count: marks.count) }

    func contains(_ position: Int) -> Bool { isWanted && marks[position] }
    mutating func insert(_ position: Int) { if isWanted { marks[position] = true } }
    mutating func formUnion(_ other: SeenMembers) {
        guard isWanted, other.isWanted else { return }
        for position in marks.indices where other.marks[position] { marks[position] = true }
    }
}
