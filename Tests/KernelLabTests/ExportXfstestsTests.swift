import RemovalFuzz
import Testing

@testable import KernelLab

/// The xfstests form of a case.
@Suite(.timeLimit(.minutes(10))) struct ExportXfstestsTests {
    private let text = """
        case 1
        mkfs rmapbt=1
        op 1 t0 mount
        op 2 t1 create f0 d0
        op 3 t0 unbind
        """

    @Test func `the files stand where the suite looks for them`() throws {
        let files = XfstestsExport.files(of: try Case(text: text), name: "crash_at.umount")
        #expect(
            files.map(\.name) == [
                "tests/xfs/999-crash-at-umount", "tests/xfs/999-crash-at-umount.out", "src/removal-crash-at-umount.c",
            ])
        #expect(files[1].contents == "QA output created by 999-crash-at-umount\nSilence is golden\n")
        #expect(files[2].contents.contains("#define CASE_NAME \"removal-crash-at-umount\""))
        let script = files[0].contents
        #expect(script.hasPrefix("#! /bin/bash\n# SPDX-License-Identifier: GPL-2.0-only\n"))
        #expect(files[2].contents.hasPrefix("// SPDX-License-Identifier: GPL-2.0-only\n/*\n"))
        #expect(script.contains("\n. ./common/preamble\n_begin_fstest auto quick dax\n"))
        #expect(script.contains("$here/src/removal-crash-at-umount"))
        #expect(script.contains("--device $SCRATCH_DEV --mount-point $SCRATCH_MNT"))
        #expect(script.contains("#     op 3 t0 unbind\n"))
    }

    @Test func `a name with a number keeps it`() throws {
        #expect(XfstestsExport.files(of: try Case(text: text), name: "712")[0].name == "tests/xfs/712")
    }

    @Test func `the script is one that bash can read`() async throws {
        let script = XfstestsExport.files(of: try Case(text: text), name: "umount")[0].contents
        let outcome = try await HostTool.outcome(of: "bash", ["-n"], input: script)
        #expect(outcome.succeeded, "\(outcome.complaint)")
    }

    /// What the script prints of a program's output: nothing, unless something went wrong.
    @Test func `only what went wrong is printed`() async throws {
        let script = XfstestsExport.files(of: try Case(text: text), name: "umount")[0].contents
        let expressions = script.split(separator: "'").filter { $0.hasPrefix("/^") || $0.hasPrefix("s/^") }
        #expect(expressions.count == 4)
        let output = """
            removalfuzz: 1 begin 0 op 1 t0 mount
            removalfuzz: 2 left t1 D
            removalfuzz: 3 umount = 0
            removalfuzz: 4 umount = died 9
            removalfuzz: 5 mount = 0
            removalfuzz: 6 mount = EEXIST
            removalfuzz: 7 last umount = 0
            removalfuzz: 8 xfs_repair skipped
            removalfuzz: 9 over

            """
        let arguments = ["-n"] + expressions.flatMap { ["-e", String($0)] }
        let printed = try await HostTool.run("sed", arguments, input: output)
        #expect(printed == "left t1 D\numount = died 9\nmount = EEXIST\nxfs_repair skipped\n")
    }
}
