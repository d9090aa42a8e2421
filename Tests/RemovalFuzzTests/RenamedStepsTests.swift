import DAXModel
import Testing

@testable import RemovalFuzz

/// A case written before a step was renamed still means that step: a saved crasher does not lose its preemptions.
@Suite struct RenamedStepsTests {
    private static let old = "xfs_vn_setattr_size:xfs_break_dax_layouts"
    private static let new = "xfs_vn_setattr_size:dax_layout_busy_page_range"
    private static let text = """
        target merged@6.12.y
        signature stale-reference/dax-entry/x:y/created=\(old)/after-thaw
        must-fail-on merged access/struct-page/\(old)<evict/passed=not-walked@\(old)

        case 1
        mkfs rmapbt=1
        op 1 t0 mount
        op 2 t0 create f0 d0
        op 3 t0 truncate d0 size 1
        op 4 t1 chdir out
        preempt t0 op 3 at \(old) run t1

        """

    @Test func textAndBytesHaveTheNamesOfToday() throws {
        let read = try Crasher(text: Self.text)
        #expect(read.text == Self.text.replacing(Self.old, with: Self.new))
        #expect(read.case.preemptions.map(\.step) == [Self.new])
        // As an earlier build wrote it: the old name in the bytes.
        var unread = read
        unread.case.preemptions[0].step = Self.old
        var writer = ByteWriter()
        unread.case.write(to: &writer)
        #expect(try Case(encoded: writer.bytes) == read.case)
        #expect(try StoredCase.read(writer.bytes).case == read.case)
    }

    @Test func thePreemptionTakesPlace() throws {
        let subject = try Crasher(text: Self.text).case
        var executor = Executor(target: Target(try #require(Design.named("merged"))))
        let execution = executor.run(subject)
        #expect(execution.preemptions == subject.preemptions)
        #expect(execution.idlePreemptions(of: subject).isEmpty)
    }
}
