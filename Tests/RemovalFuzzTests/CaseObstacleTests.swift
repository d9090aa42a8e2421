import DAXModel
import Testing

@testable import RemovalFuzz

/// What cannot take place is refused where it is written: a mistyped step would otherwise only make a case duller, and
/// nobody would know.
@Suite struct CaseObstacleTests {
    private static let body = """
        case 1
        op 1 t0 mount
        op 2 t1 create f0 d0
        op 3 t1 write d0 pages 0+1
        op 4 t1 repeat 2
        op 5 t1 load m0 page 0
        op 6 t1 end
        op 7 t0 unbind
        op 8 t1 fork t3

        """

    /// A line, and the column and sentence of the error about it.
    static let refused: [(line: String, column: Int, sentence: String)] = [
        (
            "preempt t0 op 7 at xfs_dax_notify_failure:thaw_supr run t1", 20,
            "no path has a step xfs_dax_notify_failure:thaw_supr; nearest: xfs_dax_notify_failure:thaw_super"
        ),
        (
            "preempt t1 op 5 at dax_iomap_fault:dax_insert_entri run t0", 20,
            "no path has a step dax_iomap_fault:dax_insert_entri; nearest: dax_iomap_fault:dax_insert_entry"
        ),
        (
            "preempt t1 op 5 at handle_fault:dax_insert_entry run t0", 20,
            "no path has a step handle_fault:dax_insert_entry; nearest: dax_iomap_fault:dax_insert_entry"
        ),
        ("preempt t1 op 5 at zzz:qqq run t0", 20, "no path has a step zzz:qqq"),
        (
            "preempt t0 op 1 at kill_dax:clear_holder run t1", 20,
            "op 1 (mount) never comes to kill_dax:clear_holder; op 7 (unbind) does"
        ),
        (
            "preempt t1 op 4 at fput:dput run t0", 20,
            "op 4 (repeat) never comes to fput:dput; op 2 (create), op 3 (write) do"
        ),
        (
            "preempt t0 op 7 at closing:verify run t1", 20,
            "op 7 (unbind) never comes to closing:verify, nor does any other operation of the case"
        ),
        (
            "preempt t1 op 7 at kill_dax:clear_holder run t0", 9,
            "op 7 is performed by t0, not by t1; nearest: t0"
        ),
        ("preempt t0 op 70 at kill_dax:clear_holder run t1", 15, "the case has no op 70; nearest: op 8"),
        (
            "preempt t0 op 7 at kill_dax:clear_holder run t0", 46,
            "t0 is the task that is preempted; name another one: t1, t3, inodegc-worker"
        ),
        (
            "preempt t0 op 7 at kill_dax:clear_holder run t5", 46,
            "t5 has no operation and nobody creates it, so it cannot run: t1, t3, inodegc-worker"
        ),
        (
            "preempt t0 op 7 at kill_dax:clear_holder run closer", 46,
            "the closing comes when no operation can go on, and nobody is preempted in it"
        ),
        (
            "preempt closer op closing at do_umount:path_umount run t0", 19,
            "the closing comes when no operation can go on, and nobody is preempted in it"
        ),
        (
            "preempt t0 op inodegc at xfs_inodegc_worker:xfs_trans_alloc run t1", 9,
            "inodegc is performed by inodegc-worker alone, not by t0"
        ),
        (
            "preempt t7 op exit-by-signal at do_exit:exit_mm run t1", 9,
            "exit-by-signal is performed by tasks of the case, not by t7"
        ),
        (
            "preempt t1 op exit-by-signal at kill_dax:clear_holder run t0", 33,
            "exit-by-signal never comes to kill_dax:clear_holder; op 7 (unbind) does"
        ),
        ("fault agf-read t7 op 7", 16, "op 7 is performed by t0, not by t7; nearest: t0"),
        ("fault agf-read t0 op 9", 22, "the case has no op 9; nearest: op 8"),
        ("fault agf-read t1 op 3", 22, "op 3 (write) never comes to agf-read; op 7 (unbind) does"),
        (
            "fault media-error t0 op 7 file f0 page 0", 25,
            "op 7 (unbind) never comes to media-error; op 3 (write), op 5 (load) do"
        ),
        (
            "fault freeze-sync t1 op exit-by-signal", 25,
            "exit-by-signal never comes to freeze-sync; op 7 (unbind) does"
        ),
        ("fault agf-read closer op closing", 26, "no fault strikes in the closing"),
        ("fault delay-task t0 op 7 until 80", 32, "the case has no op 80; nearest: op 8"),
        ("fault delay-task t0 op 7 until 4", 32, "4 never ends, so it cannot release a delay-task"),
        ("fault delay-task t0 op 7 until closing", 32, "closing never ends, so it cannot release a delay-task"),
        (
            "fault delay-signal t0 op 7 until exit-by-signal", 34,
            "exit-by-signal never ends, so it cannot release a delay-signal"
        ),
    ]

    private func complaint(_ text: String) -> String {
        do throws(CaseTextError) { _ = try Case(text: text) } catch { return error.description(in: "x.case") }
        return "read"
    }

    @Test(arguments: refused.indices) func isRefusedWhereItStands(_ index: Int) {
        let (line, column, sentence) = Self.refused[index]
        #expect(complaint(Self.body + line + "\n") == "x.case:10:\(column): \(sentence)")
    }

    /// What the kernel does by itself, what only another design does, and what may never come.
    @Test(arguments: [
        "preempt inodegc-worker op inodegc at xfs_inodegc_worker:xfs_trans_alloc run t1",
        "preempt t3 op exit-by-signal at do_exit:exit_mm run t1", "preempt t0 op 7 at iput:evict run t3",
        "preempt t0 op 7 at kill_dax:clear_holder occurrence 99 run inodegc-worker",
        "preempt t0 op 7 at super_drop_pagecache:invalidate_inode_pages2_range run t1",
        "fault delay-signal t1 op 5 until closing", "fault delay-signal t0 op 7 until inodegc",
        "fault delay-task t1 op 2 until 1", "fault freeze-sync t0 op 7 occurrence 9",
    ])
    func whatCouldTakePlaceIsRead(line: String) {
        #expect(complaint(Self.body + line) == "read")
    }

    /// The binary form is judged as the text is; a seed of a search is mended instead.
    @Test func bytesAreRefusedOrMended() throws {
        let fine = try Case(text: Self.body + "fault agf-read t0 op 7\npreempt t0 op 7 at iput:evict run t1\n")
        let other = Array("iput:evicx".utf8)
        var bytes = fine.encoded
        let at = try #require(bytes.indices.first { bytes[$0...].starts(with: Array("iput:evict".utf8)) })
        bytes.replaceSubrange(at..<at + other.count, with: other)
        #expect {
            try StoredCase.read(bytes)
        } throws: {
            "\($0)".contains("preemption at index 0: no path has a step iput:evicx; nearest: iput:evict")
        }
        let mended = try StoredCase.readSeed(bytes)
        #expect(mended.preemptions.isEmpty && mended.faults == fine.faults && mended.operations == fine.operations)
        let text = Self.body + "fault agf-read t7 op 7\nfault agf-read t1 op 3\n"
        #expect(try StoredCase.readSeed(Array(text.utf8)).faults == [Fault(site: .agfRead, task: 0, operation: 7)])
        #expect(throws: StoredCaseError.self) { try StoredCase.readSeed(Array((Self.body + "op 1 t0 mount").utf8)) }
    }
}
