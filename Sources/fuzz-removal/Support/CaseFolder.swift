import Corpus
import Foundation
import SystemPackage

/// The files that arguments name, where a folder stands for the cases in it.
enum CaseFolder {
    /// Files as they are; in place of a folder the cases in and below it, sorted by their path.
    static func expand(_ arguments: [String]) throws(Failure) -> [String] {
        var files: [String] = []
        for argument in arguments {
            guard argument != "-", (try? FilePath(argument).stat().type) == .directory else {
                files.append(argument)
                continue
            }
            let cases = try cases(in: argument)
            guard !cases.isEmpty else {
                throw .badData("the folder \(argument) holds no file that ends with .case or \(CaseFile.packedSuffix)")
            }
            files += cases
        }
        return files
    }

    private static func cases(in folder: String) throws(Failure) -> [String] {
        guard let names = FileManager.default.enumerator(atPath: folder)?.compactMap({ $0 as? String }) else {
            throw .inputOutput("the folder \(folder) cannot be read; check its permissions")
        }
        let isHidden = { (name: String) in name.split(separator: "/").contains { $0.hasPrefix(".") } }
        return names.filter { ($0.hasSuffix(".case") || $0.hasSuffix(CaseFile.packedSuffix)) && !isHidden($0) }
            .sorted().map { FilePath(folder).appending($0).string }
    }
}
