extension SevenStepsRun {
    /// A guest that prints without end must not fill the memory; what is read goes on.
    private static var mostLines: Int { 100_000 }
    private static var mostNotes: Int { 64 }

    /// Takes the next line of the serial log. Lines of the load and of the controller may stand in another order than
    /// their numbers, and those of the kernel anywhere between them.
    mutating func add(_ line: String) {
        if log.count < SevenStepsRun.mostLines { log.append(line) }
        guard let mark = line.firstRange(of: "removalfuzz: ") else {
            if lineCount > 0 { kernel.read(line) }
            return
        }
        let words = line[mark.upperBound...].split(separator: " ").map(String.init)
        guard words.count > 1, let number = Int(words[0]), number >= 0 else { return }
        if number > 0 {
            lineCount += 1
            lastNumber = max(lastNumber, number)
        }
        readEvent(Array(words.dropFirst()), isGuests: number == 0)
    }

    /// What is not recognised is skipped.
    private mutating func readEvent(_ words: [String], isGuests: Bool) {
        let rest = words.dropFirst().joined(separator: " ")
        switch words[0] {
        case _ where isGuests: refusal = refusal ?? words.joined(separator: " ")
        case "failed": refusal = refusal ?? rest
        case "step": readStep(words)
        case "signal" where words.count > 2: note(words.dropFirst(2).joined(separator: " "), in: \.signals)
        case "gone" where words.count > 2: loadEnd = words.dropFirst(2).joined(separator: " ")
        case "left" where words.count > 2: loadEnd = "left " + words[2]
        case "note" where rest.hasPrefix("fsx seed "): readOperations(words)
        case "note" where rest.hasPrefix("fsx stopped in ") || rest.hasPrefix("fsx was in "):
            note(words.dropFirst(2).joined(separator: " "), in: \.loadNotes)
        default: break
        }
    }

    /// `step 5 unbind pfn0.0 begins`, `step 5 unbind pfn0.0 = 0`.
    private mutating func readStep(_ words: [String]) {
        guard words.count > 2, let number = Int(words[1]), (1...7).contains(number) else { return }
        let sign = words.firstIndex(of: "=")
        let end = sign ?? (words.last == "begins" ? words.count - 1 : words.count)
        guard end >= 2 else { return }
        let result = sign.map { words[($0 + 1)...].joined(separator: " ") }
        let step = Step(number: number, text: words[2..<end].joined(separator: " "), result: result)
        if let same = steps.firstIndex(where: { $0.number == number }) {
            steps[same] = step
        } else {
            steps.append(step)
        }
    }

    /// `note fsx seed 4 operations 316 before the unbind, 318 in all`.
    private mutating func readOperations(_ words: [String]) {
        let numbers = words.compactMap { Int($0) }
        // The seed may be larger than an Int.
        guard numbers.count >= 2 else { return }
        operations = Operations(atUnbind: numbers[numbers.count - 2], inAll: numbers[numbers.count - 1])
    }

    private mutating func note(_ text: String, in list: WritableKeyPath<SevenStepsRun, [String]>) {
        if self[keyPath: list].count < SevenStepsRun.mostNotes { self[keyPath: list].append(text) }
    }
}
