import DAXModel
import RemovalFuzz
import Testing

@testable import KernelLab

/// One thing that a kernel might show otherwise.
struct Alteration: Sendable, CustomTestStringConvertible {
    let what: String
    /// The case and the kernel whose outcome is altered.
    let place: (case: String, kernel: String)
    /// The event that the comparison has to name.
    let event: String
    let change: @Sendable (inout Outcome) -> Void

    init(
        _ what: String, _ name: String, _ kernel: String, _ event: String,
        _ change: @escaping @Sendable (inout Outcome) -> Void
    ) {
        (self.what, place, self.event, self.change) = (what, (name, kernel), event, change)
    }

    var testDescription: String { what }
}

/// The comparison with what kernels showed can fail: for every kind of event, another one is noticed and named.
@Suite struct AlteredOutcomeTests {
    private static let oops = "table/sleeping-mapper-handler"
    private static let freeze = "table/user-freeze-handler"
    private static let reader = "table/fsynced-record"

    private static let alterations = [
        Alteration("another result of a call", reader, "6.1", "op ") { $0.calls[2].result = "EIO" },
        Alteration("a call that sleeps", reader, "6.12", "op ") { $0.calls[2].slept = true },
        Alteration("a call that does not sleep", freeze, "6.1", "op ") { outcome in
            for index in outcome.calls.indices { outcome.calls[index].slept = false }
        },
        Alteration("a call that is missing", reader, "6.12", "op ") { $0.calls.removeLast() },
        Alteration("a call more", reader, "6.1", "op ") { $0.calls.append($0.calls[0]) },
        Alteration("two calls in the other order", reader, "6.1", "call 1") { $0.calls.swapAt(1, 2) },
        Alteration("a signal that was not sent", oops, "6.12", "signalled by the removal") { $0.signalled = [] },
        Alteration("a signal more", oops, "6.1", "signalled by the removal") { $0.signalled.append(3) },
        Alteration("other flags of the shutdown", oops, "6.1", "shutdown") { $0.shutdowns = [0x2] },
        Alteration("no shutdown", oops, "6.12", "shutdown") { $0.shutdowns = [] },
        Alteration("an oops elsewhere", oops, "6.1", "oops") { $0.oopses[0][0] = "dax_lock_page" },
        Alteration("no oops", oops, "6.1", "oops") { $0.oopses = [] },
        Alteration("an oops more", oops, "6.12", "oops") { $0.oopses.append(["dax_disassociate_entry"]) },
        Alteration("a task that could be killed", freeze, "6.1", "left after SIGKILL") { $0.left = [] },
        Alteration("a task left", oops, "6.12", "left after SIGKILL") { $0.left = [2] },
        Alteration("another end of umount", reader, "6.12", "umount") { $0.umount = "hung" },
        Alteration("an umount that was not reached", reader, "6.1", "umount") { $0.umount = nil },
        Alteration("no mount after rebind", reader, "6.1", "mount after rebind") { $0.mount = "EIO" },
        Alteration("another page of a file", reader, "6.1", "file f") { $0.changeFirstPage() },
        Alteration("a file that is gone", reader, "6.12", "file f") { $0.loseFirstFile() },
        Alteration("another last umount", reader, "6.12", "last umount") { $0.lastUmount = "EBUSY" },
        Alteration("damage that xfs_repair finds", reader, "6.1", "xfs_repair -n") { $0.isConsistent = false },
    ]

    @Test(arguments: alterations) func isNoticed(_ alteration: Alteration) throws {
        let (name, kernel) = alteration.place
        var recorded = try CommittedOutcomes.record(name, kernel)
        let c = try CommittedOutcomes.readCase(name)
        let prediction = Prediction(of: c, on: try recorded.target)
        try #require(recorded.record.judged(by: prediction).verdict == .agrees)

        var altered = try CommittedOutcomes.record(name, kernel).record
        alteration.change(&altered.outcomes[0])
        try #require(altered != recorded.record, "the alteration alters nothing")
        recorded = CommittedOutcome(series: kernel, record: altered)
        let result = altered.judged(by: prediction)
        #expect(result.verdict == .disagrees)
        let differences = result.comparisons.flatMap(\.differences)
        #expect(differences.contains { $0.event.hasPrefix(alteration.event) }, "\(differences)")
        let details = recorded.details(result, c)
        #expect(details.contains("DIFFERS") && details.contains(alteration.event), "\(details)")
    }
}

extension Outcome {
    fileprivate mutating func changeFirstPage() {
        for name in (files ?? []).indices {
            guard case .pages(var pages)? = files?[name], !pages.isEmpty else { continue }
            pages[0] += 1
            files?[name] = .pages(pages)
            return
        }
    }

    fileprivate mutating func loseFirstFile() {
        if let name = files?.firstIndex(where: { $0 != .absent }) { files?[name] = .absent }
    }
}
