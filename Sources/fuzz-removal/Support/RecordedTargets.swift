import DAXModel
import RemovalFuzz

/// The targets that files record, for replays that no option names a design for.
struct RecordedTargets {
    /// What is switched on and off; nil: nothing, and what the file expects of other targets counts too.
    let changes: GuaranteeChanges?
    /// There is one file: changes have to change its target. Of several files they have to change one's.
    let isAlone: Bool
    private var changed = 0
    private var unchanged = 0

    init(changes: GuaranteeChanges?, isAlone: Bool) {
        self.changes = changes
        self.isAlone = isAlone
    }

    /// Those of a file's record; none where it names no design.
    mutating func targets(of crasher: Crasher, _ file: String) throws(Failure) -> [Target] {
        guard let changes else { return try all(of: crasher, file) }
        guard let name = crasher.target else { return [] }
        let recorded = try Targets.recorded(name, in: file)
        if isAlone { try changes.refuseIdle(on: recorded) }
        let target = changes.changed(recorded)
        if target.name == recorded.name { unchanged += 1 } else { changed += 1 }
        return [target]
    }

    private func all(of crasher: Crasher, _ file: String) throws(Failure) -> [Target] {
        var targets: [Target] = []
        for name in (crasher.target.map { [$0] } ?? []) + crasher.expectations.map(\.target) {
            let target = try Targets.recorded(name, in: file)
            if !targets.contains(where: { $0.name == target.name }) { targets.append(target) }
        }
        return targets
    }

    /// What to say where the changes changed no file's target; nil otherwise.
    var idleSentence: String? {
        guard changed == 0 && unchanged > 0 else { return nil }
        return "--with and --without change nothing on the targets of these files"
    }
}
