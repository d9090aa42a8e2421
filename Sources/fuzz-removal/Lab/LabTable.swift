import KernelLab
import RemovalFuzz

/// The table of a comparison in Markdown: a case a line, a kernel a column.
struct LabTable {
    /// The command that wrote it.
    let command: String
    /// The day, as "2026-11-22".
    let date: String
    let reports: [LabReport]

    var text: String {
        let kernels = distinct(reports.map(\.job.kernel))
        var lines = [
            "# Model and kernels, case by case", "",
            "Written by `\(command)` on \(date). Kernels under QEMU's software emulation:", "",
        ]
        for kernel in kernels { lines.append("- \(kernel.name): \(kernel.package ?? kernel.release)") }
        lines += [
            "", summary(kernels), "",
            "Each cell: the verdict, then what the kernel showed: who was signalled by the removal, shutdown flags, deaths "
                + "in the kernel, how umount ended. All results of calls, sleeps and the files after rebind and remount "
                + "are compared too; `kernel run` prints them.",
        ]
        for folder in distinct(reports.map { LabTable.folder($0.job.name) }) {
            lines += ["", "## \(folder)", ""]
            lines.append("| case | " + kernels.map(\.name).joined(separator: " | ") + " |")
            lines.append("|---" + String(repeating: "|---", count: kernels.count) + "|")
            for name in distinct(reports.map(\.job.name)) where LabTable.folder(name) == folder {
                lines.append(row(name, kernels))
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func summary(_ kernels: [LabKernel]) -> String {
        let parts = kernels.map { kernel in
            let own = reports.filter { $0.job.kernel == kernel }
            let counts = LabVerdict.allCases.compactMap { verdict -> String? in
                let count = own.count { $0.verdict == verdict }
                return count > 0 ? "\(count) \(verdict.rawValue)" : nil
            }
            return "\(kernel.name): " + counts.joined(separator: ", ")
        }
        return parts.joined(separator: "; ") + "."
    }

    private func row(_ name: String, _ kernels: [LabKernel]) -> String {
        let cells = kernels.map { kernel -> String in
            guard let report = reports.first(where: { $0.job.name == name && $0.job.kernel == kernel }) else {
                return ""
            }
            let verdict = LabSummary.text(report)
            guard let seen = report.result.comparisons.first?.seen else { return verdict }
            return verdict + ": " + LabTable.facts(seen)
        }
        return "| \(LabTable.stem(name)) | " + cells.joined(separator: " | ") + " |"
    }

    /// What stands out of an outcome.
    private static func facts(_ seen: Outcome) -> String {
        var words: [String] = []
        if !seen.signalled.isEmpty {
            words.append("signalled " + seen.signalled.map { "t\($0)" }.joined(separator: " "))
        }
        for flags in seen.shutdowns { words.append("0x" + String(flags, radix: 16)) }
        for stack in seen.oopses { words.append("**oops** `\(stack.first ?? "?")`") }
        if seen.left?.isEmpty == false { words.append("tasks left in D") }
        // Without a mount (EINVAL) the case has unmounted itself; a death in umount has been told.
        if let umount = seen.umount, !["0", "EINVAL", "OOPS"].contains(umount) { words.append("umount \(umount)") }
        return words.isEmpty ? "clean" : words.joined(separator: ", ")
    }

    private static func folder(_ name: String) -> String {
        let parts = name.split(separator: "/")
        return parts.count > 1 ? String(parts[parts.count - 2]) : "cases"
    }

    private static func stem(_ name: String) -> String {
        let last = name.split(separator: "/").last.map(String.init) ?? name
        return last.hasSuffix(".case") ? String(last.dropLast(5)) : last
    }

    private func distinct<Value: Equatable>(_ values: [Value]) -> [Value] {
        var seen: [Value] = []
        for value in values where !seen.contains(value) { seen.append(value) }
        return seen
    }
}
