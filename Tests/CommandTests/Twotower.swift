import Foundation
import Testing

/// The real program in a fresh folder, which is removed when the test lets go of it.
final class Twotower {
    let folder: String

    init() throws {
        folder = NSTemporaryDirectory() + "twotower-test-" + UUID().uuidString
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true
        )
    }

    // What cannot be removed is the system's to clean.
    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// A folder that holds `data/ratings.csv` and `data/movies.csv` of a small made-up world.
    convenience init(users: Int, movies: Int, ratings: Int) throws {
        try self.init()
        try succeed(
            "synthesize",
            "--users",
            "\(users)",
            "--movies",
            "\(movies)",
            "--ratings",
            "\(ratings)",
            "--into",
            "data"
        )
    }

    /// What a call leaves behind.
    struct Outcome {
        let code: Int32
        let output: String
        let errors: String
    }

    /// Runs the program in the folder.
    func run(_ arguments: [String], environment: [String: String] = [:]) throws -> Outcome {
        try run(arguments, environment: environment) { _ in }
    }

    /// Runs the program in the folder and sends it a signal as soon as something is the case.
    func run(
        _ arguments: [String],
        interruptedBy signal: Int32,
        once isTime: () -> Bool
    ) throws -> Outcome {
        try run(arguments, environment: [:]) { process in
            while process.isRunning, !isTime() { usleep(1_000) }
            kill(process.processIdentifier, signal)
        }
    }

    private func run(
        _ arguments: [String],
        environment: [String: String],
        meanwhile: (Process) -> Void
    ) throws -> Outcome {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Self.program)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        // A program that exits in the midst of its calls leaves memory to the system; an address
        // sanitizer would call that a leak.
        process.environment = environment.merging(["ASAN_OPTIONS": "detect_leaks=0"]) { given, _ in
            given
        }
        process.standardInput = FileHandle.nullDevice
        // Files, not pipes: a pipe that nobody reads stops the program when it is full.
        let files = ["output", "errors"].map {
            URL(fileURLWithPath: "\(folder).\($0).\(UUID().uuidString)")
        }
        defer { for file in files { try? FileManager.default.removeItem(at: file) } }
        for file in files { try Data().write(to: file) }
        process.standardOutput = try FileHandle(forWritingTo: files[0])
        process.standardError = try FileHandle(forWritingTo: files[1])
        try process.run()
        meanwhile(process)
        process.waitUntilExit()
        let texts = try files.map { try String(contentsOf: $0, encoding: .utf8) }
        return Outcome(code: process.terminationStatus, output: texts[0], errors: texts[1])
    }

    /// Runs the program, which must end well and complain of nothing.
    @discardableResult
    func succeed(
        _ arguments: String...,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> String {
        let outcome = try run(arguments)
        #expect(
            outcome.code == 0 && outcome.errors.isEmpty,
            "twotower \(arguments.joined(separator: " ")): \(outcome.code) \(outcome.errors)",
            sourceLocation: sourceLocation
        )
        return outcome.output
    }

    /// Runs the program, which must end with a code.
    ///
    /// - Returns: What it says on stderr.
    func fail(
        _ code: Int32,
        _ arguments: String...,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> String {
        let outcome = try run(arguments)
        #expect(
            outcome.code == code,
            "twotower \(arguments.joined(separator: " ")): \(outcome.code) \(outcome.errors)",
            sourceLocation: sourceLocation
        )
        #expect(outcome.output.isEmpty, sourceLocation: sourceLocation)
        return outcome.errors
    }

    /// Runs the program by a shell, its arguments and redirections as they would be typed.
    ///
    /// - Returns: The exit code.
    func shell(_ call: String) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", "\(Self.program) \(call)"]
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.environment = ["ASAN_OPTIONS": "detect_leaks=0"]
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }

    func write(_ text: String, to name: String) throws {
        try text.write(toFile: "\(folder)/\(name)", atomically: false, encoding: .utf8)
    }

    func bytes(_ name: String) throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"))
    }

    func text(_ name: String) throws -> String {
        try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
    }

    /// The rows of a CSV file without quotes, the header left out.
    func rows(_ name: String) throws -> [[String]] {
        try text(name).split(separator: "\n").dropFirst().map { line in
            line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
    }

    func json(_ name: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: bytes(name)) as? [String: Any])
    }

    /// Everything in a folder, hidden or not, sorted; nothing if there is no such folder.
    func names(in name: String) -> [String] {
        // A folder that is absent has no names.
        ((try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(name)")) ?? []).sorted()
    }

    /// Every file under a folder with its bytes, links followed as they stand.
    func everything(in name: String) throws -> [String: Data] {
        var files: [String: Data] = [:]
        for path in try FileManager.default.subpathsOfDirectory(atPath: "\(folder)/\(name)") {
            files[path] =
                FileManager.default.contents(atPath: "\(folder)/\(name)/\(path)") ?? Data()
        }
        return files
    }

    /// Beside the tests, or where a release build puts it.
    private static let program: String = {
        let beside = URL(fileURLWithPath: CommandLine.arguments[0])
            .deletingLastPathComponent().appendingPathComponent("twotower").path
        let built = URL(fileURLWithPath: #filePath)
            .appendingPathComponent("../../../.build/release/twotower").standardized.path
        return FileManager.default.isExecutableFile(atPath: beside) ? beside : built
    }()
}
