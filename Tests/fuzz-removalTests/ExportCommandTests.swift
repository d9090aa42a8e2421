import Foundation
import Testing

@Suite(.timeLimit(.minutes(10))) struct ExportCommandTests {
    private func bench() throws -> Workbench {
        let bench = try Workbench()
        try bench.write("crash.case", Samples.crash)
        return bench
    }

    @Test func `to standard output and to a file`() async throws {
        let bench = try bench()
        let printed = try await bench.run("export", "crash.case")
        #expect(printed.status == 0, "\(printed.errors)")
        for words in ["int main(", "op 6 t1 unbind", #""crash""#] {
            #expect(printed.output.contains(words), "\(words)")
        }
        let written = try await bench.run("export", "crash.case", "--output", "crash.c")
        #expect(written.status == 0 && written.output.isEmpty, "\(written.errors)")
        #expect(try bench.bytes("crash.c") == Array(printed.output.utf8))
        let piped = try await bench.run("export", "-", "--name", "crash", input: Samples.crash)
        #expect(piped.output == printed.output)
    }

    @Test func `names`() async throws {
        let bench = try bench()
        for name in ["a b", "../x", "é", #"x""#, String(repeating: "x", count: 49)] {
            try await bench.run("export", "crash.case", "--name", name).expectSentence(
                status: 64, containing: "--name")
        }
        let named = try await bench.run("export", "crash.case", "--name", "my-case_1")
        #expect(named.status == 0 && named.output.contains(#""my-case_1""#))
        // A file's own name is made to fit.
        try bench.write(#"odd "name".case"#, Samples.crash)
        let odd = try await bench.run("export", #"odd "name".case"#)
        #expect(odd.status == 0 && odd.output.contains(#""odd--name-""#), "\(odd.errors)")
    }

    @Test func `a test for xfstests`() async throws {
        let bench = try bench()
        try await bench.run("export", "crash.case", "--format", "xfstests").expectSentence(
            status: 64, containing: "--output")
        // The folders of a checkout.
        for folder in ["src", "tests/xfs"] { try bench.write("xfstests/\(folder)/Makefile", "") }
        let outcome = try await bench.run("export", "crash.case", "--format", "xfstests", "--output", "xfstests")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(bench.names(in: "xfstests/tests/xfs").contains { $0.hasSuffix(".out") })
        #expect(bench.names(in: "xfstests/src").contains { $0.hasSuffix(".c") })
    }

    @Test func `what cannot be read or written`() async throws {
        let bench = try bench()
        try bench.write("noise.case", "no case")
        try await bench.run("export", "missing").expectSentence(status: 74, containing: "missing does not exist")
        try await bench.run("export", "noise.case").expectSentence(status: 65, containing: "noise.case")
        try await bench.run("export", "crash.case", "--output", "no/folder/x.c").expectSentence(status: 74)
        try await bench.run("export", "crash.case", "--format", "d").expectSentence(status: 64, containing: "xfstests")
    }
}
