/// The results as a page.
enum MutantTable {
    static func text(_ results: [(mutant: Mutant, result: MutantResult)], commit: String) -> String {
        let killed = results.count { $0.result.verdict == .killed }
        let byGoldens = results.count { $0.result.verdict == .killedByGoldens }
        var lines = [
            "# Faults put into the code, and what noticed them", "",
            "Written by `make mutants` at commit \(commit). \(results.count) faults; the tests noticed "
                + "\(percent(killed + byGoldens, of: results.count)) of them, and "
                + "\(percent(killed, of: results.count)) without the golden digests.",
        ]
        let modules = results.reduce(into: [String]()) { modules, next in
            if !modules.contains(next.mutant.module) { modules.append(next.mutant.module) }
        }
        for module in modules {
            let own = results.filter { $0.mutant.module == module }
            let noticed = own.count { $0.result.verdict != .survived }
            lines += [
                "", "## \(module): \(noticed) of \(own.count)", "", "| mutant | fault | noticed by |", "|---|---|---|",
            ]
            lines += own.map { "| \($0.mutant.id) | \(cell($0.mutant.fault)) | \(noticedBy($0.mutant, $0.result)) |" }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func noticedBy(_ mutant: Mutant, _ result: MutantResult) -> String {
        switch result.verdict {
        case .killed: cell(result.tests.joined(separator: "; "))
        case .killedByGoldens: "golden digests only"
        case .survived: "**nothing**: " + cell(mutant.survives ?? "not explained yet")
        }
    }

    private static func cell(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ").replacing("|", with: "\\|")
    }

    private static func percent(_ part: Int, of whole: Int) -> String {
        whole == 0 ? "none" : "\(part) (\((200 * part + whole) / (2 * whole)) %)"
    }
}
