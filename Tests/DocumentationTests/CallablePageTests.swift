import Testing

@testable import SkillLanguage

/// The page of the callables is what their declarations say.
@Suite struct CallablePageTests {
    @Test func `the page is the one that the declarations give`() throws {
        let page = try #require(Page.all.first { $0.path == "docs/callables.md" })
        #expect(page.text == CallablePage.text(), "write it anew: ratchet callables --markdown > docs/callables.md")
    }

    @Test func `every declared callable says what it does and what it reaches`() {
        for callable in CallableReference.all {
            #expect(!callable.summary.isEmpty && !callable.effects.isEmpty, "\(callable.name)")
            #expect(CallableName.builtins.contains(callable.name))
        }
        #expect(CallableReference.all.count >= 11)
    }
}
