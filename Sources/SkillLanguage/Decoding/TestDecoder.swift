import JSON

/// Reads the tests attached to a skill.
enum TestDecoder {
    static func list(_ node: DocumentNode, ids: Set<String>) -> [SkillTest] {
        let elements = node.elements
        if elements.isEmpty, node.value.array != nil { node.report("E50", "a skill has at least one test") }
        return elements.compactMap { test($0, ids: ids) }
    }

    private static func test(_ node: DocumentNode, ids: Set<String>) -> SkillTest? {
        guard node.isObject else { return nil }
        node.allow(["name", "input", "config", "mocks", "expect"])
        let name = node.required("name")?.text
        let input = node.required("input")
        let mocksNode = node.required("mocks")
        let expectation = node.required("expect").flatMap { Self.expectation($0, ids: ids) }
        var mocks: [String: [Mock]] = [:]
        for (id, member) in mocksNode?.members ?? [] {
            known(id, ids, member)
            let list = member.value.array == nil ? [member] : member.elements
            mocks[id] = list.compactMap(Self.mock)
            if list.isEmpty { member.report("E01", "a list of mocks must not be empty") }
        }
        guard let name, let input, input.isObject, let expectation else { return nil }
        return SkillTest(
            name: name, input: input.value, config: node.child("config")?.value.object ?? [:], mocks: mocks, expectation: expectation,
            pointer: node.pointer)
    }

    private static func known(_ id: String, _ ids: Set<String>, _ node: DocumentNode) {
        guard !ids.contains(id) else { return }
        node.report("E11", "no step has the id \"\(id)\"", hint: Nearest.name(to: id, among: ids).map { "did you mean \"\($0)\"?" })
    }

    private static func mock(_ node: DocumentNode) -> Mock? {
        guard node.isObject else { return nil }
        node.allow(["output", "error", "script"])
        switch (node.child("output"), node.child("error"), node.child("script")) {
        case (let output?, nil, nil): return .output(output.value)
        case (nil, let error?, nil): return failure(error).map(Mock.failure)
        case (nil, nil, let script?): return AgentScriptDecoder.script(script).map(Mock.script)
        default:
            node.report("E01", "a mock has exactly one of output, error, script")
            return nil
        }
    }

    static func failure(_ node: DocumentNode) -> Failure? {
        guard node.isObject else { return nil }
        node.allow(["type", "message", "retryable", "details"])
        guard let type = node.required("type")?.text else { return nil }
        return Failure(
            type, node.child("message")?.text ?? "mocked", retryable: node.child("retryable")?.flag, details: node.child("details")?.value)
    }

    private static func expectation(_ node: DocumentNode, ids: Set<String>) -> SkillTest.Expectation? {
        guard node.isObject else { return nil }
        node.allow(["output", "assert", "error", "ran", "not_ran", "attempts"])
        if node.value.object?.isEmpty == true { node.report("E01", "an expectation must not be empty") }
        var assertions: [Formula] = []
        for element in node.child("assert")?.elements ?? [] {
            guard let text = element.text else { continue }
            do {
                assertions.append(try Formula(condition: text))
            } catch {
                element.log.add(error.finding(at: element.pointer))
            }
        }
        var attempts: [String: Int] = [:]
        for (id, member) in node.child("attempts")?.members ?? [] {
            known(id, ids, member)
            attempts[id] = member.integer(in: 0...Int.max)
        }
        func steps(_ key: String) -> [String] {
            (node.child(key)?.elements ?? []).compactMap { element in
                guard let id = element.text else { return nil }
                known(id, ids, element)
                return id
            }
        }
        return SkillTest.Expectation(
            output: node.child("output")?.value, assertions: assertions, error: node.child("error")?.text, ran: steps("ran"), notRan: steps("not_ran"),
            attempts: attempts)
    }
}
