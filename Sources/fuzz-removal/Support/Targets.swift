import DAXModel
import RemovalFuzz

/// Designs and profiles by the names that users type and files record.
enum Targets {
    /// The target of a design and, where one is named, a profile.
    /// - Parameter status: whose mistake an unknown name is: `usage`, or `badData` where a file says it.
    static func named(_ design: String, _ profile: String?, status: Int32) throws(Failure) -> Target {
        guard let found = Design.named(design) else {
            throw .unknown("design", design, among: Design.all.map(\.name), status: status)
        }
        guard let profile else { return Target(found) }
        guard let era = KernelProfile.all.first(where: { $0.name == profile }) else {
            throw .unknown("profile", profile, among: KernelProfile.all.map(\.name), status: status)
        }
        guard found.profiles.contains(era) else {
            let allowed = found.profiles.map(\.name).joined(separator: ", ")
            throw Failure("design \(design) does not exist in profile \(profile), only in \(allowed)", status: status)
        }
        return Target(found, era)
    }

    /// The targets that options select: the named designs, or all that have the profile.
    static func selected(designs: [String], profile: String?) throws(Failure) -> [Target] {
        var targets: [Target] = []
        if designs.isEmpty {
            guard let profile else { return Design.all.map { Target($0) } }
            guard let era = KernelProfile.all.first(where: { $0.name == profile }) else {
                throw .unknown("profile", profile, among: KernelProfile.all.map(\.name), status: ExitStatus.usage)
            }
            targets = Design.all.filter { $0.profiles.contains(era) }.map { Target($0, era) }
            guard !targets.isEmpty else { throw .usage("no design exists in profile \(profile)") }
            return targets
        }
        for design in designs {
            let target = try named(design, profile, status: ExitStatus.usage)
            if !targets.contains(where: { $0.name == target.name }) { targets.append(target) }
        }
        return targets
    }

    /// The target that a file records.
    static func recorded(_ name: TargetName, in file: String) throws(Failure) -> Target {
        do throws(Failure) { return try named(name.design, name.profile, status: ExitStatus.badData) } catch {
            throw Failure("\(file): \(error)", status: error.status)
        }
    }
}
