import Testing

@testable import KernelLab

@Suite struct SevenStepsTests {
    /// Umount dies; the load's and the controller's lines are not in the order of their numbers.
    private static let oopsed = """
        [    0.0] watchdog: BUG: soft lockup of an earlier life
        [    6.7] removalfuzz: 1 case seven-steps tasks 2 operations 7 rounds 1
        [    6.7] removalfuzz: 2 round 0
        [    6.9] removalfuzz: 3 note pfn0.0 mode pmem = 0
        [    7.1] removalfuzz: 4 step 1 namespace namespace0.0 device pfn0.0 node /dev/pmem0 = 0
        [    8.0] removalfuzz: 5 step 2 mkfs.xfs and mount = 0
        [    8.0] removalfuzz: 6 prepared
        [    8.0] removalfuzz: 7 task t1 pid 125
        [    8.0] removalfuzz: 8 step 3 load = 0
        [    9.0] removalfuzz: 9 step 4 wait = 0
        [    9.0] removalfuzz: 11 note fsx stopped in 318 zero offset 236912 length 18699 size 246868: EIO
        [    9.0] removalfuzz: 10 step 5 unbind pfn0.0 begins
        [    9.0] removalfuzz: 12 note fsx did 287 map-write offset 14154 length 23299 size 253701
        [    9.0] XFS (pmem0): Corruption (0x10) detected at xfs_dax_notify_failure+0x3d7/0x430 Shutting down filesystem
        [    9.1] removalfuzz: 13 step 5 unbind pfn0.0 = 0
        [   10.1] removalfuzz: 14 step 6 wait = 0
        [   10.2] removalfuzz: 15 gone t1 exited 1
        [   10.2] removalfuzz: 16 note fsx seed 18446744073709551615 operations 316 before the unbind, 318 in all
        [   10.2] BUG: unable to handle page fault for address: ffd4000001028934
        [   10.2] CPU: 1 PID: 127 Comm: umount Tainted: G            E      6.1.0
        [   10.2] RIP: 0010:dax_disassociate_entry+0x7f/0xb0
        [   10.2] Call Trace:
        [   10.2]  <TASK>
        [   10.2]  __dax_invalidate_entry+0x94/0x140
        [   10.2]  </TASK>
        [   10.2] ---[ end trace 0000000000000000 ]---
        [   10.2] removalfuzz: 17 step 7 umount = died 9
        [   10.2] removalfuzz: 18 umount = died 9
        [   10.2] removalfuzz: 19 round over
        [   10.2] removalfuzz: 20 over
        """.split(separator: "\n").map(String.init)

    private func run(_ lines: [String], hitTimeLimit: Bool = false) -> SevenStepsRun {
        var run = SevenStepsRun(log: lines)
        run.hitTimeLimit = hitTimeLimit
        return run
    }

    private static func numbered(_ events: [String]) -> [String] {
        events.enumerated().map { "[ 1.0] removalfuzz: \($0 + 1) \($1)" }
    }

    private static let begun = ["case seven-steps", "round 0", "step 1 namespace = 0", "step 4 wait = 0"]

    @Test func readsARunThatOopses() {
        let run = run(Self.oopsed)
        #expect(run.end == .umountOopsed)
        #expect(run.steps.map(\.number) == [1, 2, 3, 4, 5, 6, 7])
        #expect(run.steps[0].text == "namespace namespace0.0 device pfn0.0 node /dev/pmem0")
        #expect(run.steps.map(\.result) == ["0", "0", "0", "0", "0", "0", "died 9"])
        #expect(run.operations == .init(atUnbind: 316, inAll: 318))
        #expect(run.loadNotes == ["stopped in 318 zero offset 236912 length 18699 size 246868: EIO"])
        #expect(run.loadEnd == "exited 1")
        #expect(run.signals.isEmpty)
        #expect(run.kernel.shutdowns == [.init(flags: 16, function: "xfs_dax_notify_failure")])
        #expect(run.kernel.oopses.map(\.function) == ["dax_disassociate_entry"])
        #expect(run.kernel.oopses.map(\.frames) == [["__dax_invalidate_entry"]])
        #expect(run.log == Self.oopsed)
    }

    @Test func aBusyProcessorIsNoDeath() {
        let lines = Self.numbered(
            Self.begun + ["step 5 unbind pfn0.0 = 0", "signal t1 SIGBUS BUS_MCEERR_AO", "step 7 umount = 0"])
        let run = run(Array(lines.prefix(3)) + ["[ 2.0] watchdog: BUG: soft lockup - CPU#1 stuck"] + lines.dropFirst(3))
        #expect(run.end == .clean)
        #expect(run.signals == ["SIGBUS BUS_MCEERR_AO"])
    }

    @Test(arguments: [
        (["step 5 unbind pfn0.0 = 0", "step 7 umount = 0"], SevenStepsEnd.clean),
        (["step 5 unbind pfn0.0 = 0", "step 7 umount = EBUSY"], .otherwise),
        (["step 5 unbind pfn0.0 = 0", "step 7 umount = hung"], .otherwise),
        (["step 5 unbind pfn0.0 = 0", "step 6 wait = 0"], .otherwise),
        (["step 5 unbind pfn0.0 = ENODEV", "step 7 umount = 0"], .otherwise),
        (["step 5 unbind pfn0.0 = hung", "step 7 umount = EBUSY"], .unbindHung),
        (["step 5 unbind pfn0.0 = hung", "step 6 wait = 0", "note SIGKILL to t1", "left t1 D"], .unbindHung),
        (["failed mkfs.xfs ENOENT", "over"], .noResult), ([], .noResult),
    ])
    func tellsHowItEnded(_ events: [String], _ end: SevenStepsEnd) {
        #expect(run(Self.numbered(Self.begun + events)).end == end)
    }

    @Test func anUnbindWithoutAnEndIsHungAtTheTimeLimitOnly() {
        let lines = Self.numbered(Self.begun + ["step 5 unbind pfn0.0 begins"])
        #expect(run(lines, hitTimeLimit: true).end == .unbindHung)
        #expect(run(lines).failure == "the guest ended within the unbind")
    }

    @Test func saysWhyThereIsNoResult() {
        #expect(run([]).failure == "the program did not begin")
        #expect(run(["removalfuzz: 0 no device"]).failure == "no device")
        #expect(run(["removalfuzz: 1 failed mkfs.xfs ENOENT"]).failure == "mkfs.xfs ENOENT")
        #expect(run(Self.numbered(Self.begun)).failure == "nothing was said after step 4")
        let lost = Self.oopsed.filter { !$0.contains(": 13 step 5") }
        #expect(run(lost).failure == "1 lines of the program were lost")
    }

    /// Whatever the lines are, nothing traps.
    @Test func survivesGarbage() {
        var lines: [String] = []
        for (index, line) in Self.oopsed.enumerated() {
            lines += [String(line.prefix(index * 7 % (line.count + 1))), line, "\u{FFFD}\u{FFFD}"]
        }
        lines += [
            "removalfuzz: ", "removalfuzz: x y", "removalfuzz: -3 step", "removalfuzz: 40 step",
            "removalfuzz: 41 step 9 = 0", "removalfuzz: 42 step 5 =", "removalfuzz: 43 step 5 begins",
            "removalfuzz: 44 note fsx seed 1", "removalfuzz: 99999999999999999999 step 5 x = 0",
            "removalfuzz: 45 gone t1", "removalfuzz: 46 step 5 = 1 = 2",
        ]
        #expect(SevenStepsRun(log: lines).steps.count == 7)
    }
}
