#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif
import JSON
import Testing

@testable import CEL

/// Runs cel-spec's conformance suite from the file that the environment variable `CEL_CONFORMANCE` names.
@Suite(.enabled(if: getenv("CEL_CONFORMANCE") != nil, "CEL_CONFORMANCE does not name the suite's file"))
struct CELConformance {
    @Test func `every case of the conformance suite passes`() throws {
        let tests = try Self.tests()
        let cases = tests.compactMap { ConformanceCase($0) }
        #expect(!cases.isEmpty && cases.count == tests.count, "\(tests.count - cases.count) cases cannot be read")
        var passed: [String: (passed: Int, total: Int)] = [:]
        for each in cases {
            let failure = each.failure()
            passed[each.file, default: (0, 0)].total += 1
            if failure == nil { passed[each.file, default: (0, 0)].passed += 1 }
            if let failure { Issue.record("\(each.label): \(failure)") }
        }
        for (file, count) in passed.sorted(by: { $0.key < $1.key }) { print("\(file): \(count.passed) of \(count.total)") }
        print("all: \(passed.values.reduce(0) { $0 + $1.passed }) of \(cases.count)")
    }

    private static func tests() throws -> [JSON] {
        let path = try #require(getenv("CEL_CONFORMANCE").map { String(cString: $0) })
        let document = try JSON(parsing: try bytes(of: path))
        return document["tests"]?.array ?? []
    }

    private static func bytes(of path: String) throws -> [UInt8] {
        let file = try #require(fopen(path, "rb"), "cannot open \(path)")
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = fread(&block, 1, block.count, file), count > 0 { bytes += block[..<count] }
        return bytes
    }
}

extension ConformanceCase {
    /// What went otherwise than expected; nil when nothing did.
    func failure() -> String? {
        var profile = Profile.conformance
        profile.container = container
        profile.expandsMacros = expandsMacros
        let expression: Expression
        do throws(ParseError) {
            expression = try Expression(parsing: source, profile: profile)
        } catch {
            if case .error = expectation { return nil }
            return "\(error)"
        }
        if isChecked {
            let (type, issues) = expression.check(environment)
            if let issue = issues.first {
                if case .error = expectation { return nil }
                return "check: \(issue)"
            }
            if case .type(let expected, _) = expectation, type != expected { return "got type \(type), not \(expected)" }
        }
        return isCheckOnly ? nil : failure(of: expression)
    }

    private func failure(of expression: Expression) -> String? {
        do throws(EvaluationError) {
            let value = try expression.evaluate(in: Variables(bindings))
            switch expectation {
            case .value(let expected), .type(_, let expected?): return value.isIdentical(to: expected) ? nil : "got \(value)"
            case .type: return nil
            case .error: return "got \(value), not an error"
            }
        } catch {
            if case .error = expectation { return nil }
            return "\(error)"
        }
    }

    private var environment: Declarations {
        var environment = Declarations()
        for declaration in declarations {
            guard let name = declaration["name"]?.string else { continue }
            if let type = declaration["ident"]?["type"] { environment.variables[name] = CELType(conformance: type) }
            for overload in declaration["function"]?["overloads"]?.array ?? [] {
                let signature = Signature(
                    parameters: (overload["params"]?.array ?? []).map { CELType(conformance: $0) },
                    result: overload["resultType"].map { CELType(conformance: $0) } ?? .dyn,
                    isMethod: overload["isInstanceFunction"]?.bool ?? false)
                environment.functions[name, default: []].append(signature)
            }
        }
        return environment
    }
}
