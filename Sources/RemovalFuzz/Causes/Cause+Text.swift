import DAXModel

extension Cause {
    /// Reads what `description` prints; nil where it is no cause of this build's guarantees.
    public init?(text: String) {
        guard let cures = GuaranteeSet.cures(text), HittingSets.minimalOnes(cures).count == cures.count else {
            return nil
        }
        self.init(cures)
    }
}

extension GuaranteeSet {
    /// "a+b|c": at most so many bytes are looked at.
    fileprivate static func cures(_ text: String) -> [GuaranteeSet]? {
        guard !text.isEmpty, text.utf8.count <= 4096 else { return nil }
        var cures: [GuaranteeSet] = []
        for cure in text.split(separator: "|", omittingEmptySubsequences: false) {
            let members = cure.split(separator: "+", omittingEmptySubsequences: false).map {
                Guarantee.named(String($0))
            }
            let known = members.compactMap { $0 }
            guard known.count == members.count, Set(known).count == known.count else { return nil }
            cures.append(GuaranteeSet(known))
        }
        return cures
    }
}

extension Attribution.Outcome {
    private static let uncuredText = "no guarantee cures"
    private static let uncertainText = "uncertain"
    private static let cleanText = "clean"

    /// The cause, or why there is none: "insertion-gate", "uncertain: a|b", "no guarantee cures".
    public var text: String {
        switch self {
        case .cause(let cause): cause.description
        case .uncured: Self.uncuredText
        case .uncertain(let cures):
            ([Self.uncertainText] + (cures.isEmpty ? [] : [Cause(cures).description])).joined(separator: ": ")
        case .clean: Self.cleanText
        }
    }

    /// Reads what `text` prints; nil where it is none of this build's.
    public init?(text: String) {
        switch text {
        case Self.uncuredText: self = .uncured
        case Self.uncertainText: self = .uncertain([])
        case Self.cleanText: self = .clean
        default:
            let isUncertain = text.hasPrefix(Self.uncertainText + ": ")
            let words = isUncertain ? String(text.dropFirst(Self.uncertainText.count + 2)) : text
            guard let cause = Cause(text: words) else { return nil }
            self = isUncertain ? .uncertain(cause.cures) : .cause(cause)
        }
    }
}

extension Attribution {
    /// A number for the guarantees of this build, their names and their order: what was attributed with others is
    /// attributed again.
    public static let version: UInt64 = Digest.hash(Guarantee.allCases.map(\.name).joined(separator: " "))
}
