/// One line of a file of outcomes, word by word.
struct OutcomeLine {
    let number: Int
    private(set) var words: ArraySlice<Substring>
    /// The word that was taken last, for errors.
    private var last = ""

    init(number: Int, words: [Substring]) {
        self.number = number
        self.words = words[...]
    }

    /// - Parameter bytes: The line without its line feed.
    init(_ bytes: ArraySlice<UInt8>, number: Int) throws(OutcomeFileError) {
        guard bytes.allSatisfy({ 0x20...0x7E ~= $0 }) else {
            throw OutcomeFileError(line: number, found: "bytes beyond ASCII", expected: "plain text")
        }
        let words = String(decoding: bytes, as: UTF8.self).split(separator: " ")
        self.init(number: number, words: Array(words.prefix { !$0.hasPrefix("#") }))
    }

    var peek: Substring? { words.first }

    /// The next word; empty at the end of the line.
    mutating func take() -> String {
        last = words.popFirst().map(String.init) ?? ""
        return last
    }

    /// Takes the next word if it is this one.
    mutating func takes(_ word: String) -> Bool {
        guard words.first == word[...] else { return false }
        _ = take()
        return true
    }

    mutating func name(_ expected: String) throws(OutcomeFileError) -> String {
        let word = take()
        guard !word.isEmpty else { throw error(expected) }
        return word
    }

    mutating func number(
        _ prefix: String, _ expected: String, _ range: ClosedRange<Int>
    ) throws(OutcomeFileError) -> Int {
        let word = take()
        guard word.hasPrefix(prefix), let value = Int(word.dropFirst(prefix.count)), range.contains(value) else {
            throw error(expected)
        }
        return value
    }

    /// All that is left of the line.
    mutating func rest(_ expected: String) throws(OutcomeFileError) -> String {
        guard !words.isEmpty else { throw error(expected) }
        defer { words = [] }
        return words.joined(separator: " ")
    }

    /// The words that are left, or "none".
    mutating func list(_ value: (Substring) -> Int?) throws(OutcomeFileError) -> [Int] {
        guard !words.isEmpty else { throw error("a list or \"none\"") }
        if takes("none") { return [] }
        var values: [Int] = []
        while let word = words.first {
            _ = take()
            guard let number = value(word) else { throw error("another word in the list") }
            values.append(number)
        }
        return values
    }

    /// Refuses what is left.
    mutating func end() throws(OutcomeFileError) {
        guard let word = words.first else { return }
        _ = take()
        throw OutcomeFileError(line: number, found: "\"\(word.prefix(40))\"", expected: "the end of the line")
    }

    func error(_ expected: String) -> OutcomeFileError {
        OutcomeFileError(
            line: number, found: last.isEmpty ? "the end of the line" : "\"\(last.prefix(40))\"", expected: expected)
    }
}
