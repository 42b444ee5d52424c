import JSON
import SkillLanguage
import Testing

@testable import Callables

@Suite struct SecretScrubberTests {
    private let scrubber = SecretScrubber(["TOKEN": Canary.value, "PIN": "83914"])

    @Test(arguments: [
        Canary.value,
        "c4nary%2F%2Bs3cret%3D%C3%A9%221",
        "c4nary%2f%2bs3cret%3d%c3%a9%221",
        "c4nary/+s3cret=é\\\"1",
        "c4nary\\/+s3cret=é\\\"1",
        "c4nary/+s3cret=\\u00e9\\\"1",
        "c4nary\\/+s3cret=\\u00E9\\\"1",
        "c4nary/+s3cret=é\\\\\\\"1",
        "c4nary/+s3cret=é&quot;1",
        "c4nary/+s3cret=é&#34;1",
        "c4nary%252F%252Bs3cret%253D%25C3%25A9%25221",
        "c4nary/+s3cret=%C3%A9%221",
        "%63%34%6e%61%72%79%2f%2b%73%33%63%72%65%74%3d%c3%a9%22%31",
        "63346e6172792f2b7333637265743dc3a92231",
        "63346E6172792F2B7333637265743DC3A92231",
        "C4NARY/+S3CRET=É\"1",
        "YzRuYXJ5LytzM2NyZXQ9w6kiMQ%3D%3D",
        "YzRuYXJ5LytzM2NyZXQ9w6kiMQ==",
        "YzRuYXJ5LytzM2NyZXQ9w6kiMQ",
    ])
    func `a secret is found in every common encoding`(form: String) {
        #expect(scrubber.scrub("a \(form) b") == "a ${secrets.TOKEN} b")
        #expect(scrubber.scrub("\(form)\u{301}\(form)").contains("c4nary") == false, "a combining mark hides nothing")
    }

    @Test(arguments: ["", "u", "us", "user:", "user: "], ["", "x", "xy", ":xyz"])
    func `a secret is found inside something longer that was base64-encoded`(before: String, after: String) {
        for alphabet in [Base64.standard, Base64.urlSafe] {
            let encoded = Base64.encode(Array((before + Canary.value + after).utf8), alphabet)
            let scrubbed = scrubber.scrub(encoded)
            #expect(scrubbed.contains("${secrets.TOKEN}"))
            #expect(scrubbed.utf8.count < before.utf8.count * 2 + after.utf8.count * 2 + 16 + 12, "\(scrubbed)")
        }
    }

    @Test func `strings, keys and numbers of a value are scrubbed, the rest is left alone`() {
        let json: JSON = ["a": [.string("x\(Canary.value)")], .init("k\(Canary.value)"): true, "n": 83914, "m": 839140, "z": nil]
        #expect(
            scrubber.scrub(json)
                == ["a": ["x${secrets.TOKEN}"], "k${secrets.TOKEN}": true, "n": "${secrets.PIN}", "m": 839140, "z": nil])
    }

    @Test func `message and details of a failure are scrubbed`() {
        let failure = scrubber.scrub(Failure("http.connect", "at \(Canary.value)", details: [.string(Canary.value)]))
        #expect(failure.message == "at ${secrets.TOKEN}")
        #expect(failure.details == ["${secrets.TOKEN}"])
    }

    @Test func `of a secret that is part of another the longer one is found`() {
        #expect(SecretScrubber(["A": "hunter2", "B": "hunter22"]).scrub("hunter22 hunter2") == "${secrets.B} ${secrets.A}")
    }

    @Test(arguments: [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy")])
    func `base64 gives the vectors of RFC 4648`(text: String, encoded: String) {
        #expect(Base64.encode(Array(text.utf8), Base64.standard) == encoded)
    }
}

@Suite struct RevealedSecretsTests {
    @Test func `markers and names are replaced by values, and the values are scrubbed`() throws {
        var revealed = RevealedSecrets(Canary.secrets)
        let arguments = try revealed.reveal(in: ["h": [.string("Bearer \(Canary.marker)")]], Canary.markers)
        #expect(arguments == ["h": [.string("Bearer \(Canary.value)")]])
        #expect(try revealed.reveal(in: "Bearer ${secrets.KEY}!") == "Bearer sk-key-0123456789!")
        #expect(revealed.scrubber.scrub("\(Canary.value) sk-key-0123456789") == "${secrets.TOKEN} ${secrets.KEY}")
    }

    @Test func `a secret without a value is missing, and how to set it is told`() {
        var revealed = RevealedSecrets(TableSecrets(values: ["EMPTY": ""]))
        for name in ["EMPTY", "GONE"] {
            let failure = #expect(throws: Failure.self) { try revealed.value(of: name) }
            #expect(failure?.type == "secret.missing")
            #expect(failure?.retryable == false)
            #expect(failure?.message.contains("RATCHET_SECRET_\(name)") == true)
            #expect(failure?.message.contains("ratchet secret set \(name)") == true)
        }
    }

    @Test func `the scrubber is of the secrets there are now, not of those there were`() {
        let memory = ScrubberMemory()
        #expect(memory.scrubber(of: ["A": "12345678"]).scrub("12345678 87654321") == "${secrets.A} 87654321")
        #expect(memory.scrubber(of: ["A": "12345678"]).scrub("12345678 87654321") == "${secrets.A} 87654321")
        #expect(memory.scrubber(of: ["A": "87654321"]).scrub("12345678 87654321") == "12345678 ${secrets.A}")
    }

    @Test func `what another call has sent is scrubbed too, unless it is so short that it may stand there by chance`() throws {
        let revealed = RevealedSecrets(TableSecrets(values: ["LONG": "12345678", "SHORT": "1234567"]))
        #expect(revealed.scrubber.scrub("12345678 or 1234567") == "${secrets.LONG} or 1234567")
    }
}
