import Testing

@testable import HTTPClient

@Suite struct HTTPErrorTests {
    private static let reasons: [HTTPError.Reason] = [
        .invalidRequest("x"), .unavailable("x"), .resolve("x"), .connect("x"), .tls("x"), .deniedAddress(address: "10.0.0.1", kind: "private"),
        .timeout(.connect, after: .seconds(1)), .timeout(.total, after: .seconds(1)), .timeout(.idle, after: .seconds(1)), .tooLarge(limit: 5),
        .redirect("x"), .protocolError("x"), .reset("x"), .cancelled,
    ]

    @Test(arguments: reasons)
    func `every message names the host`(_ reason: HTTPError.Reason) {
        let error = HTTPError(reason: reason, host: "api.example:8443", mayHaveReachedServer: false)
        #expect(error.description.contains("api.example:8443"))
    }

    @Test(arguments: [HTTPError.Reason.timeout(.total, after: .seconds(1)), .timeout(.idle, after: .seconds(1)), .reset("x"), .cancelled])
    func `a message says whether the server may have acted, where that is open`(_ reason: HTTPError.Reason) {
        #expect(HTTPError(reason: reason, host: "h", mayHaveReachedServer: true).description.contains("the server may have acted on the request"))
        #expect(HTTPError(reason: reason, host: "h", mayHaveReachedServer: false).description.contains("the request was not sent"))
    }

    @Test func `a denial names the address, what it is and what to do`() {
        let error = HTTPError(reason: .deniedAddress(address: "10.0.0.1", kind: "private"), host: "intranet", mayHaveReachedServer: false)
        #expect(
            error.description
                == "intranet is at 10.0.0.1, a private address, which this request may not reach; allow the address for this service if it is meant")
    }
}
