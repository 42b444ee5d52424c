/// A variable an expression uses, with the fields it takes of it as far as they are written out.
package struct Reference: Sendable, Hashable {
    package struct Field: Sendable, Hashable {
        package let name: String
        /// Taken with `has()`, `.?` or `[?]`, so it may be missing.
        package let isGuarded: Bool

        package init(name: String, isGuarded: Bool) {
            self.name = name
            self.isGuarded = isGuarded
        }
    }
    package let variable: String
    /// `fetch` and `body` of `steps.fetch.body` and of `steps['fetch'].?body`.
    package let fields: [Field]
    /// Where the variable is written, in UTF-8 bytes.
    package let position: Int
}

extension Expression {
    /// Every use of a variable that is not a macro's own, from left to right.
    package var references: [Reference] {
        var collector = ReferenceCollector(library: library)
        collector.visit(root)
        return collector.found.sorted { $0.position < $1.position }
    }
}

private struct ReferenceCollector {
    let library: Library
    var found: [Reference] = []
    private var locals: [String] = []

    init(library: Library) { self.library = library }

    mutating func visit(_ node: Node) { visit(node, []) }

    /// `fields` were taken of the node, the first one first.
    private mutating func visit(_ node: Node, _ fields: [Reference.Field]) {
        switch node.kind {
        case .name(let name, let absolute):
            guard absolute || !locals.contains(where: { Text.same($0, name) }) else { return }
            found.append(Reference(variable: name, fields: fields, position: node.position))
        case .select(let operand, let field, let optional): visit(operand, [.init(name: field, isGuarded: optional)] + fields)
        case .has(let operand, let field): visit(operand, [.init(name: field, isGuarded: true)] + fields)
        case .index(let operand, let index, let optional):
            if case .literal(.string(let field)) = index.kind {
                visit(operand, [.init(name: field, isGuarded: optional)] + fields)
            } else {
                visit(operand, [])
                visit(index, [])
            }
        case .call(let name, let receiver?, let arguments):
            if !isNamespace(receiver, of: name) { visit(receiver) }
            for argument in arguments { visit(argument) }
        case .comprehension(let c):
            visit(c.range)
            within([c.first] + (c.second.map { [$0] } ?? [])) { inner in
                if let filter = c.filter { inner.visit(filter) }
                inner.visit(c.body)
            }
        case .bind(let name, let value, let body), .optionalMap(let value, let name, let body, _):
            visit(value)
            within([name]) { $0.visit(body) }
        default: for child in node.kind.children { visit(child) }
        }
    }

    /// `math` in `math.abs(x)` is no variable.
    private func isNamespace(_ receiver: Node, of name: String) -> Bool {
        receiver.path.map { !library.functions($0 + "." + name, isMethod: false).isEmpty } ?? false
    }

    private mutating func within(_ names: [String], _ body: (inout ReferenceCollector) -> Void) {
        locals += names
        body(&self)
        locals.removeLast(names.count)
    }
}
