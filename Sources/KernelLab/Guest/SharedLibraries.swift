import SystemPackage

/// The libraries that a program of the host needs.
enum SharedLibraries {
    /// The libraries' files, the loader among them; none for a static program.
    static func of(_ program: FilePath) async throws(LabError) -> [FilePath] {
        let outcome = try await HostTool.outcome(of: "ldd", [program.string])
        guard outcome.succeeded else {
            // This is how ldd refuses a static program.
            if outcome.complaint.contains("not a dynamic executable") || outcome.output.contains("not a dynamic") {
                return []
            }
            throw .inputOutput("ldd failed for \(program): \(outcome.complaint).")
        }
        return try files(listing: outcome.output, of: program)
    }

    /// Reads what ldd prints: `NAME => FILE (ADDRESS)`, or `FILE (ADDRESS)` for the loader. The kernel's own page
    /// (`linux-vdso.so.1`) is no file.
    static func files(listing: String, of program: FilePath) throws(LabError) -> [FilePath] {
        var files: [FilePath] = []
        for line in listing.split(separator: "\n") {
            let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
            if line.hasSuffix("not found") {
                throw .unavailable("\(program) lacks the library \(words.first ?? ""); install it.")
            }
            let file = words.count > 2 && words[1] == "=>" ? words[2] : words.first ?? ""
            if file.hasPrefix("/") { files.append(FilePath(String(file))) }
        }
        return files
    }
}
