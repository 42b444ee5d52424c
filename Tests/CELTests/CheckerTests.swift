import Testing

@testable import CEL

struct CheckerTests {
    private static let input = CELType.object(
        .init([
            "n": .init(.double), "s": .init(.string), "flag": .init(.bool), "note": .init(.string, optional: true),
            "items": .init(.list(.object(.init(["id": .init(.string), "cost": .init(.double, optional: true)])))),
            "tags": .init(.map(.string, .string)), "open": .init(.object(.init(["a": .init(.int)], rest: .dyn))),
        ]))

    private func check(_ source: String) throws -> (type: CELType, issues: [TypeIssue]) {
        try Expression(parsing: source).check(Declarations(variables: ["input": Self.input, "any": .dyn, "count": .int]))
    }

    @Test(arguments: [
        ("1", CELType.int), ("input.n + 1", .double), ("input.n == 5", .bool), ("count + 1.5", .double), ("input.s + 'a'", .string),
        ("input.items.map(x, x.id)", .list(.string)), ("input.items.filter(x, has(x.cost)).size()", .int), ("input.items[0].id", .string),
        ("input.items[input.n].id", .string), ("input.?note.orValue('none')", .string), ("has(input.note) ? input.note : ''", .string),
        ("has(input.note) && input.note == 'a'", .bool), ("!has(input.note) || input.note == 'a'", .bool), ("any.thing.at.all", .dyn),
        ("input.items.exists(x, has(x.cost) && x.cost > 1.0)", .bool), ("input.tags['a']", .string), ("input.open.b", .dyn), ("input.open.a", .int),
        ("{'a': 1, 'b': 2}", .map(.string, .int)), ("[1, 'a']", .list(.dyn)), ("[]", .list(.dyn)),
        ("input.items.transformMap(i, x, x.id)", .map(.int, .string)),
        ("cel.bind(x, input.s, x.size())", .int), ("input.?note.optMap(x, x.size()).orValue(0)", .int), ("math.greatest(1, 2)", .int),
        ("[1, 2].sortBy(x, -x)", .list(.int)), ("type(1) == int", .bool), ("json_parse('1').a", .dyn), ("timestamp('x') - timestamp('y')", .duration),
        ("input.items.map(x, has(x.cost), x.cost)", .list(.double)), ("input.tags.map(k, k)", .list(.string)), ("[1].first().orValue(2)", .int),
        ("input.n in [1, 2]", .bool), ("dyn(1) + 'a'", .string), ("size(input.tags)", .int),
    ])
    func `the type of an expression is deduced`(source: String, type: CELType) throws {
        let found = try check(source)
        #expect(found.issues.isEmpty, "\(source): \(found.issues)")
        #expect(found.type == type, "\(source)")
    }

