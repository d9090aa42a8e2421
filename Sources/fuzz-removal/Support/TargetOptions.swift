import ArgumentParser
import DAXModel
import RemovalFuzz

/// On what: the options that choose one target or several.
struct TargetOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A design, or a target as every output prints it: merged+insertion-gate@6.12.y. Where several make sense it "
                + "may be repeated, and \"all\" is every design.", valueName: "name"))
    var design: [String] = []

    @Option(help: ArgumentHelp("The kernel profile of the named designs.", valueName: "name"))
    var profile: String?

    @Option(
        name: .customLong("with"),
        help: ArgumentHelp("Switch a guarantee on that the target lacks; may be repeated.", valueName: "guarantee"))
    var added: [String] = []

    @Option(
        name: .customLong("without"),
        help: ArgumentHelp("Switch a guarantee off that the target has; may be repeated.", valueName: "guarantee"))
    var removed: [String] = []

    /// The one target that is named, if any.
    /// - Parameter platform: What the machine is where the name does not say it.
    func chosen(on platform: Platform = .hardware) throws(Failure) -> Target? {
        guard design.count <= 1 else { throw .usage("one design is needed here, and --design names \(design.count)") }
        guard let design = design.first else {
            guard profile == nil else { throw .usage("--profile needs --design") }
            return nil
        }
        return try changes().applied(to: try Targets.named(design, profile, on: platform))
    }

    /// The one target that is named, else the one that a file records; nil where neither says any.
    func chosen(orRecorded name: TargetName?, in file: String) throws(Failure) -> Target? {
        if let target = try chosen() { return target }
        return try recorded(name, in: file)
    }

    /// The target that a file records, with the changes that the options ask for.
    func recorded(_ name: TargetName?, in file: String) throws(Failure) -> Target? {
        let changes = try changes()
        guard let name else { return nil }
        let target = try Targets.recorded(name, in: file)
        try changes.refuseIdle(on: target)
        return changes.changed(target)
    }

    /// The targets that the options select, each once.
    /// - Parameter usual: What is meant where no design is named; nil: every design.
    func selected(usual: [String]? = nil) throws(Failure) -> [Target] {
        let isChoice = !design.isEmpty && !design.contains(Targets.all)
        var targets: [Target] = []
        if isChoice {
            for name in design { targets.append(try changes().applied(to: try Targets.named(name, profile))) }
        } else {
            var usualTargets: [Target]
            if let usual, design.isEmpty, profile == nil {
                usualTargets = []
                for name in usual { usualTargets.append(try Targets.named(name)) }
            } else {
                usualTargets = try Targets.every(profile)
                // Beside "all", what is more than a design.
                for name in design where name != Targets.all { usualTargets.append(try Targets.named(name, profile)) }
            }
            targets = try changes().applied(toAll: usualTargets)
        }
        var names: Set<String> = []
        return targets.filter { names.insert($0.name).inserted }
    }

    /// What is switched on and off.
    func changes() throws(Failure) -> GuaranteeChanges { try GuaranteeChanges(added: added, removed: removed) }
    var hasChanges: Bool { !added.isEmpty || !removed.isEmpty }

    /// The options as they were typed, for a command that is printed.
    var words: [String] {
        design.map { "--design \($0)" } + (profile.map { ["--profile \($0)"] } ?? []) + added.map { "--with \($0)" }
            + removed.map { "--without \($0)" }
    }
}

/// Guarantees that options switch on and off.
struct GuaranteeChanges {
    private let added: GuaranteeSet
    private let removed: GuaranteeSet

    init(added: [String], removed: [String]) throws(Failure) {
        do throws(TargetError) {
            self.added = try GuaranteeSet.named(added)
            self.removed = try GuaranteeSet.named(removed)
        } catch { throw .usage("\(error)") }
        if let both = self.added.intersection(self.removed).members.first {
            throw .usage("\(both.name) is switched on and off; use --with or --without, not both")
        }
    }

    /// A target that was typed with the changes, each of which has to change it.
    func applied(to target: Target) throws(Failure) -> Target {
        try refuseContradiction(target)
        try refuseIdle(on: target)
        return changed(target)
    }

    /// Every change has to change the target.
    func refuseIdle(on target: Target) throws(Failure) {
        if let idle = added.intersection(target.guarantees).members.first {
            throw .usage("--with \(idle.name) changes nothing: \(target.name) has it")
        }
        if let idle = removed.subtracting(target.guarantees).members.first {
            throw .usage("--without \(idle.name) changes nothing: \(target.name) lacks it")
        }
    }

    /// The targets with the changes, each of which has to change at least one.
    func applied(toAll targets: [Target]) throws(Failure) -> [Target] {
        for target in targets { try refuseContradiction(target) }
        if let idle = added.members.first(where: { own in targets.allSatisfy { $0.guarantees.contains(own) } }) {
            throw .usage("--with \(idle.name) changes nothing: every one of these targets has it")
        }
        if let idle = removed.members.first(where: { own in !targets.contains { $0.guarantees.contains(own) } }) {
            throw .usage("--without \(idle.name) changes nothing: every one of these targets lacks it")
        }
        return targets.map(changed)
    }

    private func refuseContradiction(_ target: Target) throws(Failure) {
        if let both = target.removed.intersection(added).members.first {
            throw .usage("\(target.name) is without \(both.name), --with asks for it; choose one")
        }
        if let both = target.added.intersection(removed).members.first {
            throw .usage("\(target.name) has \(both.name) added, --without takes it away; choose one")
        }
    }

    /// The target with the changes. What it has added or removed already may be undone.
    func changed(_ target: Target) -> Target {
        Target(
            target.design, target.profile, on: target.platform,
            with: target.added.union(added).subtracting(removed),
            without: target.removed.union(removed).subtracting(added))
    }
}
