import DAXModel
import RemovalFuzz

/// Targets by the names that users type and files record.
enum Targets {
    /// What stands for every design, where several may be named.
    static let all = "all"

    /// The target of a name and, where one is given, a profile.
    /// - Parameters:
    ///   - text: A design, or a target as every output prints it: "merged+insertion-gate@6.12.y".
    ///   - platform: What the machine is where the name does not say it.
    static func named(
        _ text: String, _ profile: String? = nil, on platform: Platform = .hardware
    ) throws(Failure) -> Target {
        let name: TargetName
        do throws(TargetNameError) { name = try TargetName(text: text) } catch {
            throw .usage("\(quoted(text)) is no target: \(error)")
        }
        guard name.design != all else {
            throw .usage(
                text == all
                    ? "one design is needed here, and \"all\" is several"
                    : "\"all\" stands alone; use --with, --without and --profile for what all of them are to have")
        }
        if let profile, let own = name.profile, profile != own {
            throw .usage("\(text) names the profile \(own), --profile says \(profile); name one")
        }
        let target = try existing(name, profile, status: ExitStatus.usage)
        guard name.platform == nil, platform != .hardware else { return target }
        return Target(target.design, target.profile, on: platform, with: target.added, without: target.removed)
    }

    /// Every design, on its default profile or on one that is named.
    static func every(_ profile: String?) throws(Failure) -> [Target] {
        guard let profile else { return Design.all.map { Target($0) } }
        let era: KernelProfile
        do throws(TargetError) { era = try KernelProfile.named(profile) } catch { throw .usage("\(error)") }
        let targets = Design.all.filter { $0.profiles.contains(era) }.map { Target($0, era) }
        guard !targets.isEmpty else { throw .usage("no design exists in profile \(profile)") }
        return targets
    }

    /// The target that a file records.
    static func recorded(_ name: TargetName, in file: String) throws(Failure) -> Target {
        do throws(Failure) { return try existing(name, status: ExitStatus.badData) } catch {
            throw Failure("\(file): \(error)", status: error.status)
        }
    }

    private static func existing(
        _ name: TargetName, _ profile: String? = nil, status: Int32
    ) throws(Failure) -> Target {
        do throws(TargetError) { return try Target(named: name, usualProfile: profile) } catch {
            throw Failure("\(error)", status: status)
        }
    }

    private static func quoted(_ text: String) -> String {
        "\"" + String(text.unicodeScalars.prefix(80).map { $0.value < 32 ? " " : Character($0) }) + "\""
    }
}
