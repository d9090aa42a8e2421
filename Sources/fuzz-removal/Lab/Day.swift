import Foundation

/// Days as tables and records have them.
enum Day {
    /// "2026-11-22", in Greenwich.
    static func text(_ date: Date = Date()) -> String { String(ISO8601DateFormatter().string(from: date).prefix(10)) }
}
