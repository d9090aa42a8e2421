import Testing

@testable import KernelLab

@Suite struct KernelMessagesTests {
    private func messages(_ lines: [String]) -> KernelMessages {
        var messages = KernelMessages()
        for line in lines { messages.read(line) }
        return messages
    }

    private static let oops = [
        "[   11.55] BUG: unable to handle page fault for address: ffd4000001000634",
        "[   11.55] #PF: supervisor read access in kernel mode",
        "[   11.55] Oops: Oops: 0000 [#1] PREEMPT SMP NOPTI",
        "[   11.55] CPU: 0 UID: 0 PID: 173 Comm: t3 Tainted: G            E      6.12.95+deb12-amd64 #1",
        "[   11.56] RIP: 0010:dax_disassociate_entry+0x7e/0xb0",
        "[   11.57] Call Trace:",
        "[   11.57]  <TASK>",
        "[   11.57]  __dax_invalidate_entry+0x94/0x140",
        "[   11.57]  ? do_user_addr_fault+0x379/0x670",
        "[   11.57]  truncate_folio_batch_exceptionals.part.0+0x1d0/0x1f0",
        "[   11.57]  xfs_kill_sb+0x12/0x20 [xfs]",
        "[   11.57] RIP: 0033:0x435827",
        "[   11.57]  </TASK>",
        "[   11.58] ---[ end trace 0000000000000000 ]---",
        "[   11.58] RIP: 0010:dax_disassociate_entry+0x7e/0xb0",
    ]

    @Test func readsADeathInTheKernel() {
        let oopses = messages(Self.oops).oopses
        #expect(oopses.count == 1)
        #expect(oopses.first?.function == "dax_disassociate_entry")
        #expect(oopses.first?.comm == "t3")
        #expect(oopses.first?.pid == 173)
        #expect(
            oopses.first?.frames == [
                "__dax_invalidate_entry", "truncate_folio_batch_exceptionals", "xfs_kill_sb",
            ])
    }

    /// Messages of another processor, garbage and lines without a timestamp come in between.
    @Test func readsItBetweenOtherLines() {
        var lines: [String] = []
        for line in Self.oops {
            lines += [line, "[   11.57] XFS (pmem0): Ending clean mount", "\u{FFFD}\u{FFFD}+0x/", "", "]["]
        }
        let oopses = messages(lines).oopses
        #expect(oopses.count == 1)
        #expect(oopses.first?.frames.count == 3)
    }

    /// What another processor says between the end of the trace and that of the message is no part of the trace.
    @Test func theTraceEndsWithTheTask() {
        var lines = Self.oops
        lines.insert("[   11.57]  schedule+0x5e/0xd0", at: 13)
        #expect(messages(lines).oopses.first?.frames.last == "xfs_kill_sb")
    }

    @Test func twoDeathsAreTwo() {
        let second = Self.oops.map { $0.replacing("dax_disassociate_entry", with: "dax_layout_busy_page_range") }
        let oopses = messages(Self.oops + second).oopses
        #expect(oopses.map(\.function) == ["dax_disassociate_entry", "dax_layout_busy_page_range"])
    }

    /// A death may be announced in two words, such as by KASAN and by the fault itself: whoever counts dead tasks would
    /// see one that never lived.
    @Test func twoHeadlinesOfOneDeathAreOne() {
        let headline = "[   11.55] general protection fault, probably for non-canonical address 0xdffffc0000000001"
        let oopses = messages([headline] + Self.oops).oopses
        #expect(oopses.map(\.function) == ["dax_disassociate_entry"])
    }

    @Test func aWarningIsNoDeath() {
        let found = messages([
            "[    9.1] WARNING: CPU: 1 PID: 12 at mm/truncate.c:1 f+0x1/0x2", "[    9.1] CPU: 1 PID: 12 Comm: t1 Not",
            "[    9.1] RIP: 0010:f+0x1/0x2", "[    9.1] ---[ end trace 0000000000000000 ]---",
        ])
        #expect(found.oopses.isEmpty)
        #expect(found.warnings.map(\.function) == ["f"])
        #expect(found.warnings.map(\.comm) == ["t1"])
    }

    @Test func aLockupIsNoDeath() {
        let found = messages([
            "[   39.0] watchdog: BUG: soft lockup - CPU#0 stuck for 26s! [t1:123]",
            "[   39.0] RIP: 0010:smp_call_function_many_cond+0x1/0x2",
        ])
        #expect(found.oopses.isEmpty)
        #expect(found.warnings.count == 1)
    }

    @Test func readsShutdownsSignalsAndHungTasks() {
        let found = messages([
            "[   10.1] XFS (pmem0): Metadata I/O Error (0x4) detected at xfs_dax_notify_ddev_failure+0x289/0x430 [xfs] "
                + "(fs/xfs/xfs_notify_failure.c:316).  Shutting down filesystem.",
            "[   10.2] Memory failure: 0x40018: Sending SIGBUS to t1:168 due to hardware memory corruption",
            "[   99.0] INFO: task t2:170 blocked for more than 120 seconds.",
        ])
        #expect(found.shutdowns == [.init(flags: 4, function: "xfs_dax_notify_ddev_failure")])
        #expect(found.sigbusTo == ["t1"])
        #expect(found.hung == ["t2"])
    }

    @Test func aKernelThatNeverStopsIsBounded() {
        var messages = KernelMessages()
        for _ in 0..<1000 { for line in Self.oops { messages.read(line) } }
        #expect(messages.oopses.count == 64)
    }
}
