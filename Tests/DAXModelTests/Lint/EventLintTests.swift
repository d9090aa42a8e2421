import Testing

/// Kernel paths tell what happens, and only those who listen keep books of it. Asked of the sources themselves.
@Suite struct EventLintTests {
    private static let kernel: Set<String> = ["Device", "Memory", "Filesystem", "Tasks", "Callback"]
    /// What oracles and provenance keep, and how they report.
    private static let books: Set<Substring> = [
        "report", "violations", "Violation", "removal", "walked", "promises", "leftBehind", "operationStarts",
        "syncStarts", "layoutChanges", "owed", "passed", "hasMapped", "signalledByRemoval",
    ]

    @Test func kernelPathsKeepNoBooks() throws {
        let files = try SourceFile.all(of: "DAXModel").filter { Self.kernel.contains($0.folder) }
        #expect(files.count > 30)
        for file in files {
            for (number, line) in file.lines.enumerated() {
                let found = Self.books.intersection(SourceFile.words(line))
                #expect(found.isEmpty, "\(file.name):\(number + 1): \(found.sorted())")
            }
        }
    }

    /// An oracle whose line in the list is forgotten hears nothing.
    @Test func everyListenerIsInTheList() throws {
        let oracles = try SourceFile.all(of: "DAXModel").filter { $0.folder == "Oracles" }
        let list = try #require(oracles.first { $0.name == "Oracles/Listeners.swift" })
        let told = Set(list.lines.flatMap(SourceFile.words))
        var listeners: [Substring] = []
        for line in oracles.flatMap(\.lines) where line.contains("_ event: Event") {
            let words = SourceFile.words(line)
            listeners.append(words[words.firstIndex(of: "func")! + 1])
        }
        #expect(listeners.count >= 9 && listeners.contains("emit"))
        for listener in listeners { #expect(told.contains(listener), "\(listener)") }
    }

    /// An event that nobody emits or nobody hears is none.
    @Test func everyEventIsEmittedAndHeard() throws {
        let files = try SourceFile.all(of: "DAXModel")
        let event = try #require(files.first { $0.name == "Oracles/Event.swift" })
        let others = files.filter { $0.name != event.name }
        let emitted = Set(others.filter { $0.folder != "Oracles" }.flatMap(\.lines).flatMap { names(in: $0, "emit(.") })
        let heard = others.filter { $0.folder == "Oracles" }.flatMap(\.lines).filter { $0.contains("case .") }
        let cases = event.lines.flatMap(caseNames)
        #expect(cases.count > 25)
        for name in cases {
            #expect(emitted.contains(name), "\(name) is emitted")
            #expect(heard.contains { SourceFile.words($0).contains(Substring(name)) }, "\(name) is heard")
        }
        #expect(emitted.isSubset(of: cases))
    }

    private func caseNames(_ line: Substring) -> [String] {
        let text = line.drop { $0 == " " }
        guard text.hasPrefix("case ") else { return [] }
        return [String(text.dropFirst(5).prefix { $0.isLetter })]
    }

    private func names(in line: Substring, _ mark: String) -> [String] {
        line.ranges(of: mark).map { String(line[$0.upperBound...].prefix { $0.isLetter }) }
    }
}
