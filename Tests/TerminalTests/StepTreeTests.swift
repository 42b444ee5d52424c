import JSON
import Testing

@testable import Terminal

@Suite struct StepTreeTests {
    @Test func `paths make a tree, in the order of the journal`() {
        let paths = ["a", "b/c[0]/d", "b/c[1]/d", "b/c[0]/e", "a", "f"]
        let tree = StepTree(paths.enumerated().map { Samples.step(Int64($0), $1, "http", at: 0, took: 0) })
        #expect(tree.roots.map(\.name) == ["a", "b", "f"])
        #expect(tree.roots[0].entries.count == 2)
        #expect(tree.roots[1].entries.isEmpty)
        #expect(tree.roots[1].children.map(\.path) == ["b/c[0]", "b/c[1]"])
        #expect(tree.roots[1].children[0].children.map(\.name) == ["d", "e"])
    }

    @Test func `every entry is somewhere in the tree`() {
        func count(_ nodes: [StepTree.Node]) -> Int { nodes.reduce(0) { $0 + $1.entries.count + count($1.children) } }
        let paths = ["", "a", "a/b", "a/b/c", "b/a", "a", "", "x[3]/y[2]/z"]
        let tree = StepTree(paths.enumerated().map { Samples.step(Int64($0), $1, "http", at: 0, took: 0) })
        #expect(count(tree.roots) == paths.count)
    }

    @Test func `an intent shows only while its outcome is missing`() {
        let intent: JSON = ["kind": "intent"]
        let steps = [
            Samples.step(1, "post", "http", at: 0, took: 0, intent), Samples.step(2, "post", "http", at: 50, took: 50),
            Samples.step(3, "tell", "http", at: 60, took: 0, intent),
        ]
        let text = """
            STEP    CALL      AT   TOOK
            ✓ post  http   +0 ms  50 ms
            … tell  http  +60 ms   0 ms
                sent, and no outcome is known

            """
        #expect(StepTimeline(Samples.run(["steps": .array(steps)]), showsBodies: false).text(on: .plain) == text)
    }

    @Test func `a request to cancel and a late outcome are told`() {
        let steps = [
            Samples.step(1, "", "", at: 10, took: 0, ["kind": "cancel_request", "callable": nil, "input": ["reason": "enough"]]),
            Samples.step(2, "slow", "http", at: 900, took: 900, ["kind": "late"]),
        ]
        let text = """
            STEP              CALL      AT    TOOK
            ! cancel request        +10 ms    0 ms
                enough
            ~ slow            http   +0 ms  900 ms
                came when nobody waited for it any more

            """
        #expect(StepTimeline(Samples.run(["steps": .array(steps)]), showsBodies: false).text(on: .plain) == text)
    }
}
