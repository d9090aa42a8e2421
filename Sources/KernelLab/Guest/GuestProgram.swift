public import SystemPackage

/// Compiling the program of a case for a guest.
public enum GuestProgram {
    /// Compiles C into a static program, warnings being errors.
    /// - Parameters:
    ///   - source: The text of the program.
    ///   - target: The file to write; its folder has to exist.
    /// - Throws: `unavailable` where gcc is missing; `inputOutput` with gcc's first complaint.
    public static func compile(source: String, into target: FilePath) async throws(LabError) {
        let options = ["-std=gnu11", "-O1", "-Wall", "-Wextra", "-Werror", "-static", "-pthread"]
        try await HostTool.run("gcc", options + ["-o", target.string, "-x", "c", "-"], input: source)
    }
}
