import Testing

@testable import HTTPClient

@Suite(.timeLimit(.minutes(1))) struct CancellationTests {
    @Test func `cancelling the task ends the request and its connection`() async throws {
        try await withServer { server, client in
            let request = try server.request(.get, "/hang")
            let task = Task { await client.failure(of: request) }
            await server.log.waitForRequests(1)
            task.cancel()
            let error = await task.value
            #expect(error?.reason == .cancelled)
            #expect(error?.mayHaveReachedServer == true)
            await server.log.wait(for: .closed(1))
        }
    }

    @Test func `a task that is already cancelled sends nothing`() async throws {
        try await withServer { server, client in
            let request = try server.request(.get, "/ok")
            let started = EventLog()
            let task = Task {
                await started.wait(for: .stalled)
                return await client.failure(of: request)
            }
            task.cancel()
            started.append(.stalled)
            let error = await task.value
            #expect(error?.reason == .cancelled)
            #expect(error?.mayHaveReachedServer == false)
            await client.shutdown()
            #expect(server.log.requests.isEmpty)
        }
    }

    @Test func `cancelling the task that reads a stream ends the stream`() async throws {
        try await withServer { server, client in
            let request = try server.request(.get, "/silent")
            let log = EventLog()
            let task = Task {
                let response = try await client.stream(request)
                for try await _ in response.body { log.append(.stalled) }
            }
            await log.wait(for: .stalled)
            task.cancel()
            let error = await #expect(throws: HTTPError.self) { try await task.value }
            #expect(error?.reason == .cancelled)
            await server.log.wait(for: .closed(1))
        }
    }

    @Test func `letting go of a stream ends it`() async throws {
        try await withServer { server, client in
            func openAndDrop() async throws {
                let response = try await client.stream(server.request(.get, "/endless"))
                #expect(response.status == 200)
            }
            try await openAndDrop()
            await server.log.wait(for: .closed(1))
        }
    }

    @Test func `leaving the loop over a stream ends it`() async throws {
        try await withServer { server, client in
            func readOne() async throws {
                for try await chunk in try await client.stream(server.request(.get, "/endless")).body {
                    #expect(!chunk.isEmpty)
                    break
                }
            }
            try await readOne()
            await server.log.wait(for: .closed(1))
        }
    }

    @Test func `shutdown ends everything in flight, and what comes later`() async throws {
        try await withServer { server, client in
            let hanging = try server.request(.get, "/hang")
            let stream = try await client.stream(server.request(.get, "/silent"))
            let errors = await withTaskGroup(of: HTTPError?.self) { group in
                for _ in 0..<20 { group.addTask { await client.failure(of: hanging) } }
                await server.log.waitForRequests(21)
                await client.shutdown()
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(errors.map { $0?.reason } == Array(repeating: .cancelled, count: 20))
            #expect(await stream.drain().error?.reason == .cancelled)
            let late = await client.failure(of: hanging)
            #expect(late?.reason == .cancelled)
            #expect(late?.mayHaveReachedServer == false)
            await client.shutdown()
        }
    }

    @Test func `a client that is released ends its streams`() async throws {
        try await withServer { server, _ in
            func open() async throws -> StreamedResponse { try await Client().stream(server.request(.get, "/silent")) }
            let response = try await open()
            #expect(await response.drain().error?.reason == .cancelled)
            await server.log.wait(for: .closed(1))
        }
    }

    @Test func `many cancellations at any moment leave the client usable`() async throws {
        try await withServer { server, client in
            let request = try server.request(.post, "/echo", body: Array("x".utf8))
            await withTaskGroup(of: Void.self) { group in
                for number in 0..<100 {
                    let task = Task { _ = try? await client.send(request) }
                    group.addTask {
                        if number % 2 == 0 { await server.log.waitForRequests(number / 4) }
                        task.cancel()
                        await task.value
                    }
                }
            }
            #expect(try await client.send(request).body == Array("x".utf8))
        }
    }
}
