import DAXModel
import RemovalFuzz
import SystemPackage
import Testing

@testable import KernelLab

/// Exported programs: they compile, and they do what the case says in the order of the model.
@Suite(.timeLimit(.minutes(10))) struct ExportTests {
    /// One program for all kinds of operations, every variant of their words, and all sites of faults.
    private static let everything = """
        case 1
        mkfs rmapbt=0
        op 1 t0 mount
        op 2 t1 create f0 d0
        op 3 t1 open f0 d1
        op 4 t1 open f1 d2 write
        op 5 t1 write d0 pages 0+8
        op 6 t1 read d1 pages 2+2
        op 7 t1 fsync d0
        op 8 t1 truncate d0 size 8
        op 9 t1 fallocate d0 pages 0+2
        op 10 t1 fallocate d0 pages 1+2 keep-size
        op 11 t1 punch d0 pages 0+1
        op 12 t1 mmap m0 d0 pages 0+4 shared write
        op 13 t1 mmap m1 d0 pages 0+4 shared read-only sync
        op 14 t1 mmap m2 d1 pages 0+4 private write sync
        op 15 t1 load m0 page 1
        op 16 t1 store m0 page 1
        op 17 t1 msync m0
        op 18 t1 mprotect m0 read
        op 19 t1 mprotect m0 write
        op 20 t1 madvise m0 dontneed
        op 21 t1 munmap m1
        op 22 t1 fork t2
        op 23 t1 thread t3
        op 24 t2 sigaction handler
        op 25 t2 sigaction ignore
        op 26 t2 sigaction default
        op 27 t2 sigprocmask block
        op 28 t2 sigprocmask unblock
        op 29 t2 mce-kill early
        op 30 t2 mce-kill default
        op 31 t2 chdir mount-point
        op 32 t2 chdir out
        op 33 t0 open f0 d3
        op 34 t0 freeze d3
        op 35 t0 thaw d3
        op 36 t0 close d3
        op 37 t0 rename f0 f2
        op 38 t0 unlink f2
        op 39 t0 drop-caches
        op 40 t0 repeat 2 background
        op 41 t0 unbind
        op 42 t0 bind
        op 43 t0 end
        op 44 t3 exit
        op 45 t2 exit-group
        op 46 t0 kill t1
        op 47 t0 umount
        fault agf-read t0 op 41
        fault transaction-allocation t0 op 41
        fault kill-allocation t0 op 41
        fault freeze-sync t0 op 34
        fault media-error t1 op 6 file f0 page 2
        fault delay-signal t0 op 41 until 42
        fault delay-task t1 op 15 until 33
        preempt t0 op 41 at freeze_super:sb_freeze_write run t1
        preempt t0 op exit-by-signal at do_exit:exit_mm run t1
        """

    private func program(_ text: String, name: String = "case") throws -> String {
        CExport.program(of: try Case(text: text), name: name, rounds: 3)
    }

    /// The rows between the line that begins a C table and its end.
    private func rows(_ source: String, _ table: String) throws -> [String] {
        let lines = source.split(separator: "\n")
        let start = try #require(lines.firstIndex { $0.hasPrefix("static const") && $0.hasSuffix("\(table)[] = {") })
        return lines[(start + 1)...].prefix { $0 != "};" }.map(String.init)
    }

    @Test func `the case for the compiler has every kind of operation and every site of faults`() throws {
        let c = try Case(text: ExportTests.everything)
        #expect(Set(c.operations.map(\.kind)) == Set(OperationKind.allCases))
        #expect(Set(c.faults.map(\.site)) == Set(FaultSite.allCases))
    }

    @Test(
        .enabled("no gcc that links statically, exported programs are not compiled: apt-get install gcc libc6-dev") {
            await hasCompiler()
        },
        arguments: ["-O0", "-O2"])
    func `the program compiles without warnings`(optimization: String) async throws {
        let bench = try GuestBench()
        let source = try bench.write("case.c", try program(ExportTests.everything))
        let flags = ["-std=gnu11", "-Wall", "-Wextra", "-Werror", "-static", "-pthread", optimization]
        let outcome = try await HostTool.outcome(
            of: "gcc", flags + ["-o", bench.folder.appending("case").string, source.string])
        #expect(outcome.succeeded, "\(outcome.complaint)")
    }

    @Test(
        .enabled("no gcc that links statically, the seven steps are not compiled: apt-get install gcc libc6-dev") {
            await hasCompiler()
        })
    func `the program of the seven steps compiles without warnings`() async throws {
        let bench = try GuestBench()
        let source = String(decoding: PackageResources.seven_steps_c, as: UTF8.self)
        #expect(source.hasPrefix(CExport.license + "\n"))
        try await GuestProgram.compile(source: source, into: bench.folder.appending("seven-steps"))
    }

    @Test func `turns have the order of the model`() throws {
        let text = """
            case 1
            op 1 t0 mount
            op 2 t1 repeat 40 background
            op 3 t1 create f0 d0
            op 4 t1 close d0
            op 5 t1 end
            op 6 t0 repeat 3
            op 7 t0 drop-caches
            op 8 t2 chdir out
            op 9 t0 unbind
            op 10 t0 end
            op 11 t2 umount
            """
        let c = try Case(text: text)
        var program = Program()
        program.load(c.operations)
        let order = try rows(try self.program(text), "order").flatMap { line in
            line.split(whereSeparator: { $0 == "," || $0 == " " }).compactMap { UInt16($0) }
        }
        #expect(order == program.entries.map { c.operations[$0.operation].id } + [0])
        #expect(order.count > c.operations.count)
    }

    @Test func `races and delays that user space can produce are in the tables`() throws {
        let source = try program(ExportTests.everything)
        #expect(try rows(source, "races") == ["    {41, 1},", "    {0, 0},"])
        #expect(
            try rows(source, "delays") == [
                "    {15, 33}, /* fault delay-task t1 op 15 until 33 */", "    {0, 0},",
            ])
        for line in source.split(separator: "\n") where line.contains("#define FIRST_TASKS") {
            #expect(line.contains(" 0x3 "))
        }
    }

    @Test func `the text says what the program destroys and what it cannot do`() throws {
        let source = try program(ExportTests.everything, name: "a b/c\"")
        // The kernel's tree and xfstests take only files that say their license in the first line.
        #expect(source.hasPrefix("// SPDX-License-Identifier: GPL-2.0-only\n/*\n"))
        #expect(source.split(separator: "SPDX", omittingEmptySubsequences: false).count == 2)
        #expect(source.contains("#define CASE_NAME \"a-b-c-\""))
        #expect(source.contains("#define ROUNDS 3\n"))
        #expect(source.contains("WARNING: this program destroys the contents of the device"))
        #expect(source.contains("mkfs.xfs -f -q -m rmapbt=0 DEVICE"))
        #expect(source.contains(" * fault agf-read t0 op 41\n"))
        #expect(source.contains(" *     op 41 t0 unbind\n"))
        #expect(source.split(separator: "\n").allSatisfy { $0.count <= 120 })
    }

    @Test func `a case without operations compiles to empty tables`() throws {
        let source = try program("case 1\n")
        #expect(try rows(source, "operations") == ["    {0, 0, NULL, NULL},"])
        #expect(try rows(source, "order") == ["    0,"])
    }
}
