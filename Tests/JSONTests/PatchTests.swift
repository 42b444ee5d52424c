import JSON
import Testing

@Suite struct PatchTests {
    /// Document, patch, result.
    static let rows: [(String, String, String)] = [
        (#"{"a":1}"#, #"[]"#, #"{"a":1}"#),
        (#"{"foo":"bar"}"#, #"[{"op":"add","path":"/baz","value":"qux"}]"#, #"{"foo":"bar","baz":"qux"}"#),
        (#"{"foo":["a","c"]}"#, #"[{"op":"add","path":"/foo/1","value":"b"}]"#, #"{"foo":["a","b","c"]}"#),
        (#"{"foo":["a"]}"#, #"[{"op":"add","path":"/foo/1","value":"b"},{"op":"add","path":"/foo/-","value":["c"]}]"#, #"{"foo":["a","b",["c"]]}"#),
        (#"{"a":{"b":[{"c":1}]}}"#, #"[{"op":"add","path":"/a/b/0/d","value":2}]"#, #"{"a":{"b":[{"c":1,"d":2}]}}"#),
        (#"{"a":1}"#, #"[{"op":"add","path":"/a","value":null,"extra":true}]"#, #"{"a":null}"#),
        (#"{"a":1}"#, #"[{"op":"add","path":"","value":[1]}]"#, #"[1]"#),
        (#"{"a":1}"#, #"[{"op":"replace","path":"","value":2}]"#, #"2"#),
        (#"{"a":1,"b":2}"#, #"[{"op":"remove","path":"/a"}]"#, #"{"b":2}"#),
        (#"[1,2,3]"#, #"[{"op":"remove","path":"/1"}]"#, #"[1,3]"#),
        (#"{"a":1,"b":2}"#, #"[{"op":"replace","path":"/a","value":{"x":[]}}]"#, #"{"a":{"x":[]},"b":2}"#),
        (#"[[1],[2]]"#, #"[{"op":"replace","path":"/1/0","value":3}]"#, #"[[1],[3]]"#),
        (#"{"foo":{"bar":"baz"},"qux":{}}"#, #"[{"op":"move","from":"/foo/bar","path":"/qux/thud"}]"#, #"{"foo":{},"qux":{"thud":"baz"}}"#),
        (#"[1,2,3,4]"#, #"[{"op":"move","from":"/1","path":"/3"}]"#, #"[1,3,4,2]"#),
        (#"{"a":1}"#, #"[{"op":"move","from":"/a","path":"/a"}]"#, #"{"a":1}"#),
        (#"{"a":{"b":1}}"#, #"[{"op":"move","from":"/a/b","path":"/a"}]"#, #"{"a":1}"#),
        (#"{"a":[1]}"#, #"[{"op":"copy","from":"/a","path":"/b"},{"op":"add","path":"/b/-","value":2}]"#, #"{"a":[1],"b":[1,2]}"#),
        (#"{"a":{"b":1,"c":[2]}}"#, #"[{"op":"test","path":"/a","value":{"c":[2.0],"b":1}}]"#, #"{"a":{"b":1,"c":[2]}}"#),
        (#"{"/":9,"~1":10}"#, #"[{"op":"test","path":"/~01","value":10},{"op":"remove","path":"/~1"}]"#, #"{"~1":10}"#),
        (#"{"a":null}"#, #"[{"op":"test","path":"/a","value":null}]"#, #"{"a":null}"#),
    ]

    @Test(arguments: rows.indices)
    func `operations are applied in order`(index: Int) throws {
        let (document, patch, result) = Self.rows[index]
        let changed = try Patch(JSON(parsing: patch)).apply(to: JSON(parsing: document))
        #expect(changed.text(.compact) == result)
    }

    /// Document, patch, error.
    static let errors: [(String, String, String)] = [
        (#"{}"#, #"{"op":"add"}"#, "a JSON Patch is an array of operations"),
        (#"{}"#, #"[{"path":"/a"}]"#, #"operation 0 ({"path":"/a"}): "op" is missing or of the wrong type"#),
        (#"{}"#, #"[{"op":"add","path":"/a"}]"#, #"operation 0 ({"op":"add","path":"/a"}): "value" is missing or of the wrong type"#),
        (#"{}"#, #"[{"op":"move","path":"/a"}]"#, #"operation 0 ({"op":"move","path":"/a"}): "from" is missing or of the wrong type"#),
        (#"{}"#, #"[{"op":"spam","path":"/a"}]"#, "is none of add, remove, replace, move, copy, test"),
        (#"{}"#, #"[{"op":"remove","path":"a"}]"#, "is not a JSON Pointer"),
        (#"{"a":1}"#, #"[{"op":"test","path":"/a","value":1},{"op":"remove","path":"/b"}]"#, "operation 1 (remove /b): there is nothing at /b"),
        (#"{}"#, #"[{"op":"replace","path":"/b","value":1}]"#, "operation 0 (replace /b): there is nothing at /b"),
        (#"[]"#, #"[{"op":"replace","path":"/-","value":1}]"#, "operation 0 (replace /-): there is nothing at /-"),
        (#"{}"#, #"[{"op":"add","path":"/a/b","value":1}]"#, "operation 0 (add /a/b): there is nothing at /a"),
        (#"{"a":1}"#, #"[{"op":"add","path":"/a/b","value":1}]"#, "operation 0 (add /a/b): /a is neither an object nor an array"),
        (#"{"a":1}"#, #"[{"op":"add","path":"/a/b/c","value":1}]"#, "operation 0 (add /a/b/c): /a is neither an object nor an array"),
        (#"{"a":[1]}"#, #"[{"op":"add","path":"/a/2","value":1}]"#, #"operation 0 (add /a/2): "2" is not an index into the 1 elements of /a"#),
        (#"{"a":[1]}"#, #"[{"op":"add","path":"/a/01","value":1}]"#, #"operation 0 (add /a/01): "01" is not an index into the 1 elements of /a"#),
        (#"{"a":[1]}"#, #"[{"op":"remove","path":"/a/-"}]"#, #"operation 0 (remove /a/-): "-" is not an index into the 1 elements of /a"#),
        (#"{"a":{}}"#, #"[{"op":"move","from":"/a","path":"/a/b"}]"#, "operation 0 (move /a to /a/b): /a cannot be moved into itself"),
        (#"{}"#, #"[{"op":"move","from":"/x","path":"/x"}]"#, "operation 0 (move /x to /x): there is nothing at /x"),
        (#"{}"#, #"[{"op":"copy","from":"/x","path":"/y"}]"#, "operation 0 (copy /x to /y): there is nothing at /x"),
        (#"{}"#, #"[{"op":"remove","path":""}]"#, "operation 0 (remove ): the whole value cannot be removed; replace it"),
        (#"{"a":{"b":1}}"#, #"[{"op":"test","path":"/a","value":{"b":2}}]"#, "operation 0 (test /a): the test failed: /b: expected 2, got 1"),
        (#"{"a":"1"}"#, #"[{"op":"test","path":"/a","value":1}]"#, #"operation 0 (test /a): the test failed: the value: expected 1, got "1""#),
    ]

    @Test(arguments: errors.indices)
    func `an error names its operation`(index: Int) throws {
        let (document, patch, message) = Self.errors[index]
        let error = #expect(throws: PatchError.self) { try Patch(JSON(parsing: patch)).apply(to: JSON(parsing: document)) }
        #expect(error?.description.contains(message) == true, "\(String(describing: error))")
    }
}
