/// What an expression refers to.
extension Expression {
    /// The fields selected of a variable, as `NAME` in `secrets.NAME`. `secrets['NAME']` counts; a computed index does not.
    package func fields(of variable: String) -> [String] { root.fields(of: variable) }
}

extension Node {
    fileprivate func fields(of variable: String) -> [String] {
        let inside = kind.children.flatMap { $0.fields(of: variable) }
        switch kind {
        case .select(let operand, let field, _) where operand.isName(variable): return [field] + inside
        case .has(let operand, let field) where operand.isName(variable): return [field] + inside
        case .index(let operand, let index, _) where operand.isName(variable):
            if case .literal(.string(let field)) = index.kind { return [field] + inside }
            return inside
        default: return inside
        }
    }

    private func isName(_ name: String) -> Bool {
        if case .name(let own, _) = kind { own == name } else { false }
    }
}
