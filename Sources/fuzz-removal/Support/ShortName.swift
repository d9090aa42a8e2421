import Corpus
import SystemPackage

/// Names of files too long for a line: the beginning, a mark, and the last characters, which tell files with one
/// beginning apart. Where a file is expected a short name is as good as the whole one.
enum ShortName {
    private static let mark: Character = "…"
    private static let endLength = 8
    /// No name is made shorter than this.
    private static let least = 12

    /// The name in so many characters, but for rooms in which nothing could be told apart.
    static func of(_ name: String, _ room: Int) -> String {
        let room = max(room, least)
        guard name.count > room else { return name }
        return name.prefix(room - 1 - endLength) + String(mark) + name.suffix(endLength)
    }

    /// The one file of a store's kind that a short name means; nil where there is none, or more than one.
    /// - Parameter suffix: What is left out at the end of names.
    static func file(_ name: FilePath, suffix: String) -> FilePath? {
        guard let last = name.lastComponent?.string, let mark = last.firstIndex(of: mark) else { return nil }
        let (beginning, end) = (last[..<mark], last[last.index(after: mark)...] + suffix)
        let folder = name.removingLastComponent()
        let names = (try? Store(directory: folder.isEmpty ? "." : folder, suffix: suffix).names()) ?? []
        let meant = names.filter {
            $0.count > beginning.count + end.count && $0.hasPrefix(beginning) && $0.hasSuffix(end)
        }
        return meant.count == 1 ? folder.appending(meant[0]) : nil
    }
}
