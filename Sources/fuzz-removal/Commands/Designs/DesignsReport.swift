import DAXModel

/// What `designs --json` prints.
struct DesignsReport: Encodable {
    struct DesignEntry: Encodable {
        var name: String
        /// Its default first.
        var profiles: [String]
        /// With each profile, as every output prints it.
        var targets: [String]
        var origin: String
        /// Its own, without those of a profile.
        var guarantees: [String]
        /// Of the callback, on the default profile.
        var steps: [StepEntry]
    }

    struct StepEntry: Encodable {
        var name: String
        var idle: Bool
        var onError: Bool
        @OrNull var guarantee: String?

        enum CodingKeys: String, CodingKey {
            case name, idle, guarantee
            case onError = "on_error"
        }

        init(_ step: Target.ListedStep) {
            (name, idle, onError) = (step.name, step.isIdle, step.isOnError)
            _guarantee = OrNull(wrappedValue: step.guarantee?.name)
        }
    }

    struct ProfileEntry: Encodable {
        var name: String
        var kernels: String
        var guarantees: [String]
        var looksUpBeforeCreating: Bool
        var readFaultsDirty: Bool

        enum CodingKeys: String, CodingKey {
            case name, kernels, guarantees
            case looksUpBeforeCreating = "looks_up_before_creating"
            case readFaultsDirty = "read_faults_dirty"
        }
    }

    struct GuaranteeEntry: Encodable {
        var name: String
        var statement: String
        var kernels: String
        var cost: String
        var harm: [String]
        /// The targets that have it, of those that are listed.
        var targets: [String]

        init(_ guarantee: Guarantee) {
            (name, statement, kernels) = (guarantee.name, guarantee.statement, guarantee.kernels)
            cost = guarantee.cost.name
            harm = guarantee.harm.names
            targets = Design.all.flatMap { design in design.profiles.map { Target(design, $0) } }
                .filter { $0.guarantees.contains(guarantee) }.map(\.name)
        }
    }

    /// One target in full.
    struct TargetEntry: Encodable {
        var target: String
        var design: String
        var profile: String
        var platform: String
        var origin: String
        var steps: [StepEntry]
        var guarantees: [String]

        init(_ target: Target) {
            (self.target, design, profile) = (target.name, target.design.name, target.profile.name)
            (platform, origin) = (target.platform.rawValue, target.design.origin)
            steps = target.callbackSteps.map { StepEntry($0) }
            guarantees = target.guarantees.members.map(\.name)
        }
    }

    var designs = Design.all.map { design in
        DesignEntry(
            name: design.name, profiles: design.profiles.map(\.name),
            targets: design.profiles.map { Target(design, $0).name }, origin: design.origin,
            guarantees: design.guarantees.members.map(\.name),
            steps: Target(design).callbackSteps.map { StepEntry($0) })
    }
    var profiles = KernelProfile.all.map { profile in
        ProfileEntry(
            name: profile.name, kernels: profile.summary, guarantees: profile.guarantees.members.map(\.name),
            looksUpBeforeCreating: profile.looksUpBeforeCreating, readFaultsDirty: profile.readFaultsDirty)
    }
    var guarantees = Guarantee.allCases.map { GuaranteeEntry($0) }
}
