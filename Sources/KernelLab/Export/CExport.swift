import DAXModel
import RemovalFuzz

/// A case as a C program for a real kernel.
///
/// The program is one file: first what it is about, then one small function for each operation with the order of their
/// turns, then a fixed part that is the same in every program. It runs as root and prints one line for each event.
public enum CExport {
    /// The first line of every C program that is exported, as the kernel and xfstests ask for it.
    static let license = "// SPDX-License-Identifier: GPL-2.0-only"

    /// The text of the program, for `gcc -Wall -Wextra -static -pthread`.
    ///
    /// - Parameters:
    ///   - c: A valid case.
    ///   - name: What the program calls the case. Characters that are not of a file name become `-`.
    ///   - rounds: How often the case runs unless `--rounds` says otherwise; at least 1.
    /// - Precondition: the case is valid.
    public static func program(of c: Case, name: String, rounds: Int) -> String {
        let name = plainName(name)
        return header(of: c, name: name) + text(PackageResources.declarations_c)
            + generatedPart(of: c, name: name, rounds: max(1, rounds)) + "\n" + machinery
    }

    /// The name as one word of letters, digits, `.`, `_` and `-`.
    static func plainName(_ name: String) -> String {
        let characters = name.unicodeScalars.map { scalar in
            scalar.isASCII && (scalar.properties.isAlphabetic || "0123456789._-".unicodeScalars.contains(scalar))
                ? Character(scalar) : "-"
        }
        return characters.isEmpty ? "case" : String(characters)
    }

    /// The fixed part after the case.
    private static var machinery: String {
        [
            PackageResources.tasks_c, PackageResources.notes_c, PackageResources.turns_c, PackageResources.closing_c,
            PackageResources.rounds_c,
        ].map(text).joined()
    }

    /// A fixed part without its license line, which stands at the top of the program.
    private static func text(_ resource: [UInt8]) -> String {
        let text = String(decoding: resource, as: UTF8.self)
        precondition(
            text.hasPrefix(license + "\n"), "a fixed part of exported programs does not begin with its license")
        return String(text.dropFirst(license.count + 1))
    }

    /// The part that depends on the case: operations, their order, races, delays.
    private static func generatedPart(of c: Case, name: String, rounds: Int) -> String {
        let performed = c.operations.filter { $0.kind != .repeat && $0.kind != .end }
        let created = Set(performed.compactMap { $0.createdTask?.rawValue })
        let performers = Set(performed.map(\.task))
        let first = performers.subtracting(created).reduce(0) { $0 | 1 << Int($1) }
        var lines = ["/* ---- The case ---- */", ""]
        lines.append("#define CASE_NAME \"\(name)\"")
        lines.append("#define TASK_COUNT \(performers.union(created).count)")
        lines.append(
            "#define FIRST_TASKS 0x\(String(first, radix: 16)) /* a bit for each task that no other creates */")
        lines.append("#define RMAPBT \(c.mkfs.rmapbt ? 1 : 0)")
        lines.append("#define ROUNDS \(rounds)")
        lines.append("")
        for operation in performed {
            lines.append("/* \(operation.text) */")
            lines += ["static long op_\(operation.id)(void)", "{", "    return \(expression(of: operation));", "}", ""]
        }
        lines.append("static const struct operation operations[] = {")
        for operation in performed {
            lines.append(
                "    {\(operation.id), \(operation.task), \"\(operation.callText)\", op_\(operation.id)},")
        }
        lines += ["    {0, 0, NULL, NULL},", "};", ""]
        lines += schedule(of: c)
        return lines.joined(separator: "\n") + "\n\n"
    }
}
