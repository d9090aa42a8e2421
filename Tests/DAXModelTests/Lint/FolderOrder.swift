/// The folders of a module in their order. A file may name only what its own folder declares, those that stand with it,
/// or those before.
///
/// Looked at are types, and functions of `Machine` (its properties are the state itself). A name that several folders
/// declare says nothing and is passed by.
struct FolderOrder {
    let module: String
    /// The lowest first. Folders that stand together may name each other's.
    let layers: [[String]]
    /// A file and a name that it uses all the same.
    var exceptions: Set<Use> = []

    /// A file that names something.
    struct Use: Hashable, CustomStringConvertible {
        let file: String
        let name: String
        var description: String { "\(file): \(name)" }
    }

    /// What the files say of the order.
    struct Verdict {
        var unknownFolders: Set<String> = []
        /// Uses of what a later folder declares.
        var wrong: Set<Use> = []
        /// Names that were looked for.
        var names = 0
    }

    func verdict(on files: [SourceFile]) -> Verdict {
        var rank: [String: Int] = [:]
        for (index, layer) in layers.enumerated() { for folder in layer { rank[folder] = index } }
        var verdict = Verdict()
        verdict.unknownFolders = Set(files.map(\.folder)).subtracting(rank.keys)
        let declared = Declarations(files)
        verdict.names = declared.folders.count
        for file in files {
            guard let own = rank[file.folder] else { continue }
            for name in Self.uses(in: file) {
                guard let folder = declared.folders[name], let other = rank[folder], other > own else { continue }
                verdict.wrong.insert(Use(file: file.name, name: name))
            }
        }
        return verdict
    }

    /// Types that a file names, and functions that it calls on itself, with a parenthesis.
    private static func uses(in file: SourceFile) -> Set<String> {
        var names: Set<String> = []
        for line in file.lines where !isCase(line) {
            var before: Character = " "
            var rest = line
            while let start = rest.firstIndex(where: { $0.isLetter || $0 == "_" }) {
                if start > rest.startIndex { before = rest[rest.index(before: start)] }
                let word = rest[start...].prefix { $0.isLetter || $0.isNumber || $0 == "_" }
                rest = rest[word.endIndex...]
                guard before != "." && !before.isNumber else { continue }
                if word.first!.isUppercase { names.insert(String(word)) }
                if rest.first == "(" { names.insert(word + "(") }
            }
        }
        return names
    }

    /// A line that declares cases, which carry the kernel's names as functions do; no pattern of a `switch`.
    private static func isCase(_ line: Substring) -> Bool {
        let text = line.drop { $0 == " " }
        guard text.hasPrefix("case "), text.dropFirst(5).first?.isLetter == true else { return false }
        return line.firstRange(of: ": ").map { line[..<$0.lowerBound].contains("(") } ?? (line.last != ":")
    }
}

/// Which folder declares a name, for those that one folder alone declares.
private struct Declarations {
    private(set) var folders: [String: String] = [:]
    private var ambiguous: Set<String> = []

    init(_ files: [SourceFile]) {
        for file in files { add(file) }
        for name in ambiguous { folders[name] = nil }
    }

    private mutating func add(_ file: SourceFile) {
        var isMachine = false
        for line in file.lines {
            let words = SourceFile.words(line)
            if line.first?.isLetter == true || line.first == "@" {
                isMachine = words.first == "extension" && words.dropFirst().first == "Machine"
                guard let kind = words.firstIndex(where: { Self.kinds.contains($0) }), kind + 1 < words.count,
                    !words.contains("private")
                else { continue }
                add(String(words[kind + 1]) + (words[kind] == "func" ? "(" : ""), file.folder)
            } else if line.hasPrefix("    "), !line.dropFirst(4).hasPrefix(" "),
                let function = words.firstIndex(of: "func"), function + 1 < words.count, !words.contains("private")
            {
                // A function of another type makes the name ambiguous.
                let name = String(words[function + 1]) + "("
                if isMachine { add(name, file.folder) } else { ambiguous.insert(name) }
            }
        }
    }

    private static let kinds: Set<Substring> = ["struct", "enum", "class", "protocol", "typealias", "actor", "func"]

    private mutating func add(_ name: String, _ folder: String) {
        if let other = folders[name], other != folder { ambiguous.insert(name) }
        folders[name] = folder
    }
}
