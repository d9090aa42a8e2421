import Testing

@testable import KernelLab

@Suite(.timeLimit(.minutes(5))) struct HostToolTests {
    private let longInput = String(repeating: "line\n", count: 100_000)

    @Test func `a command reads its input to the end`() async throws {
        #expect(try await HostTool.run("wc", ["-l"], input: longInput).contains("100000"))
    }

    /// A pipe to it would break, and that ends the process that writes.
    @Test func `a command need not read its input`() async throws {
        for _ in 0..<20 { try await HostTool.run("true", [], input: longInput) }
    }
}
