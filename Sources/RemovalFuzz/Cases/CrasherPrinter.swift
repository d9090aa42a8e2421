extension Crasher {
    /// The text form: one line for each thing the record holds, an empty line, and the case's text. A plain case
    /// has its case's text alone.
    ///
    /// - Precondition: the record is valid.
    public var text: String {
        precondition(isValid, "an invalid record has no text form")
        var lines: [String] = []
        if let target { lines.append("target \(target)") }
        if let digest { lines.append("digest \(hexadecimal(digest.value)) v\(digest.version)") }
        if let found { lines.append("found seed \(found.seed) executions \(found.executions)") }
        lines += signatures.map { "signature " + $0 }
        lines += expectations.map(\.text)
        lines += notes.map { "note " + $0 }
        let header = lines.isEmpty ? "" : lines.joined(separator: "\n") + "\n\n"
        return header + self.case.text
    }

    /// The same record with its case written canonically.
    public var canonical: Crasher {
        var result = self
        result.case = self.case.canonical
        return result
    }

    var isValid: Bool {
        do throws(CaseError) { try canonical.validate() } catch { return false }
        return true
    }
}

extension Expectation {
    /// The expectation's line in the text form, for example "must-pass-on reference".
    public var text: String { "\(header.rawValue) \(target)" + (signature.map { " " + $0 } ?? "") }
}

/// Sixteen lower-case digits.
func hexadecimal(_ value: UInt64) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
}
