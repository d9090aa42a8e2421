extension Machine {
    /// What keeps a task that does not get on; nil for one that can.
    public func hangRoot(of t: Int) -> HangRoot? {
        guard var wait = wait(of: t) else { return nil }
        var chain: [Wait] = []
        while true {
            chain.append(wait)
            // Of several holders one that sleeps itself tells more than one that is gone.
            guard let holder = wait.holders.min(by: { $0.state.rawValue < $1.state.rawValue }) else {
                return ending(.nobody, wait)
            }
            switch holder.state {
            case .returned: return ending(sb.kernelHolders > 0 ? .frozenByKernel : .frozenByUser, wait)
            case .awake: return ending(.awake, wait)
            case .died: return ending(.died, wait)
            case .exited: return ending(.exited, wait)
            case .asleep: break
            }
            if let start = chain.firstIndex(where: { $0.task == holder.task }) {
                let edges = chain[start...].map { HangRoot.Edge(object: $0.object, step: $0.step) }
                return HangRoot(end: .cycle, edges: edges, takenAt: nil)
            }
            guard let next = self.wait(of: holder.task) else { return ending(.awake, wait) }
            wait = next
        }
    }

    /// Who waits for the same thing at another step has the same root. All that a freeze keeps wait for its thaw.
    private func ending(_ end: HangRoot.End, _ wait: Wait) -> HangRoot {
        let isFreeze = end == .frozenByKernel || end == .frozenByUser
        let edge = HangRoot.Edge(object: isFreeze ? .thaw : wait.object, step: .none)
        return HangRoot(end: end, edges: [edge], takenAt: isFreeze ? nil : wait.taken?.step)
    }
}
