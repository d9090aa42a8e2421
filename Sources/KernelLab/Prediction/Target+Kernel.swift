import DAXModel

extension Target {
    /// The model of an unmodified kernel, by its release, for example "6.12.95-amd64": from 6.8 on the merged
    /// MF_MEM_PRE_REMOVE, before that the notify of 6.1. Nil for a release that says no version, or one before 6.1.
    public static func model(ofRelease release: String) -> Target? {
        let numbers = release.split(separator: ".", maxSplits: 2).prefix(2)
            .map { Int($0.prefix { $0.isNumber }) }
        guard numbers.count == 2, let major = numbers[0], let minor = numbers[1] else { return nil }
        let version = major * 1000 + minor
        if version >= 6008 { return Design.named("merged").map { Target($0, .v6_12_y, on: .emulation) } }
        return version >= 6001 ? Design.named("notify-6.1").map { Target($0, .v6_1_y, on: .emulation) } : nil
    }
}
