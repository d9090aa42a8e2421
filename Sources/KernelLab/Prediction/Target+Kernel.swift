import DAXModel

/// A range of kernels that one model stands for, because it was compared with one of them.
public struct ModelledKernels: Sendable {
    /// Major and minor version, both ends included.
    let versions: ClosedRange<Int>
    let design: String
    let profile: KernelProfile
    /// For messages: "6.1 to 6.7".
    let name: String
    /// The kernel that the laboratory compares.
    let compared: String

    /// Unmodified kernels: from 6.8 on the merged MF_MEM_PRE_REMOVE, before that the notify of 6.1. What is newer than
    /// the newest that was compared may be anything.
    public static let all = [
        ModelledKernels(
            versions: 6001...6007, design: "notify-6.1", profile: .v6_1_y, name: "6.1 to 6.7", compared: "6.1"),
        ModelledKernels(
            versions: 6008...6012, design: "merged", profile: .v6_12_y, name: "6.8 to 6.12", compared: "6.12"),
    ]

    /// "6.1 to 6.7 (notify-6.1@6.1.y@emulation, compared with 6.1)".
    public var description: String { "\(name) (\(target.name), compared with \(compared))" }

    /// As the option of a command that is to predict with this model anyway.
    public var options: String { "--design \(target.name)" }

    /// The guests of the laboratory are emulated.
    fileprivate var target: Target {
        guard let design = Design.named(design) else { preconditionFailure("no design is called \(design)") }
        return Target(design, profile, on: .emulation)
    }
}

extension Target {
    /// The model of an unmodified kernel, by its release, for example "6.12.95-amd64"; nil for a release that says no
    /// version, and for kernels that no model was compared with.
    public static func model(ofRelease release: String) -> Target? {
        let numbers = release.split(separator: ".", maxSplits: 2).prefix(2)
            .map { Int($0.prefix { $0.isNumber }) }
        guard numbers.count == 2, let major = numbers[0], let minor = numbers[1], (0..<1000).contains(minor),
            (0..<1000).contains(major),
            let kernels = ModelledKernels.all.first(where: {
                $0.versions.contains(major * 1000 + minor)
            })
        else { return nil }
        return kernels.target
    }
}
