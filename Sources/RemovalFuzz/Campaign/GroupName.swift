import DAXModel

extension FindingGroup {
    /// Most characters of a file's name without its suffix: a row of a page that ends with it stays below 100 columns.
    public static var stemLimit: Int { 62 }

    /// Most characters of it that say what the target is: room is left for what the group is.
    private static var targetLimit: Int { 36 }

    /// The name of the group's file without its suffix: the target, without a default profile, then what it lets pass,
    /// in the kernel's words. Different groups of a target have different names, on every machine and in every run.
    public func fileStem(on target: Target) -> String {
        let isDefault = target.profile == target.design.profiles[0] && target.platform == .hardware
        let name = isDefault ? TargetName(target).designPart : target.name
        let own = words.map(FindingGroup.plain).joined(separator: "-")
        let stem = FindingGroup.shortened(name, FindingGroup.targetLimit) + "--" + own
        return FindingGroup.shortened(stem, FindingGroup.stemLimit)
    }

    /// The beginning, and a hash of the whole, where it is too long.
    private static func shortened(_ text: String, _ limit: Int) -> String {
        guard text.utf8.count > limit else { return text }
        return text.prefix(limit - 7) + "-" + FindingGroup.digits(Digest.hash(text), 6)
    }

    /// What the file's name says of the group, part by part.
    public var words: [String] {
        switch self {
        case .passedBy(let passing): return FindingGroup.words(passing)
        case .made(let phase): return ["made", phase.name]
        case .leftBehind(let detail): return [detail.name ?? "left"]
        case .hang(let end, let objects, let taken):
            let names = objects.map { $0.name.lowercased() }
            guard end != .cycle else { return ["hang"] + names }
            return ["hang"] + names + [end.name] + (taken.map { [FindingGroup.distinct($0)] } ?? [])
        case .other(let oracle, let object, let detail):
            return [oracle.name, object.name] + (detail.name.map { [$0] } ?? [])
        }
    }

    private static func words(_ passing: Provenance.Passing) -> [String] {
        let reason =
            switch passing.reason {
            case .unmappedOnly: "not-invalidated"
            case .unmappedNotSignalled: "not-signalled"
            default: passing.reason.name
            }
        return [reason, distinct(passing.step)]
    }

    /// Steps of the removal's paths: they can pass something by.
    private static let removalSteps: Set<StepID> = [
        "unbind_store", "kill_dax", "xfs_dax_notify_failure", "xfs_rmap_query_range", "mf_dax_kill_procs",
        "super_drop_pagecache", "invalidate_inode_pages2_range",
    ].reduce(into: []) { $0.formUnion(NamedSteps.path($1)) }

    /// A step's name, with its path where it is not one of the removal's, or where two of those have such a step.
    private static func distinct(_ step: StepID) -> String {
        let table = StepTable.shared
        guard step != .none else { return "anyway" }
        let name = table.step(step)
        let paths = Set(removalSteps.filter { table.step($0) == name }.map { table.path($0) })
        let isAlone = removalSteps.contains(step) && paths.count == 1
        return isAlone ? name : table.path(step) + "-" + name
    }

    private static func digits(_ hash: UInt64, _ count: Int) -> String {
        let text = String(hash, radix: 16)
        return String((String(repeating: "0", count: 16 - text.count) + text).suffix(count))
    }

    /// Characters that no shell and no file system minds.
    private static func plain(_ word: String) -> String {
        String(
            word.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == "." || $0 == "-") ? $0 : "-" })
    }
}
