/// What is wrong with the text form of a case: where, what stands there, and what should.
public struct CaseTextError: Error, Hashable, Sendable, CustomStringConvertible {
    /// From one.
    public let line: Int
    /// From one, in bytes.
    public let column: Int
    /// What is wrong; words from the text are quoted, shortened and escaped.
    public let sentence: String

    init(line: Int, column: Int, sentence: String) {
        self.line = line
        self.column = column
        self.sentence = sentence
    }

    /// - Parameter suggestion: The known word that was probably meant.
    init(line: Int, column: Int, found: String, expected: String, suggestion: String? = nil) {
        let nearest = suggestion.map { "; did you mean \"\($0)\"?" } ?? ""
        self.init(line: line, column: column, sentence: "found \(found), expected \(expected)\(nearest)")
    }

    /// Where and what, for example: line 4, column 9: found "mmpa", expected an operation; did you mean "mmap"?
    public var description: String { "line \(line), column \(column): \(sentence)" }

    /// The same behind a file's name, in the form that editors and terminals know: "x.case:4:9: found …".
    public func description(in file: String) -> String { "\(file):\(line):\(column): \(sentence)" }
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
