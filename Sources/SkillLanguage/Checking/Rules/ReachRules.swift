import JSON

/// E20, E21, E25, E26: what a call reaches is what the permits name. Only what is written out is judged; the rest is judged when the
/// call is made.
struct ReachRules {
    let skill: Skill
    let log: FindingLog

    func check(_ call: Call, at pointer: String) {
        let with = pointer + "/with"
        switch call.callable {
        case .builtin("http"): http(call.arguments, at: with)
        case .builtin("llm"), .builtin("agent"):
            model(call.arguments.member("model"), at: with + "/model")
            model(call.arguments.member("compact")?.member("model"), at: with + "/compact/model")
            for tool in AgentTools.named(by: call, at: pointer) { self.tool(tool.use, at: tool.pointer) }
        case .skill(let name, let range): callee(name, range, at: pointer + "/call")
        case .tool(let server, let name): remote(server, name, at: pointer + "/call")
        case .builtin(let name) where name.hasPrefix("skills."): tuned(call.arguments.member("skill")?.text, by: name, at: with + "/skill")
        case .builtin: break
        }
    }

    private func tool(_ use: String, at pointer: String) {
        switch CallableName(use) {
        case .skill(let name, let range)?: callee(name, range, at: pointer)
        case .tool(let server, let name)?: remote(server, name, at: pointer)
        case .builtin("http")? where skill.permits.http.isEmpty:
            log.add(Finding("E26", pointer, "the permits allow no http request", hint: "add a line to \"permits\".\"http\""))
        case .builtin(let name)? where name.hasPrefix("skills."): tuned(nil, by: name, at: pointer)
        case .builtin?: break
        case nil where use.hasPrefix("skill:"):
            log.add(Finding("E21", pointer, "\"\(use)\" does not say which versions it accepts", hint: "write \"skill:name@^1\""))
        case nil:
            let near = Nearest.name(to: use, among: CallableName.builtins).map { "did you mean \"\($0)\"?" }
            log.add(Finding("E20", pointer, "unknown callable \"\(use)\"", hint: near ?? "a built-in callable, skill:name@^1 or mcp:server/tool"))
        }
    }

    private func model(_ template: Template?, at pointer: String) {
        guard let alias = template?.text, !skill.permits.allowsModel(alias) else { return }
        let near = Nearest.name(to: alias, among: skill.permits.models).map { "did you mean \"\($0)\"?" }
        log.add(Finding("E26", pointer, "the model \"\(alias)\" is not permitted", hint: near ?? "add it to \"permits\".\"models\""))
    }

    private func callee(_ name: String, _ range: VersionRange, at pointer: String) {
        let permitted = skill.permits.skills.contains { $0.split(separator: "@").first.map(String.init) == name }
        if !permitted {
            log.add(Finding("E26", pointer, "the skill \"\(name)\" is not permitted", hint: "add \"\(name)@\(range)\" to \"permits\".\"skills\""))
        }
    }

    private func remote(_ server: String, _ tool: String, at pointer: String) {
        let name = "\(server)/\(tool)"
        guard !skill.permits.mcp.contains(where: { Glob.matches($0, name) }) else { return }
        log.add(Finding("E26", pointer, "the tool \"\(name)\" is not permitted", hint: "add \"\(name)\" to \"permits\".\"mcp\""))
    }

    /// - Parameter name: the skill that is read or changed; nil when only the run knows.
    private func tuned(_ name: String?, by callable: String, at pointer: String) {
        if let name, !skill.permits.allowsTuning(name) {
            let message = "the permits do not let \(callable) at the skill \"\(name)\""
            log.add(Finding("E26", pointer, message, hint: "add \"\(name)\" to \"permits\".\"tune\""))
        } else if skill.permits.tune.isEmpty {
            let message = "the permits do not let \(callable) at any skill"
            log.add(Finding("E26", pointer, message, hint: "name the skills in \"permits\".\"tune\", or \"*\" for every one"))
        }
    }

    // MARK: http

    private static let methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]

    private func http(_ arguments: Template, at pointer: String) {
        guard let url = arguments.member("url") else { return }
        // A method that is left open, or is none, is any.
        let method = arguments.member("method").map { Self.methods.contains($0.text ?? "") ? $0.text : nil } ?? "GET"
        let place = pointer + "/url"
        guard let target = URLPrefix(url) else {
            if case .literal = url {
                let message = "the url is not http:// or https:// and names no service"
                log.add(Finding("E25", place, message, hint: "start it with https:// or ${services.name}"))
            } else if skill.permits.http.isEmpty {
                log.add(Finding("E25", place, "the permits allow no http request", hint: "add a line to \"permits\".\"http\""))
            }
            return
        }
        let allowed = skill.permits.http.contains { permit in
            (permit.method == "*" || method == nil || permit.method == method) && permit.origin == target.origin && target.mayMatch(permit.path)
        }
        guard !allowed else { return }
        let wanted = "\(method ?? "GET") \(target.origin)\(target.path)\(target.isWhole ? "" : "*")"
        log.add(Finding("E25", place, "no line of \"permits\".\"http\" allows it", hint: "add \"\(wanted)\""))
    }
}