    @Test(arguments: [
        ("inptu.n", TypeIssue.Kind.unknownName, "did you mean 'input'?"), ("None", .unknownName, "use null"),
        ("input.nots", .unknownField, "did you mean 'note'?"),
        ("input.items[0].idd", .unknownField, "did you mean 'id'?"), ("input.items.length", .unknownField, "write size(x)"),
        ("input.note.size()", .mayBeMissing, "write has(input.note) && ..., or x.?note.orValue(default)"),
        ("has(input.note) || input.note == 'a'", .mayBeMissing, "write has(input.note) && ..., or x.?note.orValue(default)"),
        ("has(input.note) ? 'a' : input.note", .mayBeMissing, "write has(input.note) && ..., or x.?note.orValue(default)"),
        ("input.items.map(x, x.cost)", .mayBeMissing, "write has(x.cost) && ..., or x.?cost.orValue(default)"),
        ("'n=' + input.n", .mismatch, "write string(x) around the other one"), ("input.n ? 1 : 2", .mismatch, "compare it: x != 0"),
        ("input.s && true", .mismatch, "compare it: size(x) > 0"), ("input.n % 2", .mismatch, "write int(x) % int(y)"),
        ("size(input.items) / size(input.tags)", .integerDivision, "write double(a) / double(b)"), ("input.s == 1", .mismatch, "convert one of them"),
        ("input.s.substring('a')", .mismatch, "write string.substring(int)"), ("input.flag.exists(x, true)", .mismatch, nil),
        ("input.items.all(x, x.id)", .mismatch, "compare it: size(x) > 0"), ("true ? 1 : 'a'", .mismatch, "write dyn(x) around one of them"),
        ("input['nope']", .unknownField, nil), ("{1.5: 1}", .mismatch, "a key is a string, int, uint or bool"), ("[?1]", .mismatch, nil),
        ("math.least('a')", .mismatch, nil), ("input.s in 'abc'", .mismatch, nil), ("has(input.nope)", .unknownField, nil),
        ("input.s[0]", .mismatch, nil),
        ("input.?note == null && input.flag.x", .unknownField, nil), ("'a'.optMap(x, x)", .mismatch, "write x.?field"),
    ] as [(String, TypeIssue.Kind, String?)])
    func `an issue names its kind and the repair`(source: String, kind: TypeIssue.Kind, hint: String?) throws {
        let issues = try check(source).issues
        #expect(issues.map(\.kind) == [kind], "\(source): \(issues)")
        if let hint { #expect(issues.first?.hint == hint, "\(source)") }
    }

    @Test func `a value that may be null is compared with null, and used once that has ruled it out`() throws {
        let item = CELType.object(.init(["note": .init(.nullable(.string)), "mark": .init(.int, optional: true)]))
        let declarations = Declarations(variables: [
            "s": .nullable(.string), "o": .nullable(.object(.init(["a": .init(.int)]))), "t": .string, "b": .nullable(.bool), "xs": .list(item),
            "m": .object(.init(["n": .init(.nullable(.double), optional: true)])), "l": .nullable(.list(.int)),
        ])
        func check(_ source: String) throws -> (type: CELType, issues: [TypeIssue]) { try Expression(parsing: source).check(declarations) }
        for source in [
            "s == null", "s == 'a'", "[s, t].exists(x, x == null)", "s != null && s + 'a' == t", "s == null || s.size() == 2",
            "null != o && o.a == 1",
            "!(o == null) ? o.a == 1 : false", "s == 'a' && s.startsWith('a')", "s in ['a', 'b'] && s.size() > 0",
            "type(s) == string && s.size() > 0",
            "xs.filter(x, x.note != null).all(x, x.note.size() > 0)", "xs.filter(x, has(x.mark)).all(x, x.mark > 0)", "s in ['a']", "b == true",
            "m.?n.orValue(null) != null && m.n > 1.0", "(s == null || t == '') ? true : s.size() > 0", "s != null && (s == null || t == s)",
            "l != null && l.all(x, x > 0) && l[0] > 1", "optional.of(s).hasValue()", "cel.bind(v, s, v != null && v.size() > 0)",
        ] {
            let found = try check(source)
            #expect(found.type == .bool && found.issues.isEmpty, "\(source): \(found)")
        }
        for source in [
            "s + 'a' == t", "o.a == 1", "s.size() == 2", "b && t == ''", "b ? true : false", "l.all(x, x > 0)", "l[0] > 1",
            "xs.all(x, x.note.size() > 0)",
            "has(o.a)", "o.?a.orValue(1) == 1", "s == null && s.size() == 2", "s != null || s.size() == 2",
            "xs.filter(x, x.note == null).all(x, x.note.size() > 0)",
            "has(m.n) && m.n > 1.0", "1 in l", "s > 'a'", "[s].all(s, s + 'x' == t)",
        ] {
            let found = try check(source)
            #expect(found.issues.map(\.kind) == [.mayBeNull] && found.type == .bool, "\(source): \(found)")
            #expect(found.issues.first?.hint?.contains("!= null") == true)
        }
        #expect(try Expression(parsing: "s + 'a'", profile: .conformance).check(declarations).issues.isEmpty)
        #expect(try check("true ? t : null").type == .nullable(.string))
        #expect(try check("true ? 1 : 2.5").type == .double)
        #expect(try check("true ? s : t").type == .nullable(.string))
        #expect(try check("t == null").issues.map(\.kind) == [.mismatch])
        #expect(try check("s + 1").issues.map(\.kind) == [.mismatch])
        #expect(try check("o != null && o.b == 1").issues.map(\.kind) == [.unknownField])
        #expect(try !Expression(parsing: "true ? 'a' : null", profile: .conformance).check(declarations).issues.isEmpty)
    }

    @Test(arguments: [
        ("steps.fetch.body['a'].?b", ["steps.fetch.body.a.b?"]), ("has(input.n) && input.n > config.limit", ["input.n?", "input.n", "config.limit"]),
        ("xs.map(x, x.id + y.id)", ["xs", "y.id"]), ("cel.bind(x, a.b, x + x)", ["a.b"]), ("math.abs(v.w)", ["v.w"]), ("m[k].z", ["m", "k"]),
        ("[x].exists(x, x.a) && x.b", ["x", "x.b"]), ("secrets.TOKEN.size()", ["secrets.TOKEN"]), ("a.?b.optMap(v, v.c + w)", ["a.b?", "w"]),
        ("[1].exists(x, .x.y == x)", ["x.y"]),
    ])
    func `the variables of an expression can be listed`(source: String, paths: [String]) throws {
        let references = try Expression(parsing: source).references
        let shown = references.map { reference in
            ([reference.variable] + reference.fields.map { $0.name + ($0.isGuarded ? "?" : "") }).joined(separator: ".")
        }
        #expect(shown == paths, "\(source)")
    }

    @Test func `every issue of an expression is found, each once and at its place`() throws {
        let issues = try check("input.x + 1 > 2 && inptu.n == 3 && input.n").issues
        #expect(issues.map(\.kind) == [.unknownField, .unknownName, .mismatch])
        #expect(issues.map(\.position) == [6, 19, 41])
    }

    @Test func `plain CEL refuses what JSON's numbers need, and has no rule against dividing ints`() throws {
        let plain = try Expression(parsing: "1 == 1.0", profile: .conformance).check(Declarations())
        #expect(plain.issues.map(\.kind) == [.mismatch])
        #expect(try Expression(parsing: "5 / 2", profile: .conformance).check(Declarations()).issues.isEmpty)
        #expect(try check("1 == 1.0").issues.isEmpty)
    }

    @Test func `signatures are read in the notation of the language definition`() {
        #expect(Signature("(list(A), A) -> bool") == Signature(parameters: [.list(.parameter("A")), .parameter("A")], result: .bool))
        #expect(Signature("string.(int) -> string") == Signature(parameters: [.string, .int], result: .string, isMethod: true))
        #expect(Signature("() -> optional(map(string, dyn))") == Signature(parameters: [], result: .optional(.map(.string, .dyn))))
        for text in ["", "int", "(int)", "(int -> int", "(nope) -> int", "(list) -> int", "(int) -> int x"] {
            #expect(Signature(text) == nil, "\(text)")
        }
    }

    @Test func `what is checked without issue and without dyn does not fail on types`() async throws {
        var dice = Dice(seed: 7)
        let atoms = ["1", "2u", "1.5", "'a'", "true", "null", "[1, 2]", "['a']", "{'a': 1}", "b'x'", "duration('1s')", "optional.of(1)"]
        let forms = [
            "(A + B)", "(A - B)", "(A * B)", "(A < B)", "(A == B)", "(A && B)", "(A in B)", "(A ? B : C)",
            "[A, B]", "A[B]", "size(A)", "string(A)", "(!A)", "(-A)",
        ]
        for _ in 0..<3_000 {
            await Task.yield()
            var source = forms[dice.roll(forms.count)]
            for _ in 0..<2 { source = source.replacing("A", with: { forms[dice.roll(forms.count)] }(), maxReplacements: 1) }
            for letter in ["A", "B", "C"] {
                while source.contains(letter) { source = source.replacing(letter, with: atoms[dice.roll(atoms.count)], maxReplacements: 1) }
            }
            let expression = try Expression(parsing: source, profile: .conformance)
            let (type, issues) = expression.check(Declarations())
            guard issues.isEmpty, !"\(type)".contains("dyn") else { continue }
            do {
                let value = try expression.evaluate(in: Variables())
                #expect(value.typeName == type.runtimeName, "\(source) is \(value), not \(type)")
            } catch {
                #expect(error.kind != .noSuchField && error.kind != .undeclared, "\(source): \(error)")
                #expect(error.kind != .noSuchOverload || source.contains("[1, 'a']") || source.contains("null"), "\(source): \(error)")
            }
        }
    }
}

extension CELType {
    /// What `type(x)` gives for a value of this type.
    fileprivate var runtimeName: TypeName {
        switch self {
        case .null: .null
        case .list: TypeName("list")
        case .map, .object: TypeName("map")
        case .optional: TypeName("optional_type")
        case .timestamp: .timestamp
        case .duration: .duration
        case .type: TypeName("type")
        default: TypeName("\(self)")
        }
    }
}
