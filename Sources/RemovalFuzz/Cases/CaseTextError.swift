/// What is wrong with the text form of a case: where, what stands there, and what should.
public struct CaseTextError: Error, Hashable, Sendable, CustomStringConvertible {
    /// From one.
    public let line: Int
    /// From one, in bytes.
    public let column: Int
    /// What stands there; words from the text are quoted, shortened and escaped.
    public let found: String
    /// What should stand there.
    public let expected: String
    /// The known word that was probably meant.
    public let suggestion: String?

    init(line: Int, column: Int, found: String, expected: String, suggestion: String? = nil) {
        self.line = line
        self.column = column
        self.found = found
        self.expected = expected
        self.suggestion = suggestion
    }

    /// One sentence, for example: line 4, column 9: found "mmpa", expected an operation; did you mean "mmap"?
    public var description: String {
        let sentence = "line \(line), column \(column): found \(found), expected \(expected)"
        return suggestion.map { sentence + "; did you mean \"\($0)\"?" } ?? sentence
    }
}

/// The text in quotes, fit for a message: at most forty characters, nothing that would act on a terminal.
func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars.prefix(40) {
        switch scalar {
        case "\"", "\\": result += "\\" + String(scalar)
        case _ where scalar.isPlain: result.unicodeScalars.append(scalar)
        default: result += "\\u{" + String(scalar.value, radix: 16) + "}"
        }
    }
    return result + (text.unicodeScalars.count > 40 ? "…\"" : "\"")
}

extension Unicode.Scalar {
    /// Whether the scalar is neither a control, a line break, an invisible format mark nor unassigned.
    var isPlain: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
        default: true
        }
    }
}
