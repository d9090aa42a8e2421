/// Reads one line of the text form word by word. Words are separated by spaces and tabs; a word that starts with
/// `#` begins a comment.
struct LineScanner {
    /// A word and the column, from one, that it starts at. Without a word: the end of the line.
    struct Word {
        let text: String?
        let column: Int
    }

    let line: Int
    private let bytes: ArraySlice<UInt8>
    private var cursor: Int

    /// - Parameter bytes: the line without its line feed.
    init(_ bytes: ArraySlice<UInt8>, line: Int) {
        self.bytes = bytes.last == UInt8(ascii: "\r") ? bytes.dropLast() : bytes
        self.line = line
        cursor = bytes.startIndex
    }

    /// The next word, without taking it.
    func peek() -> Word {
        var copy = self
        return copy.next()
    }

    /// Takes the next word.
    mutating func next() -> Word {
        skipBlanks()
        let start = cursor
        guard start < bytes.endIndex, bytes[start] != UInt8(ascii: "#") else {
            return Word(text: nil, column: column(start))
        }
        while cursor < bytes.endIndex, !isBlank(bytes[cursor]) { cursor += 1 }
        return Word(text: String(decoding: bytes[start..<cursor], as: UTF8.self), column: column(start))
    }

    /// Takes the next word if it is this one.
    mutating func take(_ word: String) -> Bool {
        guard peek().text == word else { return false }
        _ = next()
        return true
    }

    /// Takes the rest of the line as free text, without the blanks around it; a `#` in it is an ordinary character.
    mutating func rest(_ expected: String, limit: Int) throws(CaseTextError) -> (text: String, column: Int) {
        skipBlanks()
        let start = cursor
        cursor = bytes.endIndex
        let trimmed = bytes[start...].reversed().drop(while: isBlank).reversed()
        let text = String(decoding: trimmed, as: UTF8.self)
        guard !trimmed.isEmpty else { throw error(Word(text: nil, column: column(start)), expected) }
        guard trimmed.count <= limit else {
            throw CaseTextError(
                line: line, column: column(start), found: "\(trimmed.count) bytes",
                expected: "\(expected) of at most \(limit) bytes")
        }
        guard text.utf8.elementsEqual(trimmed), text.unicodeScalars.allSatisfy(\.isPlain) else {
            throw CaseTextError(
                line: line, column: column(start), found: quoted(text),
                expected: "\(expected) in UTF-8 without control characters")
        }
        return (text, column(start))
    }

    /// The error of having found `word`; words that are known at this place give the suggestion.
    func error(_ word: Word, _ expected: String, known: [String] = []) -> CaseTextError {
        CaseTextError(
            line: line, column: word.column, found: word.text.map(quoted) ?? "the end of the line",
            expected: expected, suggestion: word.text.flatMap { Suggestion.nearest(to: $0, among: known) })
    }

    private func column(_ index: Int) -> Int { index - bytes.startIndex + 1 }
    private func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
    private mutating func skipBlanks() {
        while cursor < bytes.endIndex, isBlank(bytes[cursor]) { cursor += 1 }
    }
}

// What the words of a case are made of.
extension LineScanner {
    /// Takes exactly this word.
    mutating func expect(_ word: String) throws(CaseTextError) {
        let found = next()
        if found.text != word { throw error(found, quoted(word), known: [word]) }
    }

    /// Takes one of these words and answers its index.
    mutating func choice(_ words: [String], _ expected: String? = nil) throws(CaseTextError) -> Int {
        let found = next()
        guard let index = words.firstIndex(where: { $0 == found.text }) else {
            throw error(found, expected ?? words.map { quoted($0) }.joined(separator: " or "), known: words)
        }
        return index
    }

    /// Takes a decimal number after `prefix`, for example `d0`, inside `range`.
    mutating func number(
        _ range: ClosedRange<Int>, _ expected: String, prefix: String = ""
    ) throws(CaseTextError) -> Int {
        let found = next()
        guard let text = found.text, text.hasPrefix(prefix),
            let value = LineScanner.decimal(text.utf8.dropFirst(prefix.utf8.count)), range.contains(value)
        else { throw error(found, expected) }
        return value
    }

    /// Takes `first+count`.
    mutating func sum(_ expected: String) throws(CaseTextError) -> (first: Int, count: Int, column: Int) {
        let found = next()
        let halves = (found.text ?? "").utf8.split(separator: UInt8(ascii: "+"), omittingEmptySubsequences: false)
        guard halves.count == 2, let first = LineScanner.decimal(halves[0]), let count = LineScanner.decimal(halves[1])
        else { throw error(found, expected) }
        return (first, count, found.column)
    }

    /// Refuses anything but a comment before the end of the line.
    mutating func end() throws(CaseTextError) {
        let found = next()
        if found.text != nil { throw error(found, "the end of the line") }
    }

    /// Takes a decimal number of 64 bits.
    mutating func number64(_ expected: String) throws(CaseTextError) -> UInt64 {
        let found = next()
        guard let text = found.text, text.utf8.count <= 20, text.utf8.first != UInt8(ascii: "+"),
            let value = UInt64(text)
        else { throw error(found, expected) }
        return value
    }

    /// A decimal number of at most nine digits and no sign, or nil.
    private static func decimal(_ digits: some Collection<UInt8>) -> Int? {
        guard (1...9).contains(digits.count) else { return nil }
        var value = 0
        for digit in digits {
            guard case UInt8(ascii: "0")...UInt8(ascii: "9") = digit else { return nil }
            value = value * 10 + Int(digit - UInt8(ascii: "0"))
        }
        return value
    }
}
