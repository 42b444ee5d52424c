extension Profile {
    static let checkout = Profile(
        name: "checkout", requestsPerSecond: 40, p99: 220,
        endpoints: [
            Endpoint(name: "POST /orders", share: 0.46),
            Endpoint(name: "POST /cart/items", share: 0.46),
            Endpoint(name: "GET /orders/{id}", share: 0.08),
        ],
        risky: [
            (
                Change(
                    author: "kim", title: "Ask the tax service for every order line",
                    diff: """
                        --- a/orders/total.py
                        +++ b/orders/total.py
                        @@ -41,3 +41,4 @@ def total(order):
                        -    tax = tax_table.rate(order.country)
                        -    return sum(line.price for line in order.lines) * (1 + tax)
                        +    for line in order.lines:
                        +        line.tax = tax_service.quote(line, timeout=None)
                        +    return sum(line.price + line.tax for line in order.lines)
                        """), hurts: 0
            ),
            (
                Change(
                    author: "ines", title: "Reserve stock inside the cart transaction",
                    diff: """
                        --- a/cart/items.py
                        +++ b/cart/items.py
                        @@ -17,3 +17,4 @@ def add(cart, item):
                        -    cart.lines.append(item)
                        +    with database.transaction(isolation="serializable"):
                        +        stock.lock(item.sku)
                        +        cart.lines.append(item)
                        """), hurts: 1
            ),
            (
                Change(
                    author: "theo", title: "Shrink the database pool to save memory",
                    diff: """
                        --- a/config/production.toml
                        +++ b/config/production.toml
                        @@ -8,3 +8,3 @@ [database]
                        -pool_size = 40
                        +pool_size = 4
                         pool_wait_seconds = 2
                        """), hurts: 0
            ),
        ],
        routine: [
            Change(author: "ines", title: "Show delivery dates in the order mail", diff: "+    mail.add(order.delivery.window)"),
            Change(author: "kim", title: "Translate two error messages", diff: "-\"basket is empty\"\n+\"Your cart is empty.\""),
            Change(author: "theo", title: "Update the currency table", diff: "-NOK = 2\n+NOK = 2\n+ISK = 0"),
            Change(author: "kim", title: "Log the voucher code with the order", diff: "+    log.info(\"voucher\", code=order.voucher)"),
        ])
}
