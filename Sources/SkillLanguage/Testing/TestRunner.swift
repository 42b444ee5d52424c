import CivilTime
import JSON

/// Runs a skill's attached tests: the interpreter with every call answered by a mock. Time is virtual, nothing leaves the process.
package enum TestRunner {
    package struct Report: Sendable {
        package let name: String
        package let findings: [Finding]
        package let trace: Trace
        package var passed: Bool { findings.isEmpty }
    }

    /// - Parameter live: the skills that its agents may call, so that their calls are checked against what those take.
    package static func run(_ skill: Skill, among live: LiveSkills? = nil) -> [Report] {
        skill.tests.map { run($0, of: skill, among: live) }
    }

    package static func run(_ test: SkillTest, of skill: Skill, among live: LiveSkills? = nil) -> Report {
        let input = skill.input.schema.applyingDefaults(to: test.input)
        if let violation = skill.input.schema.firstViolation(in: input) {
            let failed = Ending.failed(Failure("schema.input", "\(violation)", retryable: false))
            return Report(name: test.name, findings: check(test, failed, Trace()), trace: Trace())
        }
        var run = MockedRun(skill: skill, test: test, input: input, live: live)
        let ending = run.play()
        let trace = run.execution.trace ?? Trace()
        return Report(name: test.name, findings: run.problems + check(test, ending, trace), trace: trace)
    }

    private static func check(_ test: SkillTest, _ ending: Ending, _ trace: Trace) -> [Finding] {
        var findings: [Finding] = []
        func expect(_ holds: Bool, _ place: String, _ message: @autoclosure () -> String) {
            guard !holds else { return }
            let pointer = "\(test.pointer)/expect" + (place.isEmpty ? "" : "/\(place)")
            findings.append(Finding("E51", pointer, "test \"\(test.name)\": \(message())"))
        }
        let wanted = test.expectation
        var output = JSON.null
        switch ending {
        case .succeeded(let value):
            output = value
            if let error = wanted.error { expect(false, "error", "expected the error \(error), the run succeeded with \(value.text(.compact))") }
        case .failed(let failure), .timedOut(let failure):
            let place = wanted.error == nil ? "" : "error"
            let message = (wanted.error.map { "expected the error \($0), " } ?? "") + "the run failed with \(failure)"
            expect(wanted.error.map { failure.matches($0) } ?? false, place, message)
        case .cancelled(let reason):
            expect(wanted.error == "cancelled", "error", "the run was cancelled: \(reason)")
        }
        if let expected = wanted.output, case .succeeded = ending, let difference = firstDifference(expected, output) {
            expect(false, "output", "the output differs at \(difference)")
        }
        for id in wanted.ran { expect(trace.ran.contains(id), "ran", "the step \(id) did not run") }
        for id in wanted.notRan { expect(!trace.ran.contains(id), "not_ran", "the step \(id) ran") }
        for (id, count) in wanted.attempts.sorted(by: { $0.key < $1.key }) {
            let made = trace.attempts[id] ?? 0
            expect(made == count, "attempts/\(id)", "expected \(count) attempts of \(id), made \(made)")
        }
        guard wanted.error != nil || findings.isEmpty else { return findings }
        let attempts = JSON.Object(trace.attempts.sorted { $0.key < $1.key }.map { ($0.key, .int(Int64($0.value))) })
        let names = Names([("output", output), ("calls", .object(trace.calls)), ("attempts", .object(attempts))])
        for (i, assertion) in wanted.assertions.enumerated() {
            do {
                expect(try assertion.holds(in: names), "assert/\(i)", "\(assertion.source) does not hold for output \(output.text(.compact))")
            } catch {
                expect(false, "assert/\(i)", "\(assertion.source) fails: \(error.message)")
            }
        }
        return findings
    }

}

/// One run against the mocks of one test.
private struct MockedRun {
    var execution: Execution
    let test: SkillTest
    let live: LiveSkills?
    var used: [String: Int] = [:]
    var problems: [Finding] = []
    /// Calls in the order they were made, each with its answer and when that comes.
    var answers: [(id: CallID, outcome: Outcome, at: Instant)] = []

    init(skill: Skill, test: SkillTest, input: JSON, live: LiveSkills?) {
        self.test = test
        self.live = live
        let start = Instant(milliseconds: 1_767_225_600_000)
        let facts = RunFacts(
            id: "00000000-0000-7000-8000-000000000000", skill: skill.name, version: skill.version?.description ?? "0.0.0", scheduledAt: start,
            services: skill.services)
        let secrets = JSON.Object(skill.secrets.map { ($0, .string("<\($0)>")) })
        execution = Execution(
            skill: skill, input: input, config: skill.configuration(overriding: test.config), facts: facts, secrets: secrets, seed: 1, at: start,
            isTraced: true)
    }

    mutating func play() -> Ending {
        execution.start()
        while execution.ending == nil {
            for effect in execution.takeEffects() {
                switch effect {
                case .call(let request): answer(request)
                case .abandon(let id): answers.removeAll { $0.id == id }
                }
            }
            let due = answers.enumerated().min { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
            switch (due, execution.nextTimer) {
            case (let due?, let timer) where timer.map({ due.element.at <= $0 }) ?? true:
                answers.remove(at: due.offset)
                execution.complete(due.element.id, due.element.outcome, at: due.element.at)
            case (_, let timer?): execution.advance(to: timer)
            default: return .failed(Failure("internal", "the run waits for nothing", retryable: false))
            }
        }
        return execution.ending ?? .cancelled(reason: "")
    }

    private mutating func answer(_ request: CallRequest) {
        let at = execution.clock
        guard let mocks = test.mocks[request.step], !mocks.isEmpty else { return answerUnmocked(request, at) }
        let index = used[request.step, default: 0]
        used[request.step] = index + 1
        switch mocks[min(index, mocks.count - 1)] {
        case .output(let value): answers.append((request.id, Outcome(.success(value)), at))
        case .failure(let failure): answers.append((request.id, Outcome(.failure(failure)), at))
        case .script(let script): rehearse(script, request, at)
        }
    }

    private mutating func rehearse(_ script: AgentScript, _ request: CallRequest, _ at: Instant) {
        do {
            let arguments = try AgentArguments(request.arguments)
            let tools = AgentTool.offered(by: arguments, among: live)
            let loop = AgentLoop(arguments, tools: tools, names: request.names, remaining: request.remaining, at: at)
            var rehearsal = AgentRehearsal(script, of: test.name, loop, at: at)
            let (outcome, end) = rehearsal.play()
            problems += rehearsal.problems
            answers.append((request.id, outcome, end))
        } catch {
            answers.append((request.id, Outcome(.failure(error)), at))
        }
    }

    /// `wait` and `echo` need no mock: they reach nothing outside.
    private mutating func answerUnmocked(_ request: CallRequest, _ at: Instant) {
        switch request.callable {
        case .builtin("echo"):
            answers.append((request.id, Outcome(.success(request.arguments)), at))
        case .builtin("wait"):
            switch Wait.end(of: request.arguments, from: request.startedAt) {
            case .success(let until): answers.append((request.id, Outcome(.success([:])), max(at, until)))
            case .failure(let failure): answers.append((request.id, Outcome(.failure(failure)), at))
            }
        default:
            let message = "test \"\(test.name)\": the call \"\(request.step)\" was reached without a mock"
            problems.append(Finding("E52", "\(test.pointer)/mocks", message, hint: "add \"\(request.step)\": {\"output\": ...} to the mocks"))
            answers.append((request.id, Outcome(.failure(Failure("internal.no_mock", message, retryable: false))), at))
        }
    }
}
