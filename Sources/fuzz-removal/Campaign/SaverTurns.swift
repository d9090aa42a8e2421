/// Whose turn it is with the saver: each group waits there once at most, and groups that have to be tried again come
/// round in turn.
struct SaverTurns {
    /// Groups that the saver has, or that wait for it.
    private var waiting: Set<GroupKey> = []
    /// When each group was taken last, as a count of all takings.
    private var lastTurn: [GroupKey: Int] = [:]
    private var count = 0

    /// Whether the group may be handed to the saver: it does not have it yet.
    mutating func take(_ key: GroupKey) -> Bool {
        guard waiting.insert(key).inserted else { return false }
        count += 1
        lastTurn[key] = count
        return true
    }

    /// The saver is done with the group.
    mutating func release(_ key: GroupKey) { waiting.remove(key) }

    /// Of these groups the one that has waited longest; of those that never had a turn the first. nil where the saver
    /// has all of them.
    func next(of keys: [GroupKey]) -> GroupKey? {
        keys.filter { !waiting.contains($0) }.min { (lastTurn[$0] ?? 0) < (lastTurn[$1] ?? 0) }
    }
}
