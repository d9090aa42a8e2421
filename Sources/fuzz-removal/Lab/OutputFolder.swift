import Foundation
import SystemPackage

/// Folders that commands write to.
enum OutputFolder {
    /// Makes a folder and those above it, where they are missing.
    static func make(_ folder: FilePath) throws(Failure) {
        do { try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true) } catch {
            throw .inputOutput("the folder \(folder) cannot be made: \(error.localizedDescription)")
        }
    }
}
