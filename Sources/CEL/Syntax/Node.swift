/// A node of the syntax tree, macros expanded.
package struct Node: Sendable {
    package let kind: Kind
    /// Where it was written, in UTF-8 bytes: of an operator the operator itself, of a call the name.
    package let position: Int
    /// Levels below and including this one.
    let depth: Int
    /// How many comprehensions run inside each other.
    let loops: Int

    init(_ kind: Kind, at position: Int) {
        self.kind = kind
        self.position = position
        depth = 1 + (kind.children.map(\.depth).max() ?? 0)
        if case .comprehension(let c) = kind {
            loops = max(c.range.loops, 1 + max(c.body.loops, c.filter?.loops ?? 0))
        } else {
            loops = kind.children.map(\.loops).max() ?? 0
        }
    }

    package indirect enum Kind: Sendable {
        case literal(Value)
        /// A name. `absolute` is `.name`, which skips local names and the container.
        case name(String, absolute: Bool)
        /// `operand.field`, or `operand.?field` when optional.
        case select(Node, field: String, optional: Bool)
        /// `has(operand.field)`.
        case has(Node, field: String)
        /// `operand[index]`, or `operand[?index]` when optional.
        case index(Node, Node, optional: Bool)
        /// A function, or an operator under CEL's name for it: `_+_`, `!_`, `@in`.
        case call(String, receiver: Node?, arguments: [Node])
        /// `a && b && ...`, two or more.
        case and([Node])
        case or([Node])
        case conditional(Node, then: Node, otherwise: Node)
        case list([Element])
        case map([Entry])
        case comprehension(Comprehension)
        /// `cel.bind(name, value, body)`.
        case bind(String, Node, body: Node)
        /// `optional.optMap(name, body)`; flat is `optFlatMap`.
        case optionalMap(Node, String, body: Node, flat: Bool)
    }

    /// An element of a list literal. An optional one, `?e`, is left out when it is none.
    package struct Element: Sendable {
        package let value: Node
        package let optional: Bool
    }

    package struct Entry: Sendable {
        package let key: Node
        package let value: Node
        package let optional: Bool
    }

    /// A macro that goes through a list or map.
    package struct Comprehension: Sendable {
        package enum Form: Sendable { case all, exists, existsOne, map, filter, transformMap, sortBy }
        package let form: Form
        package let range: Node
        /// The element of a list or the key of a map; with a second one, the index or key.
        package let first: String
        /// The element of a list or the value of a map.
        package let second: String?
        /// Elements for which it is false are left out.
        package let filter: Node?
        package let body: Node
    }
}

extension Node.Kind {
    /// The nodes right below.
    package var children: [Node] {
        switch self {
        case .literal, .name: []
        case .select(let operand, _, _), .has(let operand, _): [operand]
        case .index(let operand, let index, _): [operand, index]
        case .call(_, let receiver, let arguments): (receiver.map { [$0] } ?? []) + arguments
        case .and(let terms), .or(let terms): terms
        case .conditional(let condition, let then, let otherwise): [condition, then, otherwise]
        case .list(let elements): elements.map(\.value)
        case .map(let entries): entries.flatMap { [$0.key, $0.value] }
        case .comprehension(let c): [c.range, c.body] + (c.filter.map { [$0] } ?? [])
        case .bind(_, let value, let body): [value, body]
        case .optionalMap(let operand, _, let body, _): [operand, body]
        }
    }
}

extension Node {
    /// `a.b.c` when the node is a name with fields selected, nil otherwise.
    var path: String? {
        switch kind {
        case .name(let name, let absolute): absolute ? "." + name : name
        case .select(let operand, let field, optional: false): operand.path.map { $0 + "." + field }
        default: nil
        }
    }
}
