import DAXModel

/// Why a target's name means nothing in this build: one sentence.
public struct TargetError: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String
}

extension Target {
    /// The target of this name in this build. What the design and the profile have already need not be added, what they
    /// lack not be removed.
    /// - Parameter usualProfile: The profile where the name says none; nil: the design's default.
    public init(named name: TargetName, usualProfile: String? = nil) throws(TargetError) {
        guard let design = Design.named(name.design) else {
            throw .unknown("design", name.design, among: Design.all.map(\.name))
        }
        var profile = design.profiles[0]
        if let wanted = name.profile ?? usualProfile { profile = try design.profile(named: wanted) }
        var platform = Platform.hardware
        if let wanted = name.platform { platform = try Platform.named(wanted) }
        self.init(
            design, profile, on: platform, with: try GuaranteeSet.named(name.added),
            without: try GuaranteeSet.named(name.removed))
    }
}

extension TargetName {
    /// Whether the name is another spelling of a target's, or its own.
    public func means(_ target: Target) -> Bool {
        if profile != nil && self == TargetName(target) { return true }
        return (try? Target(named: self))?.name == target.name
    }
}

extension KernelProfile {
    public static func named(_ name: String) throws(TargetError) -> KernelProfile {
        guard let profile = all.first(where: { $0.name == name }) else {
            throw .unknown("profile", name, among: all.map(\.name))
        }
        return profile
    }
}

extension Platform {
    public static func named(_ name: String) throws(TargetError) -> Platform {
        guard let platform = Platform(rawValue: name) else {
            throw .unknown("platform", name, among: allCases.map(\.rawValue))
        }
        return platform
    }
}

extension GuaranteeSet {
    public static func named(_ names: [String]) throws(TargetError) -> GuaranteeSet {
        var set = GuaranteeSet()
        for name in names {
            guard let guarantee = Guarantee.named(name) else {
                throw .unknown("guarantee", name, among: Guarantee.allCases.map(\.name))
            }
            set.insert(guarantee)
        }
        return set
    }
}

extension Design {
    fileprivate func profile(named name: String) throws(TargetError) -> KernelProfile {
        let profile = try KernelProfile.named(name)
        guard profiles.contains(profile) else {
            let allowed = profiles.map(\.name).joined(separator: ", ")
            throw TargetError(description: "design \(self.name) does not exist in profile \(name), only in \(allowed)")
        }
        return profile
    }
}

extension TargetError {
    fileprivate static func unknown(_ kind: String, _ word: String, among known: [String]) -> TargetError {
        TargetError(description: Suggestion.sentence(kind, word, among: known))
    }
}
