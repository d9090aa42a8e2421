/// Identity of one named atomic step: which path, and which step of it. Valid for one build; stored forms use names.
public struct StepID: BitwiseCopyable, Hashable, Comparable, Sendable, RawRepresentable, Codable {
    /// `path << 6 | step`; below `StepID.bound`.
    public let rawValue: UInt16

    public init(rawValue: UInt16) { self.rawValue = rawValue }

    @inline(__always) init(_ path: Path, _ step: UInt8) {
        rawValue = UInt16(path.rawValue) << 6 | UInt16(step)
    }

    /// All identities lie below this.
    public static var bound: Int { 64 << 6 }

    /// "No step": what has not happened.
    public static var none: StepID { StepID(rawValue: .max) }

    public static func < (a: StepID, b: StepID) -> Bool { a.rawValue < b.rawValue }
}

/// The steps of one path, in the kernel's order. The cases carry the names of the kernel's functions.
protocol PathSteps: CaseIterable, RawRepresentable<UInt8>, Sendable {}

/// What the scheduler learns from executing one step.
public enum StepOutcome: Sendable, BitwiseCopyable {
    /// The step was executed and the operation goes on.
    case ran
    /// The step could not be executed: the task sleeps.
    case blocked
    /// The step was executed and with it the task's operation ended.
    case ended
    /// The step was a kernel access to memory that is gone; the task is dead.
    case oopsed
}

/// Names of paths and steps, and hashes of these names.
public struct StepTable: Sendable {
    /// Name of a step as the kernel's function, by `StepID.rawValue`; empty where no step has that identity.
    let names: [String]
    /// "path:step", by `StepID.rawValue`.
    let qualifiedNames: [String]
    /// 64-bit hash of "path:step", by `StepID.rawValue`.
    let hashes: [UInt64]
    /// By raw value of the path.
    private let pathNames: [String]
    /// By raw value of the path.
    private let performers: [Performers]
    /// All steps that exist, ascending.
    public let all: [StepID]

    /// The one table of this build.
    public static let shared = StepTable()

    private init() {
        var names = [String](repeating: "", count: StepID.bound)
        var qualifiedNames = names
        var hashes = [UInt64](repeating: 0, count: StepID.bound)
        var all: [StepID] = []
        for path in Path.allCases {
            let row = path.row
            for (index, name) in row.stepNames.enumerated() {
                let id = StepID(path, UInt8(index))
                names[Int(id.rawValue)] = name
                let qualified = row.name + ":" + name
                qualifiedNames[Int(id.rawValue)] = qualified
                hashes[Int(id.rawValue)] = Digest.hash(qualified)
                all.append(id)
            }
        }
        self.names = names
        self.qualifiedNames = qualifiedNames
        self.hashes = hashes
        self.all = all
        pathNames = Path.allCases.map(\.row.name)
        performers = Path.allCases.map { Performers(of: $0) }
    }

    /// The kernel function's name, for example "dax_insert_entry".
    public func step(_ id: StepID) -> String { id == .none ? "none" : names[Int(id.rawValue)] }

    /// The name of the path that the step belongs to, for example "dax_iomap_fault".
    public func path(_ id: StepID) -> String {
        id == .none ? "none" : pathNames[Int(id.rawValue >> 6)]
    }

    /// "path:step". Several identities may share a name: the notify callbacks of different designs.
    public func qualified(_ id: StepID) -> String { id == .none ? "none" : qualifiedNames[Int(id.rawValue)] }

    /// Who can come to the step.
    public func performers(of id: StepID) -> Performers { performers[Int(id.rawValue >> 6)] }

    /// Hash of the qualified name: the same for steps of different designs that share their name.
    public func hash(_ id: StepID) -> UInt64 { hashes[Int(id.rawValue)] }
}
