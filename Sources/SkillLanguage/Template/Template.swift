package import JSON

/// JSON with expressions in its strings. A string that is exactly one `${e}` yields e's value; otherwise each `${e}` is spliced
/// as text: strings raw, everything else as compact JSON. `$${` stands for a literal `${`.
package indirect enum Template: Sendable {
    case literal(JSON)
    case value(Formula)
    case text([Piece])
    case array([Template])
    case object([(key: String, value: Template)])

    package enum Piece: Sendable {
        case text(String)
        case value(Formula)
    }

    /// What is wrong with an expression of a template, and where the template has it.
    package struct Malformed {
        let pointer: String
        let cause: Formula.Malformed
    }

    /// The template and everything that is wrong with it. Expressions that could not be read are `Formula.unread` in it, so that the
    /// others can be checked all the same; it is not for use then.
    ///
    /// - Parameter literal: keys of the outermost object that are data, not templates.
    package static func read(_ json: JSON, literal: Set<String> = []) -> (template: Template, malformed: [Malformed]) {
        var malformed: [Malformed] = []
        let template = parse(json, literal, "", &malformed)
        return (template, malformed)
    }

    private static func parse(_ json: JSON, _ literal: Set<String>, _ pointer: String, _ malformed: inout [Malformed]) -> Template {
        switch json {
        case .string(let text):
            return parse(text, pointer, &malformed)
        case .array(let items):
            let members = items.enumerated().map { parse($1, [], "\(pointer)/\($0)", &malformed) }
            return members.allSatisfy(\.isLiteral) ? .literal(json) : .array(members)
        case .object(let object):
            let members = object.map { key, value in
                (key: key, value: literal.contains(key) ? .literal(value) : parse(value, [], pointer + "/" + escape(key), &malformed))
            }
            return members.allSatisfy(\.value.isLiteral) && !object.isEmpty ? .literal(json) : .object(members)
        default:
            return .literal(json)
        }
    }

    private static func parse(_ text: String, _ pointer: String, _ malformed: inout [Malformed]) -> Template {
        guard text.utf8.contains(UInt8(ascii: "$")) else { return .literal(.string(text)) }
        let scanned: [TemplateScanner.Piece]
        do {
            scanned = try TemplateScanner.pieces(of: text)
        } catch {
            malformed.append(Malformed(pointer: pointer, cause: error))
            return .value(.unread)
        }
        let pieces = scanned.map { piece -> Piece in
            switch piece {
            case .text(let text): return .text(text)
            case .expression(let source):
                do throws(Formula.Malformed) {
                    return .value(try Formula(source))
                } catch {
                    malformed.append(Malformed(pointer: pointer, cause: error))
                    return .value(.unread)
                }
            }
        }
        switch (pieces.count, pieces.first) {
        case (0, _): return .literal("")
        case (1, .value(let formula)): return .value(formula)
        case (1, .text(let text)): return .literal(.string(text))
        default: return .text(pieces)
        }
    }

    private var isLiteral: Bool { if case .literal = self { true } else { false } }

    /// The value with every expression replaced by what it yields in `names`.
    package func evaluate(in names: Names) throws(Failure) -> JSON {
        switch self {
        case .literal(let json):
            return json
        case .value(let formula):
            return try formula.value(in: names)
        case .text(let pieces):
            var text = ""
            for piece in pieces {
                switch piece {
                case .text(let part): text += part
                case .value(let formula): text += Self.spliced(try formula.value(in: names))
                }
            }
            return .string(text)
        case .array(let members):
            var values: [JSON] = []
            values.reserveCapacity(members.count)
            for member in members { values.append(try member.evaluate(in: names)) }
            return .array(values)
        case .object(let members):
            var object = JSON.Object()
            object.reserveCapacity(members.count)
            for (key, member) in members { object[key] = try member.evaluate(in: names) }
            return .object(object)
        }
    }

    private static func spliced(_ value: JSON) -> String {
        if case .string(let text) = value { return text }
        return value.text(.compact)
    }

    /// Every expression in the template.
    package var formulas: [Formula] {
        switch self {
        case .literal: []
        case .value(let formula): [formula]
        case .text(let pieces): pieces.compactMap { if case .value(let formula) = $0 { formula } else { nil } }
        case .array(let members): members.flatMap(\.formulas)
        case .object(let members): members.flatMap(\.value.formulas)
        }
    }

    /// Every expression with its place in the document.
    func placedFormulas(at pointer: String) -> [(formula: Formula, pointer: String)] {
        switch self {
        case .literal, .value, .text: formulas.map { ($0, pointer) }
        case .array(let members): members.enumerated().flatMap { $1.placedFormulas(at: "\(pointer)/\($0)") }
        case .object(let members): members.flatMap { $0.value.placedFormulas(at: pointer + "/" + escape($0.key)) }
        }
    }
}
