/// Goes through an expression as its evaluation would, with the largest sizes in place of the values, and adds up what `CostMeter` would
/// be charged. Every branch that costs more is taken, and no traversal ends early.
struct CostEstimator {
    typealias Estimate = (cost: Double, extent: Extent)

    let library: Library
    let variables: [String: Extent]
    private(set) var isComplete = true
    private(set) var longest: CostEstimate.Traversed?
    private var locals: [(name: String, extent: Extent)] = []

    init(library: Library, variables: [String: Extent]) {
        self.library = library
        self.variables = variables
    }

    func local(_ name: String) -> Extent? { locals.last { Text.same($0.name, name) }?.extent }

    mutating func estimate(_ node: Node) -> Estimate {
        switch node.kind {
        case .literal(let value): return (1, Extent(of: value))
        case .name(let name, let absolute): return (1, (absolute ? nil : local(name)) ?? variables[name] ?? .unknown)
        case .select(let operand, let field, let optional):
            let (cost, owner) = estimate(operand)
            return (1 + cost, Self.field(field, of: owner, optional))
        case .has(let operand, _): return (1 + estimate(operand).cost, .scalar)
        case .index(let operand, let index, let optional):
            let (cost, owner) = estimate(operand)
            let found = Self.element(index, of: owner.held)
            let isOptional = if case .optional = owner { true } else { optional }
            return (1 + cost + estimate(index).cost, isOptional ? .optional(found) : found)
        case .and(let terms), .or(let terms): return (terms.reduce(1) { $0 + estimate($1).cost }, .scalar)
        case .conditional(let condition, let then, let otherwise):
            let (first, second) = (estimate(then), estimate(otherwise))
            return (1 + estimate(condition).cost + max(first.cost, second.cost), first.extent.joined(with: second.extent))
        case .list(let elements):
            let members = elements.map { estimate($0.value) }
            let cost = members.reduce(Double(1 + elements.count)) { $0 + $1.cost }
            return (cost, .list(elements.count, of: .joined(zip(elements, members).map { $0.optional ? $1.extent.held : $1.extent })))
        case .map(let entries): return map(entries)
        case .comprehension(let comprehension): return self.comprehension(comprehension, at: node.position)
        case .bind(let name, let value, let body), .optionalMap(let value, let name, let body, _):
            let (cost, extent) = estimate(value)
            let isOptional = if case .optionalMap = node.kind { true } else { false }
            let (more, result) = with([(name, isOptional ? extent.held : extent)]) { $0.estimate(body) }
            return (1 + cost + more, isOptional ? .optional(result.held) : result)
        case .call(let name, let receiver, let arguments): return call(name, receiver, arguments, at: node.position)
        }
    }

    private mutating func map(_ entries: [Node.Entry]) -> Estimate {
        var cost = Double(1 + entries.count)
        var fields: [String: Extent] = [:]
        var isClosed = true
        for entry in entries {
            let value = estimate(entry.value)
            cost += estimate(entry.key).cost + value.cost
            if case .literal(.string(let key)) = entry.key.kind {
                fields[key] = entry.optional ? value.extent.held : value.extent
            } else {
                isClosed = false
            }
        }
        return (cost, .map(fields, isClosed: isClosed))
    }

    static func field(_ name: String, of owner: Extent, _ optional: Bool) -> Extent {
        if case .optional(let inner) = owner { return .optional(field(name, of: inner, false).held) }
        guard case .map(let fields, _) = owner else { return optional ? .optional(.unknown) : .unknown }
        let found = fields[name] ?? .unknown
        return optional ? .optional(found) : found
    }

    private static func element(_ index: Node, of owner: Extent) -> Extent {
        switch owner {
        case .list(_, let element): return element
        case .map(let fields, let isClosed):
            if case .literal(.string(let key)) = index.kind { return fields[key] ?? .unknown }
            return isClosed ? .joined(Array(fields.values)) : .unknown
        default: return .unknown
        }
    }

    // MARK: macros

    private mutating func comprehension(_ c: Node.Comprehension, at position: Int) -> Estimate {
        let (cost, range) = estimate(c.range)
        let (count, first, second) = items(of: range, c.second != nil)
        note(count, c.range, at: position)
        let variables = [(c.first, first)] + (c.second.map { [($0, second)] } ?? [])
        let (filter, body) = with(variables) { estimator in (c.filter.map { estimator.estimate($0).cost } ?? 0, estimator.estimate(c.body)) }
        // With its size unknown, one element is counted.
        let times = Double(count ?? 1)
        let keeping: Double =
            switch c.form {
            case .all, .exists, .existsOne: 0
            case .map, .transformMap: 1
            case .filter: 2
            case .sortBy: count.map { Double(Int.bitWidth - $0.leadingZeroBitCount) } ?? 0
            }
        let extent: Extent =
            switch c.form {
            case .all, .exists, .existsOne: .scalar
            case .map: .list(count, of: body.extent)
            case .filter, .sortBy: .list(count, of: first)
            case .transformMap: .map([:], isClosed: false)
            }
        return (1 + cost + times * (filter + body.cost + keeping), extent)
    }

    /// How many items a macro goes through, and how large its variables get.
    private mutating func items(of range: Extent, _ isPair: Bool) -> (count: Int?, first: Extent, second: Extent) {
        switch range {
        case .list(let count, let element):
            if count == nil { isComplete = false }
            return (count, isPair ? .scalar : element, element)
        case .map(let fields, isClosed: true):
            return (fields.count, .text(fields.keys.map(\.utf8.count).max() ?? 0), .joined(Array(fields.values)))
        default:
            isComplete = false
            return (nil, .unknown, .unknown)
        }
    }

    private mutating func with<T>(_ variables: [(String, Extent)], _ body: (inout CostEstimator) -> T) -> T {
        locals += variables.map { (name: $0.0, extent: $0.1) }
        defer { locals.removeLast(variables.count) }
        return body(&self)
    }

    // MARK: sizes

    /// Remembers the longest of what is gone through.
    mutating func note(_ count: Int?, _ node: Node, at position: Int) {
        guard let count, count > longest?.count ?? 0 else { return }
        longest = CostEstimate.Traversed(name: node.path, count: count, position: node.path == nil ? position : node.start)
    }

    /// What a size costs; nothing when it is not known, and then the estimate is not complete.
    mutating func charge(_ size: Double?) -> Double {
        if size == nil { isComplete = false }
        return size ?? 0
    }

    mutating func charge(text bytes: Int?) -> Double { charge(bytes.map { Double($0 / 64) }) }

    /// As `CostMeter.charge(reading:)`.
    mutating func charge(reading extent: Extent) -> Double {
        switch extent {
        case .scalar: 0
        case .text(let bytes): charge(text: bytes)
        case .unknown, .list, .map, .optional: charge(extent.weight.map { ($0 / 10).rounded(.down) })
        }
    }

    /// As `CostMeter.charge(built:)`.
    mutating func charge(built extent: Extent) -> Double {
        switch extent {
        case .text(let bytes): charge(text: bytes)
        case .list(let count, _): charge(count.map(Double.init))
        case .unknown: charge(nil)
        case .scalar, .map, .optional: 0
        }
    }
}

extension Node {
    /// Where the first of its names is written.
    fileprivate var start: Int { if case .select(let operand, _, _) = kind { operand.start } else { position } }
}
