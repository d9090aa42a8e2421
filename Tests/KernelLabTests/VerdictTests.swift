import DAXModel
import RemovalFuzz
import Testing

@testable import KernelLab

@Suite struct VerdictTests {
    private static let target = Target(Design.named("merged")!, .v6_12_y)

    private func make(_ text: String) throws -> Case { try Case(text: "case 1\nmkfs rmapbt=1\n" + text) }

    private static let mapper = """
        op 1 t0 mount
        op 2 t1 create f0 d0
        op 3 t1 write d0 pages 0+1
        op 4 t1 mmap m0 d0 pages 0+1 shared write
        op 5 t1 store m0 page 0
        op 6 t0 unbind
        op 7 t0 umount

        """

    @Test func aCaseWithoutChoicesHasOneSchedule() throws {
        let text = "op 1 t0 mount\nop 2 t0 create f0 d0\nop 3 t0 close d0\nop 4 t0 unbind\nop 5 t0 umount\n"
        let prediction = Prediction(of: try make(text), on: Self.target)
        #expect(prediction.schedules == 1)
        #expect(prediction.outcomes.count == 1)
    }

    /// The signalled process dies while the removal goes on.
    @Test func aSleepingMapperIsSignalled() throws {
        let prediction = Prediction(of: try make(Self.mapper), on: Self.target)
        #expect(prediction.schedules > 100)
        #expect(prediction.outcomes.count == 1)
        #expect(prediction.forced == nil)
        #expect(prediction.outcomes[0].signalled == [1])
        #expect(prediction.outcomes[0].shutdowns == [4])
    }

    @Test func membershipIsAgreement() throws {
        let prediction = Prediction(of: try make(Self.mapper), on: Self.target)
        var result = LabResult(prediction: prediction)
        #expect(result.verdict == .noResult)
        result.add(prediction.outcomes[0])
        #expect(result.verdict == .agrees)
        var other = prediction.outcomes[0]
        other.shutdowns = [0x10]
        result.add(other)
        #expect(result.verdict == .disagrees)
        #expect(result.comparisons[1].differences.map(\.event) == ["shutdown"])
        #expect(result.comparisons[1].differences.map(\.seen) == ["0x10"])
    }

    /// What was seen is looked for no longer than it takes; what no schedule shows is looked for to the end.
    @Test func samplingEndsWhereAllIsExplained() throws {
        let c = try make(Self.mapper)
        let whole = Prediction(of: c, on: Self.target)
        let short = Prediction(of: c, on: Self.target, explaining: whole.outcomes)
        #expect(short.outcomes == whole.outcomes && short.schedules < 10)
        var other = whole.outcomes[0]
        other.signalled = []
        let long = Prediction(of: c, on: Self.target, explaining: [whole.outcomes[0], other])
        #expect(long.outcomes == whole.outcomes && long.schedules == whole.schedules)
    }

    /// A blocked writer and the thaw that wakes it may go on in either order.
    @Test func schedulesThatHonourTheOrderAreAllPredicted() throws {
        let text = """
            op 1 t0 mount
            op 2 t1 create f0 d0
            op 3 t0 open f0 d0 write
            op 4 t0 freeze d0
            op 5 t1 write d0 pages 0+1
            op 6 t0 thaw d0
            """
        let prediction = Prediction(of: try make(text), on: Self.target)
        #expect(prediction.schedules > 100)
        #expect(prediction.outcomes.allSatisfy { $0.calls.map(\.operation) == [1, 2, 3, 4, 5, 6] })
        #expect(prediction.outcomes.allSatisfy { $0.calls[4].words == "slept, then 1" })
    }

    @Test func whatCannotBeForcedIsCounted() throws {
        let preempted =
            Self.mapper.replacing("op 5 t1 store m0 page 0\n", with: "op 5 t1 store m0 page 0\nop 8 t2 kill t1\n")
            + "preempt t0 op 6 at unbind_store:kill_dax run t2\n"
        let prediction = Prediction(of: try make(preempted), on: Self.target)
        #expect(prediction.forced != nil)
    }

    @Test func aSigbusWithoutAWitnessAgreesWithAnyCode() {
        var predicted = Outcome()
        predicted.calls = [.init(operation: 1, task: 0, result: "SIGBUS/BUS_ADRERR")]
        var seen = predicted
        seen.calls[0].result = "SIGBUS"
        #expect(predicted.differences(from: seen).isEmpty)
        seen.calls[0].result = "killed"
        #expect(!predicted.differences(from: seen).isEmpty)
    }

    @Test func theKernelsVersionNamesTheModel() {
        #expect(Target.model(ofRelease: "6.1.0-56-amd64")?.name == "notify-6.1@6.1.y@emulation")
        #expect(Target.model(ofRelease: "6.7.12")?.name == "notify-6.1@6.1.y@emulation")
        #expect(Target.model(ofRelease: "6.8")?.name == "merged@6.12.y@emulation")
        #expect(Target.model(ofRelease: "6.12.95+deb12-amd64")?.name == "merged@6.12.y@emulation")
        #expect(Target.model(ofRelease: "5.10.0") == nil)
        #expect(Target.model(ofRelease: "next") == nil)
        // Newer than what was ever compared: not silently the newest that was.
        for release in ["6.13", "6.16.3-amd64", "7.3", "10.0", "6.1000"] {
            #expect(Target.model(ofRelease: release) == nil, "\(release)")
        }
    }
}
