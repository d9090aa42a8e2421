import DAXModel

/// The words that stored forms and reports use for tasks, operation ids and fault sites.
public enum CaseNames {
    /// The reserved operation ids that a case may name, with their words.
    static let reservedOperations: [(id: UInt16, word: String)] = [
        (OperationID.exitBySignal, "exit-by-signal"), (OperationID.inodegc, "inodegc"),
        (OperationID.closing, "closing"),
    ]

    /// The reserved tasks that a schedule may name, with their words.
    static let reservedTasks: [(task: UInt8, word: String)] = [
        (UInt8(Limits.closer), "closer"), (UInt8(Limits.inodegcWorker), "inodegc-worker"),
    ]

    /// "t0" to "t7" for the tasks of a case; "closer" and "inodegc-worker" for the reserved ones.
    public static func task(_ task: UInt8) -> String {
        reservedTasks.first { $0.task == task }?.word ?? "t\(task)"
    }

    /// An operation's id in decimal, or the word of a reserved one, for example "closing".
    public static func operation(_ id: UInt16) -> String {
        reservedOperations.first { $0.id == id }?.word ?? String(id)
    }

    /// Whether the id is one of the reserved ids that exist.
    static func isReserved(_ id: UInt16) -> Bool { reservedOperations.contains { $0.id == id } }

    static let taskExpected =
        "a task from t0 to t\(Limits.userTasks - 1), " + reservedTasks.map(\.word).joined(separator: " or ")
    static let operationExpected =
        "an operation's id or one of " + reservedOperations.map(\.word).joined(separator: ", ")
}

/// How one site of faults is stored.
struct FaultForm: Sendable {
    /// What is written beside task, operation and occurrence.
    enum Detail: Sendable { case none, filePage, until }

    let word: String
    /// Never reused and never renumbered: stored files depend on it.
    let code: UInt8
    let detail: Detail

    static func of(_ site: FaultSite) -> FaultForm {
        switch site {
        case .agfRead: FaultForm(word: "agf-read", code: 1, detail: .none)
        case .transactionAllocation: FaultForm(word: "transaction-allocation", code: 2, detail: .none)
        case .killAllocation: FaultForm(word: "kill-allocation", code: 3, detail: .none)
        case .freezeSync: FaultForm(word: "freeze-sync", code: 4, detail: .none)
        case .mediaError: FaultForm(word: "media-error", code: 5, detail: .filePage)
        case .delaySignal: FaultForm(word: "delay-signal", code: 6, detail: .until)
        case .delayTask: FaultForm(word: "delay-task", code: 7, detail: .until)
        }
    }
}

extension FaultSite {
    var form: FaultForm { FaultForm.of(self) }

    /// The site's word in the text form of a case, for example "agf-read".
    public var word: String { form.word }
}
