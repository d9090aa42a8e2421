extension Violation {
    /// Where it was detected: the step, and where its path is called from several others the caller.
    public var place: String {
        let table = StepTable.shared
        return table.step(step) + (caller == .none ? "" : ", from \(table.path(caller)),")
    }

    /// What is wrong as the end of a sentence whose subject is the place: "touches a struct-page that is gone".
    public var sentence: String {
        let detail = (detail.name ?? "").replacing("-", with: " ")
        switch oracle {
        case .access: return "touches a \(object.name) that is gone"
        case .staleReference: return "leaves a \(object.name) behind"
        case .liveness: return "never gets on (\(object.name))"
        case .freezeState: return "leaves the \(object.name) \(detail)"
        case .signalOwed: return "owes a \(object.name) its signal"
        case .signalInnocent: return "signals a \(object.name) that has nothing mapped"
        case .durability:
            return "finds a \(object.name) that is not as promised" + (detail.isEmpty ? "" : ": \(detail)")
        case .balance:
            return "ends with a \(object.name) that is not given back" + (detail.isEmpty ? "" : ": \(detail)")
        case .errno: return "returns what no kernel does" + (detail.isEmpty ? "" : ": \(detail)")
        case .epoch: return "uses a \(object.name) of an earlier binding"
        }
    }
}
