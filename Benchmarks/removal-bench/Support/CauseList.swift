import DAXModel
import RemovalFuzz

/// Which findings count as which cause.
struct CauseList {
    private var causes: [(name: String, text: [UInt8])]?

    /// Each group of findings is a cause, with the name that its file would have.
    init() {}

    /// A cause a line: its name, and a text that the group's name or the signature contains.
    init(file: String) throws {
        var causes: [(String, [UInt8])] = []
        let text = String(decoding: try Input.readFile(file, limit: 1 << 16), as: UTF8.self)
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            let words = line.split(separator: " ")
            guard words.count == 2 else { throw BenchFailure("\(file): not a name and a text: \(line)") }
            causes.append((String(words[0]), Array(words[1].utf8)))
        }
        self.causes = causes
    }

    /// The causes that a finding shows.
    func names(of finding: Finding, on target: Target) -> [String] {
        let group = finding.group.fileStem(on: target)
        guard let causes else { return [group] }
        let text = Array((group + "/ " + finding.signature).utf8)
        return causes.filter { CauseList.contains(text, $0.text) }.map(\.name)
    }

    static func contains(_ text: [UInt8], _ part: [UInt8]) -> Bool {
        guard text.count >= part.count else { return false }
        return (0...text.count - part.count).contains { text[$0...].starts(with: part) }
    }
}
