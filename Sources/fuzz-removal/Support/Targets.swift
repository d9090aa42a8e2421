import DAXModel
import RemovalFuzz

/// Designs and profiles by the names that users type and files record.
enum Targets {
    /// What stands for every design, where several may be named.
    static let all = "all"

    /// The target of a design and, where one is named, a profile.
    /// - Parameters:
    ///   - design: Its name, or a target as every output prints it: "merged@6.12.y".
    ///   - status: Whose mistake an unknown name is: `usage`, or `badData` where a file says it.
    static func named(_ design: String, _ profile: String?, status: Int32) throws(Failure) -> Target {
        let halves = design.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard halves.count == 2 else { return try exactly(design, profile, status: status) }
        if let profile, profile != halves[1] {
            throw Failure(
                "\(design) names the profile \(halves[1]), --profile says \(profile); name one", status: status)
        }
        return try exactly(halves[0], halves[1], status: status)
    }

    private static func exactly(_ design: String, _ profile: String?, status: Int32) throws(Failure) -> Target {
        guard design != all else { throw Failure("one design is needed here, and \"all\" is several", status: status) }
        guard let found = Design.named(design) else {
            throw .unknown("design", design, among: Design.all.map(\.name), status: status)
        }
        guard let profile else { return Target(found) }
        let era = try era(profile, status: status)
        guard found.profiles.contains(era) else {
            let allowed = found.profiles.map(\.name).joined(separator: ", ")
            throw Failure("design \(design) does not exist in profile \(profile), only in \(allowed)", status: status)
        }
        return Target(found, era)
    }

    private static func era(_ profile: String, status: Int32) throws(Failure) -> KernelProfile {
        guard let era = KernelProfile.all.first(where: { $0.name == profile }) else {
            throw .unknown("profile", profile, among: KernelProfile.all.map(\.name), status: status)
        }
        return era
    }

    /// The targets that options select: the named designs, or with "all", or without any, every design that has the
    /// profile.
    static func selected(designs: [String], profile: String?) throws(Failure) -> [Target] {
        var targets: [Target] = []
        for design in designs.isEmpty ? [all] : designs {
            let named =
                design == all
                ? try every(profile) : [try named(design, profile, status: ExitStatus.usage)]
            for target in named where !targets.contains(where: { $0.name == target.name }) { targets.append(target) }
        }
        return targets
    }

    private static func every(_ profile: String?) throws(Failure) -> [Target] {
        guard let profile else { return Design.all.map { Target($0) } }
        let era = try era(profile, status: ExitStatus.usage)
        let targets = Design.all.filter { $0.profiles.contains(era) }.map { Target($0, era) }
        guard !targets.isEmpty else { throw .usage("no design exists in profile \(profile)") }
        return targets
    }

    /// The target that a file records.
    static func recorded(_ name: TargetName, in file: String) throws(Failure) -> Target {
        do throws(Failure) { return try named(name.design, name.profile, status: ExitStatus.badData) } catch {
            throw Failure("\(file): \(error)", status: error.status)
        }
    }
}
