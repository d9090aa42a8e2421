/// Rows of text in aligned columns.
public struct TextTable: Sendable {
    /// A column's title and side.
    public struct Column: Sendable {
        var title: String
        var isNumber: Bool

        /// Text, aligned to the left.
        public static func text(_ title: String) -> Column { Column(title: title, isNumber: false) }
        /// A number, aligned to the right.
        public static func number(_ title: String) -> Column { Column(title: title, isNumber: true) }
    }

    private let columns: [Column]
    private let gap: Int
    private var rows: [[String]] = []

    /// - Parameter gap: Spaces between two columns.
    public init(_ columns: [Column], gap: Int = 2) {
        self.columns = columns
        self.gap = gap
    }

    /// Adds a row.
    /// - Precondition: it has as many cells as the table has columns.
    public mutating func add(_ cells: [String]) {
        precondition(cells.count == columns.count)
        rows.append(cells)
    }

    /// One line for the titles and one for each row, without a final line break; no line ends with a space.
    public var text: String {
        let all = [columns.map(\.title)] + rows
        let widths = columns.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
        return all.map { line($0, widths) }.joined(separator: "\n")
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        var line = ""
        for index in cells.indices {
            let padding = String(repeating: " ", count: widths[index] - cells[index].count)
            if index > 0 { line += String(repeating: " ", count: gap) }
            line += columns[index].isNumber ? padding + cells[index] : cells[index] + padding
        }
        while line.last == " " { line.removeLast() }
        return line
    }
}
