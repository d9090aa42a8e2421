/// One thing that the model predicts beside what a kernel showed of it.
public struct ComparedEvent: Hashable, Sendable, Codable {
    /// What it is about, for example "op 6 t1" or "umount".
    public var event: String
    public var predicted: String
    public var seen: String
    public var agrees: Bool
}

extension Outcome {
    /// This outcome of the model beside a kernel's, event by event. What the model leaves open agrees with anything.
    public func compared(with seen: Outcome) -> [ComparedEvent] {
        var events = comparedCalls(with: seen)
        events.append(.of("signalled by the removal", signalled, seen.signalled) { Outcome.names($0, "t") })
        events.append(.of("shutdown", shutdowns, seen.shutdowns) { Outcome.flags($0) })
        // The functions where tasks died. Callers are shown in reports and not compared, since compilers inline.
        events.append(
            .of("oops", oopses.compactMap(\.first), seen.oopses.compactMap(\.first)) {
                $0.isEmpty ? "none" : $0.joined(separator: ", ")
            })
        events.append(.of("left after SIGKILL", left, seen.left) { Outcome.names($0, "t") })
        events.append(.of("umount", umount, seen.umount) { $0 })
        events.append(.of("mount after rebind", mount, seen.mount) { $0 })
        if let files, let other = seen.files {
            for name in files.indices where files[name] != .absent || other[name] != .absent {
                events.append(.of("file f\(name)", files[name], other[name]) { Outcome.words($0) })
            }
        }
        events.append(.of("last umount", lastUmount, seen.lastUmount) { $0 })
        events.append(.of("xfs_repair -n", isConsistent, seen.isConsistent) { $0 ? "clean" : "found damage" })
        return events
    }

    /// Where a kernel's outcome differs from this one of the model; empty when it agrees.
    public func differences(from seen: Outcome) -> [ComparedEvent] { compared(with: seen).filter { !$0.agrees } }

    private func comparedCalls(with seen: Outcome) -> [ComparedEvent] {
        (0..<max(calls.count, seen.calls.count)).map { index in
            let predicted = index < calls.count ? calls[index] : nil
            let other = index < seen.calls.count ? seen.calls[index] : nil
            if let predicted, let other, predicted.name != other.name {
                return ComparedEvent(
                    event: "call \(index)", predicted: predicted.name, seen: other.name, agrees: false)
            }
            return ComparedEvent(
                event: predicted?.name ?? other?.name ?? "", predicted: predicted?.words ?? "not begun",
                seen: other?.words ?? "not begun",
                agrees: predicted.map { predicted in other.map { predicted.agrees(with: $0) } ?? false } ?? false)
        }
    }
}

extension ComparedEvent {
    /// What is not predicted agrees; what is predicted and not seen does not.
    fileprivate static func of<Value: Equatable>(
        _ event: String, _ predicted: Value?, _ seen: Value?, words: (Value) -> String
    ) -> ComparedEvent {
        ComparedEvent(
            event: event, predicted: predicted.map(words) ?? "open", seen: seen.map(words) ?? "not reached",
            agrees: predicted == nil || predicted == seen)
    }
}

extension Outcome {
    static func names(_ numbers: [Int], _ prefix: String) -> String {
        numbers.isEmpty ? "none" : numbers.map { prefix + String($0) }.joined(separator: " ")
    }

    static func flags(_ shutdowns: [Int]) -> String {
        shutdowns.isEmpty ? "none" : shutdowns.map { "0x" + String($0, radix: 16) }.joined(separator: ", ")
    }

    static func words(_ file: File) -> String {
        switch file {
        case .absent: "absent"
        case .pages(let pages): pages.isEmpty ? "empty" : "pages of op " + pages.map(String.init).joined(separator: " ")
        }
    }
}

extension Outcome.Call {
    /// "op 6 t1".
    public var name: String { "op \(operation) t\(task)" }

    /// "EIO", "slept, then 4", "sleeps".
    public var words: String {
        guard slept else { return result }
        return result == "unfinished" ? "sleeps" : "slept, then " + result
    }

    /// A SIGBUS whose code nobody could see agrees with any.
    fileprivate func agrees(with seen: Self) -> Bool {
        guard slept == seen.slept else { return false }
        return result == seen.result || (seen.result == "SIGBUS" && result.hasPrefix("SIGBUS/"))
    }
}
