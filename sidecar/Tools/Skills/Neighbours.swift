import JSON
import SkillLanguage

/// The live skills that a document can reach, as far as a check needs them.
enum Neighbours {
    /// More than these are not asked for; a check says of the others that they do not exist.
    private static let most = 64

    /// Nil when there is no server to ask.
    static func live(for document: JSON, _ backend: any Backend) async -> LiveSkills? {
        var live: LiveSkills = [:]
        var wanted = named(in: document).sorted()
        var asked: Set<String> = []
        guard !wanted.isEmpty else { return [:] }
        while let name = wanted.popLast(), asked.count < most {
            guard asked.insert(name).inserted else { continue }
            do throws(BackendFailure) {
                let answer = try await backend.get("skills", name)
                guard let document = answer["document"], let skill = try? SkillDecoder.decode(document) else { continue }
                let signature = SkillSignature(of: skill, version: answer.text("version").flatMap { SemanticVersion($0) })
                live[name] = signature
                wanted += signature.callees
            } catch {
                if case .refused(404, _, _, _) = error { continue }
                return nil
            }
        }
        return live
    }

    /// Names after `skill:` in calls and agents' tools, wherever they stand.
    static func named(in json: JSON) -> Set<String> {
        switch json {
        case .array(let items): return items.reduce(into: []) { $0.formUnion(named(in: $1)) }
        case .object(let object):
            var names: Set<String> = []
            for (key, value) in object {
                if key == "call" || key == "use", let text = value.string, text.hasPrefix("skill:") {
                    names.insert(VersionName(String(text.dropFirst("skill:".count))).skill)
                } else {
                    names.formUnion(named(in: value))
                }
            }
            return names
        default: return []
        }
    }
}
