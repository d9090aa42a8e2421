import RemovalFuzz
import Testing

@testable import KernelLab

@Suite struct GuestRecordTests {
    private func record(_ text: String) -> GuestRecord {
        var record = GuestRecord()
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) { record.read(String(line)) }
        return record
    }

    private static let case1 = try? Case(
        text: """
            case 1
            op 1 t0 mount
            op 2 t1 create f0 d0
            op 3 t1 mmap m0 d0 pages 0+1 shared write
            op 4 t1 store m0 page 0
            op 5 t0 unbind
            op 6 t1 load m0 page 0
            """)

    private static let log = """
        [    0.0] Linux version 6.12.95+deb12-amd64 (someone) #1
        [    8.0] removalfuzz: 1 case x tasks 2 operations 6 rounds 1
        [    8.0] removalfuzz: 2 round 0
        [    8.1] removalfuzz: 3 prepared
        [    8.1] removalfuzz: 4 task t0 pid 101
        [    8.1] removalfuzz: 5 task t1 pid 102
        [    8.2] removalfuzz: 6 begin 0 op 1 t0 mount
        [    8.2] XFS (pmem0): Ending clean mount
        [    8.2] removalfuzz: 7 end 0 op 1 t0 = 0
        [    8.3] removalfuzz: 8 begin 1 op 4 t1 store m0 page 0
        [    8.3] removalfuzz: 9 end 1 op 4 t1 = 0
        [    8.4] removalfuzz: 10 begin 2 op 5 t0 unbind
        [    8.4] Memory failure: 0x40018: Sending SIGBUS to t1:102 due to hardware memory corruption
        [    8.5] removalfuzz: 11 end 2 op 5 t0 = 0
        [    8.6] removalfuzz: 12 begin 3 op 6 t1 load m0 page 0
        [    8.6] removalfuzz: 13 signal t1 SIGBUS BUS_ADRERR
        [    8.6] removalfuzz: 14 gone t1 signal 7
        [    8.7] removalfuzz: 15 hostile part over
        [    8.8] removalfuzz: 16 umount = 0
        [    8.8] removalfuzz: 17 mount = 0
        [    8.8] removalfuzz: 18 file f0 size 2 pages 4 0
        [    8.8] removalfuzz: 19 file f1 absent
        [    8.8] removalfuzz: 20 last umount = 0
        [    8.8] removalfuzz: 21 xfs_repair = 0
        [    8.8] removalfuzz: 22 round over
        [    8.8] removalfuzz: 23 over
        """

    @Test func readsARound() throws {
        let record = record(Self.log)
        #expect(record.isOver)
        #expect(record.lostLines == 0)
        #expect(record.garbled == 0)
        #expect(record.kernelVersion == "6.12.95+deb12-amd64")
        let outcome = Outcome(try #require(record.rounds.first), of: try #require(Self.case1))
        #expect(outcome.calls.map(\.result) == ["0", "0", "0", "SIGBUS/BUS_ADRERR"])
        #expect(outcome.signalled == [1])
        #expect(outcome.umount == "0")
        #expect(outcome.files?[0] == .pages([4, 0]))
        #expect(outcome.files?[1] == .absent)
        #expect(outcome.isConsistent == true)
    }

    /// Whatever the line is, nothing traps, and what was lost is noticed.
    @Test func survivesGarbage() {
        var garbage = ""
        for (index, line) in Self.log.split(separator: "\n").enumerated() {
            garbage += String(line.prefix(index * 7 % (line.count + 1))) + "\n" + line + "\n\u{FFFD}\u{FFFD}\n"
        }
        garbage += "removalfuzz: \nremovalfuzz: x\nremovalfuzz: 99999999999999999999 end\nremovalfuzz: 30 end\n"
        garbage += "removalfuzz: 31 end 1 op 77 t9 = 0\nremovalfuzz: 32 file f0 size\nremovalfuzz: 33 signal t1\n"
        let record = record(garbage)
        #expect(record.isOver)
        #expect(record.rounds.count == 1)
        #expect(record.lostLines == 6)
        #expect(record.garbled > 3)
    }

    @Test func aTaskThatDiesInTheKernelIsToldByItsNumber() throws {
        let log = Self.log.replacing(
            "[    8.6] removalfuzz: 13 signal t1 SIGBUS BUS_ADRERR",
            with: """
                [    8.6] BUG: unable to handle page fault for address: ffd4000001000634
                [    8.6] CPU: 0 UID: 0 PID: 102 Comm: t1 Tainted: G
                [    8.6] RIP: 0010:dax_disassociate_entry+0x7e/0xb0
                removalfuzz: 13 note x
                """)
        let outcome = Outcome(try #require(record(log).rounds.first), of: try #require(Self.case1))
        #expect(outcome.calls.last?.result == "OOPS")
        #expect(outcome.oopses == [["dax_disassociate_entry"]])
    }

    /// The closing lets sleepers go: what they return then is nothing that the case has shown.
    @Test func aCallThatOnlyTheClosingLetGoHasNotEnded() throws {
        let log = Self.log.replacing(
            "[    8.6] removalfuzz: 13 signal t1 SIGBUS BUS_ADRERR\n[    8.6] removalfuzz: 14 gone t1 signal 7",
            with: "[    8.6] removalfuzz: 13 blocked 3 op 6 t1 in xfs_ilock\n[    8.6] removalfuzz: 14 note x"
        ).replacing(
            "[    8.8] removalfuzz: 16 umount = 0",
            with: "[    8.8] removalfuzz: 16 end 3 op 6 t1 = EIO\n[    8.8] removalfuzz: 16 umount = 0")
        let outcome = Outcome(try #require(record(log).rounds.first), of: try #require(Self.case1))
        #expect(outcome.calls.last?.result == "unfinished")
        #expect(outcome.calls.last?.slept == true)
    }

    @Test func theGuestsOwnFailureIsKept() {
        #expect(record("removalfuzz: 0 no device").failure == "no device")
        #expect(record("removalfuzz: 1 case x\nremovalfuzz: 2 failed open /dev/pmem0 ENOENT").failure != nil)
    }
}
