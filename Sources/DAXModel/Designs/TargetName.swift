/// A target by name, as every output prints it and every input takes it: "merged+insertion-gate@6.12.y".
///
/// A design, guarantees that are added (`+`) and removed (`~`), after `@` a profile, and after another `@` a platform
/// that is not hardware. The names need not exist in this build. A value is always well-formed; texts are read in one
/// place, `init(text:)`, and printed in one, here.
public struct TargetName: Hashable, Sendable, CustomStringConvertible {
    public let design: String
    /// nil: the design's default profile.
    public let profile: String?
    /// nil: hardware.
    public let platform: String?
    /// In the order of the table; names that are not in it come last, by their letters.
    public let added: [String]
    public let removed: [String]

    /// Most bytes of one name.
    public static var nameLimit: Int { 64 }
    /// Most guarantees, added and removed.
    public static var guaranteeLimit: Int { 64 }
    /// Most bytes of the whole.
    public static var textLimit: Int { 2048 }

    /// What a target of this build is called.
    public init(_ target: Target) {
        self.init(
            design: target.design.name, profile: target.profile.name,
            platform: target.platform == .hardware ? nil : target.platform.rawValue,
            added: target.added.members.map(\.name), removed: target.removed.members.map(\.name))
    }

    /// For the reader of texts, which has checked what it gives.
    /// - Precondition: a platform follows a profile; each guarantee stands there once.
    package init(design: String, profile: String?, platform: String?, added: [String], removed: [String]) {
        precondition(profile != nil || platform == nil, "a platform follows a profile")
        let all = (added + removed).sorted()
        precondition(zip(all, all.dropFirst()).allSatisfy { $0 != $1 }, "a guarantee is named twice")
        self.design = design
        self.profile = profile
        self.platform = platform == Platform.hardware.rawValue ? nil : platform
        self.added = Self.inOrderOfTheTable(added)
        self.removed = Self.inOrderOfTheTable(removed)
    }

    private static func inOrderOfTheTable(_ names: [String]) -> [String] {
        let known = Guarantee.allCases.map(\.name)
        let ranked = names.map { name in (known.firstIndex(of: name) ?? known.count, name) }
        return ranked.sorted { $0 < $1 }.map(\.1)
    }

    public var description: String { kernelPart.map { designPart + "@" + $0 } ?? designPart }

    /// What stands before the first `@`.
    public var designPart: String { Self.part(design, added, removed) }

    /// What stands behind the first `@`; nil where there is none.
    public var kernelPart: String? { profile.map { profile in platform.map { profile + "@" + $0 } ?? profile } }

    /// The design's part in an order that no table gives, for forms of which there may be only one in all builds.
    package var designPartByLetters: String { Self.part(design, added.sorted(), removed.sorted()) }

    private static func part(_ design: String, _ added: [String], _ removed: [String]) -> String {
        design + added.map { "+" + $0 }.joined() + removed.map { "~" + $0 }.joined()
    }
}
