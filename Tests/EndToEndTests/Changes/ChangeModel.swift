import Testing

/// What may be live and decided, by what was asked for and answered: before an answer, the old state or the new one; after it, the new one.
struct ChangeModel {
    /// The numbers that may be live, by skill. One number, except while nobody knows how the last request ended.
    private(set) var live: [String: Set<Int>]
    /// The states that a proposal may be in.
    private(set) var proposals: [String: Set<String>] = [:]

    /// The proposals of each token, by skill.
    private var proposed: [String: Set<String>] = [:]

    init(_ names: [String]) { live = Dictionary(uniqueKeysWithValues: names.map { ($0, [0]) }) }

    /// A request that would make these numbers live, and end proposals, is about to be sent.
    mutating func begin(live numbers: [String: Int] = [:], _ states: [String: String] = [:]) {
        for (name, number) in numbers { live[name, default: []].insert(number) }
        for (proposal, state) in states { proposals[proposal, default: ["open"]].insert(state) }
    }

    /// It was answered with success.
    mutating func end(live numbers: [String: Int] = [:], _ states: [String: String] = [:]) {
        for (name, number) in numbers { live[name] = [number] }
        for (proposal, state) in states { proposals[proposal] = [state] }
    }

    /// What is seen after a restart, which must be one of what may be; it is all that may be from now on.
    mutating func see(live number: Int, of name: String) {
        #expect(live[name]?.contains(number) == true, "\(name) \(number) is live; only \(live[name]?.sorted() ?? []) may be")
        live[name] = [number]
    }

    mutating func see(_ state: String, of proposal: String) {
        guard let possible = proposals[proposal] else { return }
        #expect(possible.contains(state), "proposal \(proposal) is \(state); only \(possible.sorted()) it may be")
        proposals[proposal] = [state]
    }

    mutating func note(_ proposal: String, by token: String, for names: [String]) {
        for name in names { proposed["\(token) \(name)", default: []].insert(proposal) }
    }

    /// Proposals of a token that its next one for one of the skills supersedes, as far as they are open.
    func open(by token: String, for names: [String]) -> Set<String> {
        Set(names.flatMap { proposed["\(token) \($0)"] ?? [] }).filter { proposals[$0]?.contains("open") == true }
    }

    func number(of name: String) -> Int? { live[name].flatMap { $0.count == 1 ? $0.first : nil } }
}
