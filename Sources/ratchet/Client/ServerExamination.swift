import JSON
import Terminal
import Workspace

/// What the running server tells about its health.
enum ServerExamination {
    static func checks(_ workspace: WorkspaceLayout, environment: [String: String]) async -> [Diagnosis.Check] {
        do throws(APIFailure) {
            let api = try APIClient(workspace: workspace, tokens: TokenFiles(workspace: workspace, environment: environment))
            let status = try await api.get(["status"])
            let version = status.text("version").map { ", version \($0)" } ?? ""
            let secrets = SecretPage.checks(try await api.get(["secrets"]).items("items"))
            return [.init("server", .ok, api.address + version)] + problems(status) + secrets
        } catch {
            if case .noServer(let folder) = error {
                return [.init("server", .warn, "no server is running in \(folder)", advice: "start one with `ratchet serve --workspace \(folder)`")]
            }
            return [.init("server", .fail, "\(error)")]
        }
    }

    private static func problems(_ status: JSON) -> [Diagnosis.Check] {
        let troubles = status.items("repository").map { trouble in
            Diagnosis.Check(
                "repository state", trouble.text("kind")?.hasPrefix("live") == true ? .fail : .warn, trouble.text("message") ?? "",
                advice: trouble.text("advice"))
        }
        return troubles + documents(status)
    }

    private static func documents(_ status: JSON) -> [Diagnosis.Check] {
        let problems = status.items("problems")
        guard !problems.isEmpty else {
            let counts = [("skills", "skill"), ("loops", "loop")].map { Amounts.count(status[$0]?.int ?? 0, $1) }
            return [.init("live documents", .ok, counts.joined(separator: ", "))]
        }
        return problems.map { .init("live documents", .fail, FindingText.line($0), advice: "mend the file, commit it, and `ratchet adopt`") }
    }
}
