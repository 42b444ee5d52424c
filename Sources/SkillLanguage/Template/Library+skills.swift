import CEL

extension Library {
    /// CEL's functions and those of skills.
    static let skills: Library = {
        let body = Function.Body.one { value in
            guard case .string(let text) = value else { return nil }
            return .string(ContentHash.of(Array(text.utf8)))
        }
        return Library.standard.adding([Function("hash.sha256", [Signature("(string) -> string")].compactMap { $0 }, body: body)])
    }()
}
