/// A source file with the mutants that belong to it.
enum MutatedText {
    /// The text with every mutant in place, each behind its switch.
    /// - Parameter mutants: Those of this file, each with its number.
    /// - Throws: where a mutant's original is not there exactly once, or two mutants want the same line.
    static func of(_ text: String, with mutants: [(number: Int, mutant: Mutant)]) throws -> String {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let places = try mutants.map { (try range(of: $0.mutant, in: lines), $0) }
            .sorted { $0.0.lowerBound > $1.0.lowerBound }
        for (later, earlier) in zip(places, places.dropFirst()) where earlier.0.upperBound > later.0.lowerBound {
            throw MutantError("\(earlier.1.mutant.id) and \(later.1.mutant.id) change the same line")
        }
        for (range, (number, mutant)) in places {
            // As far in as what it replaces: tests that read the sources go by that.
            let indentation = lines[range.lowerBound].prefix { $0 == " " }
            let code = mutant.mutated.replacing(Mutant.placeholder, with: "Mutant.isOn(\(number))")
            let indented = code.split(separator: "\n").map { indentation + $0 }
            lines.replaceSubrange(range, with: indented.map(String.init))
        }
        return lines.joined(separator: "\n")
    }

    /// The lines that a mutant replaces.
    static func range(of mutant: Mutant, in lines: [String]) throws -> Range<Int> {
        let wanted = mutant.original.split(separator: "\n").map { trimmed($0) }.filter { !$0.isEmpty }
        guard !wanted.isEmpty else { throw MutantError("\(mutant.id) replaces nothing") }
        let stripped = lines.map { trimmed($0) }
        let starts = stripped.indices.filter { start in
            start + wanted.count <= stripped.count && Array(stripped[start..<start + wanted.count]) == wanted
        }
        guard let start = starts.first, starts.count == 1 else {
            throw MutantError("\(mutant.id): its original stands \(starts.count) times in \(mutant.file), not once")
        }
        return start..<start + wanted.count
    }

    private static func trimmed(_ line: some StringProtocol) -> String {
        String(line.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }

    /// The switches, for the end of a file: each has its own, so that no name is added to the module.
    static let switches = """

        #if canImport(Glibc)
        import Glibc
        #elseif canImport(Musl)
        import Musl
        #endif

        private enum Mutant {
            private static let active = getenv("REMOVALFUZZ_MUTANT").flatMap { Int(String(cString: $0)) } ?? 0
            static func isOn(_ number: Int) -> Bool { active == number }
        }

        """
}
