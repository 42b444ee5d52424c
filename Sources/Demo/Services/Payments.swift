extension Profile {
    static let payments = Profile(
        name: "payments", requestsPerSecond: 15, p99: 340,
        endpoints: [
            Endpoint(name: "POST /charges", share: 0.48),
            Endpoint(name: "POST /authorizations", share: 0.47),
            Endpoint(name: "GET /refunds", share: 0.05),
        ],
        risky: [
            (
                Change(
                    author: "noor", title: "Retry declined charges at once, up to 20 times",
                    diff: """
                        --- a/charge/retry.rb
                        +++ b/charge/retry.rb
                        @@ -12,2 +12,2 @@ def charge(card, amount)
                        -  with_retries(3, wait: 2.seconds) { gateway.charge(card, amount) }
                        +  with_retries(20, wait: 0) { gateway.charge(card, amount) }
                        """), hurts: 0
            ),
            (
                Change(
                    author: "pavel", title: "Move to the new fraud scoring endpoint",
                    diff: """
                        --- a/config/fraud.yml
                        +++ b/config/fraud.yml
                        @@ -3,2 +3,2 @@ production:
                        -  url: https://fraud.example.com/v1/score
                        +  url: https://fraud-beta.example.com/v2/score
                        """), hurts: 1
            ),
            (
                Change(
                    author: "noor", title: "Write the audit log before answering",
                    diff: """
                        --- a/charge/handler.rb
                        +++ b/charge/handler.rb
                        @@ -27,2 +27,2 @@ def handle(request)
                        -  Audit.later(result)
                        +  Audit.write_and_sync(result)
                        """), hurts: 0
            ),
        ],
        routine: [
            Change(author: "pavel", title: "Mask card numbers in the admin page", diff: "-<%= card.number %>\n+<%= card.last_four %>"),
            Change(author: "noor", title: "Accept two more card types", diff: "+  elo: /^6(36368|5003)/\n+  hiper: /^637/"),
            Change(author: "pavel", title: "Raise the refund page size", diff: "-PER_PAGE = 20\n+PER_PAGE = 50"),
            Change(author: "noor", title: "Remove an unused currency field", diff: "-  field :legacy_currency"),
        ])
}
