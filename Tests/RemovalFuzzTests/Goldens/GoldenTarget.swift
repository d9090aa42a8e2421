import DAXModel

/// A target of the golden digests: a design on a profile and a platform.
struct GoldenTarget: Sendable {
    let target: Target

    /// "merged@6.12.y", "merged@6.12.y/emulation".
    var name: String { target.name + (target.platform == .emulation ? "/emulation" : "") }

    /// Every pair of design and profile, on both platforms.
    static let all: [GoldenTarget] = Design.all.flatMap { design in
        design.profiles.flatMap { profile in
            [Platform.hardware, .emulation].map { GoldenTarget(target: Target(design, profile, on: $0)) }
        }
    }
}
