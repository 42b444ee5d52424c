import JSON
import Testing

@Suite struct SchemaTests {
    /// A schema, values that fit it, values that do not: one JSON text each, values as an array.
    static let rows: [(String, fits: String, misfits: String)] = [
        ("true", "[1,null,{}]", "[]"), ("{}", "[1,null,{}]", "[]"), ("false", "[]", "[1,null,{}]"),
        (#"{"type":"integer"}"#, "[1,1.0,-0,1e20]", "[1.5,\"1\",null,true,[],{}]"),
        (#"{"type":"number"}"#, "[1,1.5]", "[\"1\",null,false]"),
        (#"{"type":["string","null"]}"#, "[\"\",null]", "[0,[],{}]"),
        (#"{"type":["object","array","boolean"]}"#, "[{},[],true]", "[0,\"\",null]"),
        (#"{"const":{"a":[1,2]}}"#, #"[{"a":[1.0,2]}]"#, #"[{"a":[2,1]},{"a":[1,2],"b":1}]"#),
        (#"{"const":0}"#, "[0,0.0,-0.0]", "[false,null,\"0\"]"), (#"{"const":true}"#, "[true]", "[1]"),
        (#"{"enum":[1,"a",null,[]]}"#, "[1,1.0,\"a\",null,[]]", "[2,\"A\",{},false]"),
        (#"{"const":"\u00e9"}"#, #"["\u00e9"]"#, #"["e\u0301"]"#),
        (#"{"multipleOf":3}"#, "[0,3,-9,3.0,\"x\"]", "[1,4.5]"),
        (#"{"multipleOf":0.0001}"#, "[0.0075,0.0001,-12.3456,5,1e300]", "[0.00751,0.00005,1e-9]"),
        (#"{"multipleOf":0.01}"#, "[19.99,0.07,4.35,1.1,9007199254740993]", "[19.999]"),
        (#"{"multipleOf":1.5}"#, "[3,4.5,0]", "[2,1]"), (#"{"multipleOf":0.123456789}"#, "[0.246913578]", "[1e308]"),
        (#"{"multipleOf":7}"#, "[9223372036854775807,7e20]", "[9223372036854775806,1e20]"), (#"{"multipleOf":1e-8}"#, "[12391239123]", "[]"),
        (#"{"multipleOf":20}"#, "[100,20.0,1e3]", "[10,30]"), (#"{"multipleOf":1e300}"#, "[0,1e300,3e301]", "[1,1e299]"),
        (#"{"minimum":1.5,"maximum":3}"#, "[1.5,2,3.0,\"\"]", "[1,1.4999,3.1,4]"),
        (#"{"exclusiveMinimum":1,"exclusiveMaximum":3}"#, "[1.01,2,2.9]", "[1,3,1.0]"),
        (#"{"minimum":9007199254740993}"#, "[9007199254740993,9007199254740994.0,1e300]", "[9007199254740992,9007199254740992.0,-1e300]"),
        (#"{"maximum":9223372036854775807}"#, "[9223372036854775807]", "[9223372036854775808.0]"),
        (#"{"exclusiveMaximum":-9223372036854775808}"#, "[-1e19]", "[-9223372036854775808,0]"),
        (#"{"minLength":2,"maxLength":3}"#, #"["ab","abc","😀😀","é́x",5]"#, #"["a","abcd","😀",""]"#),
        (#"{"pattern":"^a+$"}"#, #"["a","aaa",1]"#, #"["","b","ab"]"#),
        (#"{"minItems":1,"maxItems":2}"#, "[[1],[1,2],\"\"]", "[[],[1,2,3]]"),
        (
            #"{"uniqueItems":true}"#, "[[],[1,true,\"1\",[1]],[{\"a\":1},{\"a\":2}]]",
            #"[[1,1.0],[{"a":1,"b":2},{"b":2,"a":1}],[1,2,3,4,5,6,7,8,9,10,3]]"#
        ),
        (#"{"uniqueItems":false}"#, "[[1,1]]", "[]"),
        (#"{"items":{"type":"integer"}}"#, "[[],[1,2],{}]", "[[1,\"a\"]]"),
        (#"{"prefixItems":[{"type":"string"},true],"items":false}"#, #"[[],["a"],["a",1]]"#, #"[[1],["a",1,2]]"#),
        (#"{"contains":{"minimum":5}}"#, "[[1,5],\"\"]", "[[],[1]]"),
        (#"{"contains":{"minimum":5},"minContains":2,"maxContains":3}"#, "[[5,6],[5,1,6,7]]", "[[5],[5,6,7,8]]"),
        (#"{"contains":true,"minContains":0}"#, "[[],[1]]", "[]"), (#"{"contains":true,"minContains":0,"maxContains":1}"#, "[[],[1]]", "[[1,2]]"),
        (#"{"minProperties":1,"maxProperties":2}"#, #"[{"a":1},{"a":1,"b":2},[]]"#, #"[{},{"a":1,"b":2,"c":3}]"#),
        (#"{"required":["a","b"]}"#, #"[{"a":null,"b":1},[],1]"#, #"[{},{"a":1}]"#),
        (#"{"dependentRequired":{"a":["b","c"]}}"#, #"[{},{"b":1},{"a":1,"b":1,"c":1}]"#, #"[{"a":1},{"a":1,"b":1}]"#),
        (#"{"propertyNames":{"maxLength":2}}"#, #"[{},{"ab":1},"abc"]"#, #"[{"abc":1}]"#),
        (#"{"properties":{"a":{"type":"integer"},"b":false}}"#, #"[{},{"a":1},{"c":1}]"#, #"[{"a":"x"},{"b":1}]"#),
        (
            #"{"properties":{"a":true},"patternProperties":{"^x":{"type":"integer"},"y$":{"minimum":2}},"additionalProperties":{"type":"null"}}"#,
            #"[{"a":1,"x1":2,"xy":3,"z":null}]"#, #"[{"x":"1"},{"xy":1},{"y":1},{"z":1}]"#
        ),
        (#"{"properties":{"\u00e9":false}}"#, #"[{"e\u0301":1}]"#, #"[{"\u00e9":1}]"#),
        (#"{"additionalProperties":false}"#, "[{},[]]", #"[{"a":1}]"#),
        (#"{"allOf":[{"minimum":1},{"maximum":2}]}"#, "[1,2]", "[0,3]"),
        (#"{"anyOf":[{"type":"string"},{"minimum":5}]}"#, "[\"a\",5,null]", "[4]"),
        (#"{"oneOf":[{"type":"integer"},{"minimum":5}]}"#, "[1,5.5,\"a\"]", "[5,4.5]"),
        (#"{"not":{"type":"integer"}}"#, "[1.5,\"\"]", "[1]"),
        (#"{"if":{"minimum":5},"then":{"multipleOf":5},"else":{"multipleOf":2}}"#, "[5,10,2]", "[6,1]"),
        (#"{"then":false,"else":false}"#, "[1]", "[]"), (#"{"if":{"const":1},"else":{"const":2}}"#, "[1,2]", "[3]"),
        (#"{"dependentSchemas":{"a":{"required":["b"]}}}"#, #"[{},{"b":1},{"a":1,"b":1}]"#, #"[{"a":1}]"#),
        (
            #"{"allOf":[{"properties":{"a":true}},{"patternProperties":{"^x":true}}],"unevaluatedProperties":false}"#,
            #"[{},{"a":1,"x1":2}]"#, #"[{"b":1}]"#
        ),
        (
            #"{"anyOf":[{"properties":{"a":{"const":1}},"required":["a"]},{"properties":{"b":true}}],"unevaluatedProperties":false}"#,
            #"[{"a":1},{"b":1},{"a":1,"b":2}]"#, #"[{"a":2},{"a":2,"b":1},{"c":1}]"#
        ),
        (
            #"{"if":{"properties":{"k":{"const":"a"}}},"then":{"properties":{"a":true}},"else":{"properties":{"b":true,"k":true}},"#
                + #""unevaluatedProperties":false}"#,
            #"[{"k":"a","a":1},{"k":"b","b":1}]"#, #"[{"k":"a","b":1},{"k":"b","a":1}]"#
        ),
        (
            ##"{"$ref":"#/$defs/x","properties":{"b":true},"unevaluatedProperties":{"type":"null"},"$defs":{"x":{"properties":{"a":true}}}}"##,
            #"[{"a":1,"b":2,"c":null}]"#, #"[{"c":1}]"#
        ),
        (#"{"properties":{"a":{"properties":{"x":true}}},"unevaluatedProperties":false}"#, #"[{"a":{"x":1,"y":2}}]"#, #"[{"b":1}]"#),
        (#"{"not":{"properties":{"a":true}},"unevaluatedProperties":true}"#, "[]", #"[{"a":1},{}]"#),
        (
            #"{"allOf":[{"unevaluatedProperties":true}],"unevaluatedProperties":false}"#, #"[{"a":1}]"#, "[]"
        ),
        (#"{"format":"email","title":"t","contentEncoding":"base64"}"#, "[\"no mail\"]", "[]"),
    ]

    @Test(arguments: rows.indices)
    func `a value fits just the schemas that describe it`(index: Int) throws {
        let (source, fits, misfits) = Self.rows[index]
        let schema = try Schema(compiling: JSON(parsing: source), keywords: .strict)
        for (list, expected) in [(fits, true), (misfits, false)] {
            for value in try #require(JSON(parsing: list).array) {
                #expect(schema.isValid(value) == expected, "\(source) on \(value)")
                #expect(schema.validate(value).isEmpty == expected, "\(source) on \(value)")
            }
        }
    }

    @Test func `schemas are equal when they are written the same`() throws {
        let schema = try Schema(compiling: ["type": "string", "title": "a"], keywords: .strict)
        #expect(try schema == Schema(compiling: ["title": "a", "type": "string"], keywords: .strict))
        #expect(try schema != Schema(compiling: ["type": "string"], keywords: .strict))
        #expect(schema.source == ["type": "string", "title": "a"])
    }
}
