import JSON
import SkillLanguage

extension Outcome {
    /// What a call gives, or why it failed: a `Failure` as it is, anything else as `type`, which may be tried again.
    static func of(_ type: String, _ body: () async throws -> JSON) async -> Outcome {
        do {
            return Outcome(.success(try await body()))
        } catch let failure as Failure {
            return Outcome(.failure(failure))
        } catch {
            return Outcome(.failure(Failure(type, "\(error)", retryable: true)))
        }
    }
}
