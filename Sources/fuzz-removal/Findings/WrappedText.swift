/// Words in lines no wider than a page, the first behind a title and the others below its end.
enum WrappedText {
    /// - Parameters:
    ///   - separator: Behind each word but the last.
    ///   - continued: At the end of each line but the last.
    ///   - end: Behind the last word.
    static func lines(
        _ title: String, _ words: [String], separator: String = "", continued: String = "", then end: String = ""
    ) -> [String] {
        var lines: [String] = []
        var line = title
        for (index, word) in words.enumerated() {
            let piece = word + (index == words.count - 1 ? end : separator)
            if line.count > title.count, line.count + 1 + piece.count > GroupsPage.width - continued.count {
                lines.append(line + continued)
                line = String(repeating: " ", count: title.count)
            }
            line += (line.count > title.count ? " " : "") + piece
        }
        return lines + [line]
    }
}
