/// Functions, fields and names of other languages with what CEL has in their place.
extension Idioms {
    /// `name` as it was written, with `receiver.` for `Math.max` and `.` for methods.
    static func function(_ name: String) -> String? { functions[name] }

    static func variable(_ name: String) -> String? { variables[name] }

    /// A field that other languages have on every list and text.
    static func field(_ name: String) -> String? {
        switch name {
        case "length", "len", "count", "size": "write size(x)"
        case "first": "write x[0] or x.first()"
        case "last": "write x[size(x) - 1] or x.last()"
        default: nil
        }
    }

    private static let functions: [String: String] = [
        "len": "use size(x)", "length": "use size(x)", "count": "use size(x), or size(xs.filter(x, ...))",
        ".length": "use size(x)", ".len": "use size(x)", ".count": "use size(x), or size(xs.filter(x, ...))",
        "Math.max": "use math.greatest(a, b)", "Math.min": "use math.least(a, b)", "max": "use math.greatest(a, b)",
        "min": "use math.least(a, b)", "math.max": "use math.greatest(a, b)", "math.min": "use math.least(a, b)",
        "Math.floor": "use math.floor(x)", "Math.ceil": "use math.ceil(x)", "Math.round": "use math.round(x)", "Math.abs": "use math.abs(x)",
        "Math.sqrt": "use math.sqrt(x)", "Math.trunc": "use math.trunc(x)", "Math.sign": "use math.sign(x)",
        "round": "use math.round(x)", "floor": "use math.floor(x)", "ceil": "use math.ceil(x)", "abs": "use math.abs(x)",
        "sqrt": "use math.sqrt(x)", "sum": "use xs.sum()", "any": "use xs.exists(x, ...)", "all": "use xs.all(x, ...)",
        "sorted": "use xs.sort()", "reversed": "use xs.reverse()", "range": "use lists.range(n)", "enumerate": "use xs.transformList(i, x, ...)",
        "map": "use xs.map(x, ...)", "filter": "use xs.filter(x, ...)", "exists": "use has(a.b), or xs.exists(x, ...)",
        "str": "use string(x)", "String": "use string(x)", "Number": "use double(x)", "parseInt": "use int(x)", "parseFloat": "use double(x)",
        "float": "use double(x)", "Boolean": "use bool(x)", "to_string": "use string(x)", "toString": "use string(x)",
        ".toString": "use string(x)", ".toFixed": "use '%.2f'.format([x])", "isNaN": "use math.isNaN(x)", "typeof": "use type(x)",
        "JSON.stringify": "use json(x)", "JSON.parse": "use json_parse(text)", "json.dumps": "use json(x)", "json.loads": "use json_parse(text)",
        "to_json": "use json(x)", "toJson": "use json(x)", "tojson": "use json(x)", "from_json": "use json_parse(text)",
        "fromJson": "use json_parse(text)", "format": "use '%s'.format([x])", "sha256": "use hash.sha256(text)",
        "Object.keys": "use m.map(k, k)", "Object.values": "use m.transformList(k, v, v)", "Object.entries": "use m.transformList(k, v, [k, v])",
        ".keys": "use m.map(k, k)", ".values": "use m.transformList(k, v, v)", ".items": "use m.transformList(k, v, [k, v])",
        "keys": "use m.map(k, k)", "values": "use m.transformList(k, v, v)", ".get": "use m.?key.orValue(default)",
        "get": "use m.?key.orValue(default)", "default": "use x.?field.orValue(default)", "coalesce": "use x.?field.orValue(default)",
        "isset": "use has(a.b)", "defined": "use has(a.b)", "exists_key": "use 'key' in m", ".has": "use 'key' in m",
        ".hasOwnProperty": "use 'key' in m", ".containsKey": "use 'key' in m", ".has_key": "use 'key' in m",
        ".includes": "use 'a' in xs, or text.contains('a')", "contains": "use text.contains('a'), or 'a' in xs",
        ".any": "use .exists(x, ...)", ".some": "use .exists(x, ...)", ".every": "use .all(x, ...)", ".find": "use .filter(x, ...)[0]",
        ".findIndex": "use .transformList(i, x, ..., i)[0]", ".reduce": "there is no reduce: use .sum(), .join(), or a loop of steps",
        ".forEach": "use .map(x, ...)", ".flatMap": "use .map(x, ...).flatten()", ".flat": "use .flatten()", ".select": "use .map(x, ...)",
        ".where": "use .filter(x, ...)", ".push": "lists do not change: use xs + [x]", ".append": "lists do not change: use xs + [x]",
        ".concat": "use a + b", ".at": "use xs[i], or xs[size(xs) - 1] for the last", ".take": "use .slice(0, n)", ".skip": "use .slice(n, size(xs))",
        ".toUpperCase": "use .upperAscii()", ".toLowerCase": "use .lowerAscii()", ".upper": "use .upperAscii()", ".lower": "use .lowerAscii()",
        "upper": "use .upperAscii()", "lower": "use .lowerAscii()", ".toUpper": "use .upperAscii()", ".toLower": "use .lowerAscii()",
        ".strip": "use .trim()", "trim": "use text.trim()", ".startswith": "use .startsWith", ".endswith": "use .endsWith",
        ".starts_with": "use .startsWith", ".ends_with": "use .endsWith", "startsWith": "use text.startsWith('a')",
        "endsWith": "use text.endsWith('a')", ".substr": "use .substring(from, to)", ".test": "use text.matches('pattern')",
        ".match": "use text.matches('pattern')",
        ".replaceAll": "use .replace(a, b)", "split": "use text.split(',')", "join": "use xs.join(',')",
        ".padStart": "use '%d'.format([x])", "concat": "use a + b", "now": "use run.now", "Date.now": "use run.now", "today": "use run.now",
        "time.now": "use run.now", "datetime.now": "use run.now", "timestamp.now": "use run.now", "random": "nothing in an expression is random",
        "uuid": "nothing in an expression is random: use run.id", "env": "use config or secrets; there is no environment",
        "print": "there is no output",
        "if": "use condition ? a : b", "iif": "use condition ? a : b", "not": "use !x", "and": "use a && b", "or": "use a || b",
        "List.of": "use [a, b]", "Array.from": "use xs.map(x, ...)", "Array.isArray": "use type(x) == list", "isinstance": "use type(x) == string",
        "isEmpty": "use size(x) == 0", ".isEmpty": "use size(x) == 0", "empty": "use size(x) == 0", "base64": "use base64.encode(bytes(text))",
    ]

    private static let variables = [
        "True": "use true", "False": "use false", "None": "use null", "nil": "use null", "undefined": "use !has(a.b)", "NULL": "use null",
        "NaN": "use double('NaN')", "Infinity": "use double('Infinity')", "Math": "use math.greatest, math.least, math.floor, ...",
        "JSON": "use json(x) and json_parse(text)", "this": "name the variable", "self": "name the variable", "env": "use config",
        "now": "use run.now", "not": "use !", "item": "the name after 'as' is the variable of a loop",
    ]
}
