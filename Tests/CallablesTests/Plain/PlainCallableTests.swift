import CivilTime
import JSON
import SkillLanguage
import Testing

@testable import Callables

@Suite struct PlainCallableTests {
    @Test func `echo returns its arguments with secrets by name`() async {
        let outcome = await EchoCallable().perform(invocation("echo", ["a": [1, .string("x\(Canary.marker)")]]))
        #expect(outcome.value == ["a": [1, "x${secrets.TOKEN}"]])
    }

    @Test func `a wait ends when its time has come, however often it is woken early`() async {
        let time = SetTime(naps: [.seconds(10), .milliseconds(1)])
        let outcome = await WaitCallable(time: time).perform(invocation("wait", ["for": "1m"]))
        #expect(outcome.value == [:])
        #expect(time.now() == .start + .seconds(60))
        #expect(time.slept.count == 3)
    }

    @Test func `a wait that is resumed counts from when it was first made`() async {
        let time = SetTime(.start + .seconds(59))
        _ = await WaitCallable(time: time).perform(invocation("wait", ["for": "1m"]))
        #expect(time.slept == [.start + .seconds(60)])
    }

    @Test func `a time that is past is not waited for`() async {
        let time = SetTime()
        let outcome = await WaitCallable(time: time).perform(invocation("wait", ["until": "2026-11-21T11:59:59Z"]))
        #expect(outcome.value == [:])
        #expect(time.slept.isEmpty)
    }

    @Test func `a wait without an end is refused`() async {
        let outcome = await WaitCallable(time: SetTime()).perform(invocation("wait", [:]))
        #expect(outcome.failure?.type == "expr.type")
    }
}
