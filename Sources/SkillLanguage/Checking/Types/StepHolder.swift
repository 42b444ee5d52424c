/// A list of steps that keeps the values of its steps to itself.
struct StepHolder: Hashable {
    enum Kind: Hashable { case arm(Int), branch(String), items, rounds, clause(Int), cleanup }
    let owner: String
    let kind: Kind

    /// What is set inside is not set outside.
    var keepsVariables: Bool {
        switch kind {
        case .branch, .items, .cleanup: true
        case .arm, .rounds, .clause: false
        }
    }

    var description: String {
        switch kind {
        case .arm: "an arm of the switch \"\(owner)\""
        case .branch(let name): "the branch \"\(name)\" of \"\(owner)\""
        case .items: "the each \"\(owner)\""
        case .rounds: "the repeat \"\(owner)\""
        case .clause: "a catch of \"\(owner)\""
        case .cleanup: "\"finally\""
        }
    }

    var hint: String {
        switch kind {
        case .arm, .clause: "use steps.\(owner), which is the value of the last step of the arm that ran, or a variable"
        case .branch(let name): "use steps.\(owner).\(name), the value of the branch"
        case .items: "use steps.\(owner), the list of what each item \"yield\"s"
        case .rounds: "use steps.\(owner), what its \"yield\" gives"
        case .cleanup: "nothing outside of \"finally\" runs after it"
        }
    }
}
