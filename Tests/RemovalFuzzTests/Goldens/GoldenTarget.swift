import DAXModel

/// The targets of the golden digests: every pair of design and profile, on both platforms.
enum GoldenTarget {
    static let all: [Target] = Design.all.flatMap { design in
        design.profiles.flatMap { profile in Platform.allCases.map { Target(design, profile, on: $0) } }
    }
}
