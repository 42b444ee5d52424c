import JSON
import Testing

@testable import CEL

struct HintTests {
    @Test(arguments: [
        ("a and b", "use &&"), ("a or b", "use ||"), ("not x", "use !"), ("x not in xs", "write !(x in xs)"), ("x is null", "use =="),
        ("x === 1", "use =="),
        ("x !== 1", "use !="), ("x <> 1", "use !="), ("x = 1", "use == to compare; nothing can be assigned"),
        ("x.nope ?? 'd'", "write x.?field.orValue(default)"), ("x?.nope", "for a field that may be missing write x.?field.orValue(default)"),
        ("x?.nope ?? 'd'", "for a field that may be missing write x.?field.orValue(default)"),
        ("xs.map(x => x.v)", "write xs.map(x, x.v), xs.filter(x, x.v > 1), xs.exists(x, x.v > 1)"),
        ("a & b", "use && (for bits math.bitAnd(a, b))"), ("x ** 2", "multiply: x * x"), ("${x}", "write the expression itself, without ${...}"),
        ("x;", "leave the ';' out; bind a name with cel.bind(x, value, body)"), ("x if c else y", "write condition ? a : b"),
        ("let x = 1", "write cel.bind(x, value, body)"), ("`n=${x}`", "for text write 'a ' + string(x); for any other field x['name']"),
        ("'it's'", "join texts with +; inside '...' write \\' for a quote"), ("Point{x: 1}", "write a map: {'field': value}"),
        ("has(x)", "'x' is a variable, not a field: a variable is always there"), ("has(x['a-b'])", "for a key that is no name write 'a-b' in x"),
        ("x mod 2", "use %"), ("typeof x", "write type(x) == string"), ("# note\nx", "comments start with //"),
    ])
    func `a foreign operator gets its repair`(source: String, hint: String) {
        #expect(parseError(source)?.hint == hint, "\(source)")
    }

    @Test(arguments: [
        ("len(xs)", "use size(x)"), ("xs.length()", "use size(x)"), ("Math.max(1, 2)", "use math.greatest(a, b)"),
        ("max(1, 2)", "use math.greatest(a, b)"),
        ("JSON.stringify(x)", "use json(x)"), ("xs.includes('a')", "use 'a' in xs, or text.contains('a')"), ("s.toUpperCase()", "use .upperAscii()"),
        ("s.lower()", "use .lowerAscii()"), ("now()", "use run.now"), ("Date.now()", "use run.now"), ("s.startswith('a')", "use .startsWith"),
        ("xs.any(x, x > 1)", "use .exists(x, ...)"), ("xs.some(x, x > 1)", "use .exists(x, ...)"), ("xs.find(x, x > 1)", "use .filter(x, ...)[0]"),
        ("str(1)", "use string(x)"), ("s.strip()", "use .trim()"), ("Object.keys(m)", "use m.map(k, k)"), ("sha256('a')", "use hash.sha256(text)"),
        ("s.substing(1)", "did you mean .substring?"), ("timstamp('x')", "did you mean timestamp?"), ("math.flor(1.0)", "did you mean math.floor?"),
        ("s.startsWith()", "write string.startsWith(string)"), ("size()", nil), ("xs.filter(x > 1)", "write xs.filter(x, condition)"),
        ("xs.map(x)", "write xs.map(x, value) or xs.map(x, condition, value)"), ("charAt('a', 1)", "write string.charAt(int)"),
        ("zzzzqqq(1)", nil), ("if(a, b, c)", "write condition ? a : b"),
    ] as [(String, String?)])
    func `a foreign function gets its repair when the expression is parsed`(source: String, hint: String?) {
        let error = parseError(source)
        #expect(error != nil, "\(source)")
        if let hint { #expect(error?.hint == hint, "\(source)") }
    }

    @Test(arguments: [
        ("xs.length", "write size(x)"), ("'n=' + input.n", "write string(x) around the other one"), ("input.n ? 'a' : 'b'", "compare it: x != 0"),
        ("input.nope == null", "write has(x.nope), or x.?nope.orValue(default)"), ("xs[-1]", "count from the start: x[size(x) - 1] is the last"),
        ("input.n % 2", "write int(x) % int(y)"), ("input.?n + 1", "end the optional with .orValue(default)"), ("None", "use null"),
        ("'a' in 'abc'", "write text.contains('part')"), ("input.s && true", "compare it: size(x) > 0"), ("xs[5]", "write x[?5].orValue(default)"),
        ("'abc'.substring(input.n)", "where an int is needed write int(x)"), ("input.z + 1", "check x != null first"),
    ])
    func `what only the data shows gets its repair when it runs`(source: String, hint: String) {
        let variables: JSON.Object = ["xs": [1, 2], "input": ["n": 1, "s": "a", "z": .null]]
        #expect(complaint(source, variables)?.contains(hint) == true, "\(source): \(complaint(source, variables) ?? "no error")")
    }

    @Test func `plain CEL finds unknown functions only when they are reached`() {
        #expect(outcome("nope(1) || true", profile: .conformance) == .json(true))
        #expect(outcome("'a'.nope() || true", profile: .conformance) == .json(true))
        #expect(outcome("nope(1)", profile: .conformance) == .failed(.noSuchOverload))
    }

    @Test func `every repair that names a function of CEL names one that is there`() {
        let known = Set(Library.standard.names(methods: true) + Library.standard.names(methods: false) + Macros.methods)
        for name in ["upperAscii", "lowerAscii", "trim", "startsWith", "endsWith", "substring", "replace", "slice", "flatten", "matches"] {
            #expect(known.contains(name))
        }
        for name in ["size", "string", "double", "int", "json", "json_parse", "math.greatest", "math.least", "lists.range", "base64.encode"] {
            #expect(known.contains(name))
            #expect(Idioms.function(name) == nil)
        }
    }
}
