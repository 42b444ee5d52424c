import JSON
import Testing

@Suite struct ObjectTests {
    @Test func `an object agrees with an ordered list of pairs whatever is done to it`() {
        var dice = Dice(seed: 21)
        for _ in 0..<100 {
            var object = JSON.Object()
            var pairs: [(String, JSON)] = []
            for _ in 0..<120 {
                let key = "k\(dice.roll(40))"
                let value: JSON? = dice.roll(3) == 0 ? nil : .int(Int64(dice.roll(1000)))
                object[key] = value
                switch (pairs.firstIndex { $0.0 == key }, value) {
                case (let at?, let value?): pairs[at].1 = value
                case (let at?, nil): pairs.remove(at: at)
                case (nil, let value?): pairs.append((key, value))
                case (nil, nil): break
                }
                #expect(object.keys == pairs.map(\.0))
                #expect(object.values == pairs.map(\.1))
                #expect(object[key] == value)
                #expect(object.position(of: key) == pairs.firstIndex { $0.0 == key })
            }
            #expect(object == JSON.Object(pairs.reversed()))
            #expect(object.hashValue == JSON.Object(pairs.reversed()).hashValue)
        }
    }

    @Test func `canonically equivalent keys are two keys, in small objects and large`() {
        var object: JSON.Object = ["\u{E9}": 1, "e\u{301}": 2, "q\u{307}\u{323}": 3, "q\u{323}\u{307}": 4]
        #expect(object.count == 4)
        for index in 0..<50 { object["k\(index)"] = 0 }
        #expect(object["\u{E9}"] == 1)
        #expect(object["e\u{301}"] == 2)
        #expect(object["q\u{307}\u{323}"] == 3)
        #expect(object["q\u{323}\u{307}"] == 4)
    }

    @Test func `views answer for their kind alone`() {
        let value: JSON = ["b": true, "i": 2, "d": 2.5, "whole": 2.0, "s": "x", "a": [1], "n": nil]
        #expect(value["b"]?.bool == true && value["b"]?.int == nil)
        #expect(value["i"]?.int == 2 && value["i"]?.double == 2)
        #expect(value["d"]?.int == nil && value["d"]?.double == 2.5)
        #expect(value["whole"]?.int == 2)
        #expect(value["s"]?.string == "x" && value["s"]?.array == nil)
        #expect(value["a"]?[0] == 1 && value["a"]?[1] == nil && value["a"]?[-1] == nil)
        #expect(value["n"]?.isNull == true && value["none"] == nil)
        #expect(JSON.int(1) == 1.0 && JSON.int(1).hashValue == JSON.double(1).hashValue)
        #expect(JSON.int(.max) != .double(0x1p63) && JSON.bool(true) != 1)
    }
}
