package import Engine
package import JSON
package import SkillLanguage

/// `echo`: returns its arguments. Secrets among them come back by their names.
package struct EchoCallable: Callable {
    package let name = "echo"

    package init() {}

    package func reach(of arguments: JSON) -> Reach { .read }

    package func perform(_ invocation: Invocation) async -> Outcome {
        Outcome(.success(invocation.markers.redact(invocation.arguments)))
    }
}
