import CivilTime
import JSON
import Registry
import SkillLanguage
import Testing
@testable import Tuning

@Suite struct VariationTests {
    @Test func `values of the config become operations, and only what the config takes`() throws {
        let skill = try Alarm.skill()
        let variation = Variation.config(["alarm_rate": 0.06])
        #expect(variation.operations == [["op": "replace", "path": "/config/properties/alarm_rate/default", "value": 0.06]])
        let changed = try variation.document(of: skill)
        #expect(allDifferences(skill.document, changed, most: 9).map(\.pointer.description) == ["/config/properties/alarm_rate/default"])
        for values: JSON.Object in [["alarm_rate": 0.5], ["alarm_rate": "much"], ["other": 1]] {
            #expect(throws: Failure.self) { try Variation.config(values).document(of: skill) }
        }
    }

    @Test func `a patch is applied whole or not at all, and has its bounds`() throws {
        let skill = try Alarm.skill()
        let bad: JSON = [["op": "remove", "path": "/nothing"]]
        #expect(throws: Failure.self) { try Variation.patch(bad).document(of: skill) }
        let one: JSON = ["op": "replace", "path": "/summary", "value": "Another summary for it."]
        #expect(try Variation.patch([one]).document(of: skill)["summary"] == "Another summary for it.")
        #expect(throws: Failure.self) { try Variation.patch(.array(Array(repeating: one, count: 21))).document(of: skill) }
    }

    @Test func `an origin reads back as it was written`() throws {
        let origin = Origin(
            run: "r", skill: "s", version: "1.0.0", versionID: "v", call: "r/p", taint: ["page (http)"], patch: [["op": "remove", "path": "/a"]],
            supporting: ["a"], opposing: [])
        #expect(Origin(origin.json) == origin && origin.isTainted && origin.json["tainted"] == true)
        #expect(Origin([:]) == nil)
    }
}
