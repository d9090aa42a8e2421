// swift-tools-version: 6.2
import PackageDescription

/// Warnings are errors in our own code; dependencies keep their own rules.
let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]

/// With REMOVALFUZZ_EDGES=1 in the environment, inline 8-bit edge counters on the model alone: what the search is not guided
/// by, but others that it is compared with. `-sanitize=fuzzer` by itself would also add callbacks on every comparison
/// and switch, which cost more than they tell; naming the coverage type and the counter style drops them.
let countsEdges = Context.environment["REMOVALFUZZ_EDGES"] == "1"
let model: [SwiftSetting] =
    strict
    + (countsEdges
        ? [
            .unsafeFlags([
                "-sanitize=fuzzer", "-sanitize-coverage=edge",
                "-Xllvm", "-sanitizer-coverage-inline-8bit-counters",
            ])
        ] : [])

/// With REMOVALFUZZ_LIBFUZZER=1, and libFuzzer's library given to the linker, removal-bench can search by it: Benchmarks/search
/// does so. Its counters then go there and not to ours.
let comparesLibFuzzer = Context.environment["REMOVALFUZZ_LIBFUZZER"] == "1"

let package = Package(
    name: "RemovalFuzz",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "fuzz-removal", targets: ["fuzz-removal"]),
        .library(name: "RemovalFuzz", targets: ["RemovalFuzz", "DAXModel"]),
        .library(name: "Corpus", targets: ["Corpus"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        .systemLibrary(
            name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"]), .brew(["zstd"])]),
        .target(name: "CSanitizerCoverage"),
        .target(name: "DAXModel", dependencies: ["CSanitizerCoverage"], swiftSettings: model),
        .target(
            name: "Corpus",
            dependencies: ["CZstd", .product(name: "SystemPackage", package: "swift-system")],
            swiftSettings: strict),
        .target(
            name: "RemovalFuzz",
            dependencies: [
                "DAXModel", "CSanitizerCoverage",
                .product(name: "DequeModule", package: "swift-collections"),
            ],
            swiftSettings: strict),
        .target(
            name: "KernelLab",
            dependencies: [
                "RemovalFuzz", "DAXModel",
                .product(name: "SystemPackage", package: "swift-system"),
                .product(name: "Subprocess", package: "swift-subprocess"),
            ],
            // In the order in which an exported program has them.
            resources: [
                .embedInCode("Export/Runtime/declarations.c"), .embedInCode("Export/Runtime/tasks.c"),
                .embedInCode("Export/Runtime/notes.c"), .embedInCode("Export/Runtime/turns.c"),
                .embedInCode("Export/Runtime/closing.c"), .embedInCode("Export/Runtime/rounds.c"),
                .embedInCode("SevenSteps/seven_steps.c"),
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "fuzz-removal",
            dependencies: [
                "RemovalFuzz", "Corpus", "KernelLab",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "SystemPackage", package: "swift-system"),
                .product(name: "Subprocess", package: "swift-subprocess"),
            ],
            swiftSettings: strict, plugins: ["BuildCommit"]),
        .target(
            name: "Puzzles", dependencies: ["RemovalFuzz", "DAXModel"], path: "Benchmarks/Puzzles",
            swiftSettings: strict),
        .executableTarget(
            name: "removal-bench",
            dependencies: [
                "RemovalFuzz", "DAXModel", "Corpus", "Puzzles",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "SystemPackage", package: "swift-system"),
            ] + (comparesLibFuzzer ? ["CLibFuzzer"] : []),
            path: "Benchmarks/removal-bench", swiftSettings: strict + (comparesLibFuzzer ? [.define("LIBFUZZER")] : []),
            plugins: ["BuildCommit"]),
        .executableTarget(
            name: "removal-mutants",
            dependencies: [
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "SystemPackage", package: "swift-system"),
                .product(name: "Subprocess", package: "swift-subprocess"), .product(name: "Yams", package: "Yams"),
            ],
            path: "Benchmarks/removal-mutants", swiftSettings: strict),
        .testTarget(name: "MutantTests", dependencies: ["removal-mutants"], swiftSettings: strict),
        .plugin(name: "BuildCommit", capability: .buildTool()),
        .testTarget(
            name: "CorpusTests",
            dependencies: ["Corpus", "CZstd", .product(name: "SystemPackage", package: "swift-system")],
            swiftSettings: strict),
        .target(name: "CAllocationCounter", path: "Tests/CAllocationCounter"),
        .testTarget(
            name: "DAXModelTests", dependencies: ["DAXModel", "RemovalFuzz", "CAllocationCounter"],
            swiftSettings: strict),
        .testTarget(
            name: "RemovalFuzzTests", dependencies: ["RemovalFuzz", "Corpus", "Puzzles"],
            exclude: ["Goldens/digests.txt", "Goldens/cases.txt.zst"], swiftSettings: strict),
        .testTarget(
            name: "KernelLabTests",
            dependencies: [
                "KernelLab", "RemovalFuzz",
                .product(name: "SystemPackage", package: "swift-system"),
                .product(name: "Subprocess", package: "swift-subprocess"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "fuzz-removalTests",
            dependencies: [
                "fuzz-removal", "RemovalFuzz", "Corpus",
                .product(name: "SystemPackage", package: "swift-system"),
                .product(name: "Subprocess", package: "swift-subprocess"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "RegressionTests",
            dependencies: [
                "RemovalFuzz", "Corpus", .product(name: "SystemPackage", package: "swift-system"),
            ],
            exclude: ["Clean"], swiftSettings: strict),
    ] + (comparesLibFuzzer ? [.target(name: "CLibFuzzer", path: "Benchmarks/CLibFuzzer")] : []),
    swiftLanguageModes: [.v6]
)
