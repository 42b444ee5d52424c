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

}
