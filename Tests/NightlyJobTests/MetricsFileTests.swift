import Fixtures
import Foundation
import Publishing
import Testing

@testable import NightlyJob

@Suite("the file of metrics")
struct MetricsFileTests {
    @Test("a published run leaves every number, in the format of the collector")
    func published() throws {
        let nights = try Nights()
        let run = try nights.run()
        let folder = try HeldFolder()
        try MetricsFile(path: "\(folder.path)/twotower.prom")
            .write(exitCode: 0, run: run, ended: Date(timeIntervalSince1970: 1_700_000_000.4))
        let samples = try samples(of: try folder.text("twotower.prom"))
        #expect(samples["twotower_last_run_exit_code"] == 0)
        #expect(samples["twotower_last_run_timestamp_seconds"] == 1_700_000_000)
        #expect(samples["twotower_last_success_timestamp_seconds"] == 1_700_000_000)
        #expect(samples[#"twotower_stage_duration_seconds{stage="train"}"#] ?? 0 > 0)
        #expect(samples[#"twotower_input_rows{kind="users"}"#] == 150)
        #expect(samples[#"twotower_output_rows{file="movies.csv"}"#] == 79)
        #expect(samples[#"twotower_quality{model="user_movie",metric="ndcg@20"}"#] != nil)
        #expect(samples[#"twotower_quality{model="item_item",metric="hit_rate@10"}"#] != nil)
        #expect(samples[#"twotower_gate_closed{gate="incomplete_lists"}"#] == 0)
        #expect(samples[#"twotower_gate_closed{gate="ratings_lost"}"#] == nil)
        #expect(samples["twotower_published_by_force"] == 0)
        #expect(try folder.names() == ["twotower.prom"])
    }

    @Test("a closed gate and a failure keep the time of the last success")
    func closed() throws {
        let nights = try Nights()
        nights.settings.gates[.ndcg] = 1
        let rejected = try #require(try nights.closed().path)
        let folder = try HeldFolder()
        let file = try MetricsFile(path: "\(folder.path)/twotower.prom")
        try file.write(exitCode: 65, run: nil, ended: Date(timeIntervalSince1970: 50))
        #expect(
            try samples(of: try folder.text("twotower.prom")) == [
                "twotower_last_run_timestamp_seconds": 50, "twotower_last_run_exit_code": 65,
            ]
        )
        try file.write(exitCode: 0, run: nil, ended: Date(timeIntervalSince1970: 100))
        try file.write(exitCode: 76, run: rejected, ended: Date(timeIntervalSince1970: 200))
        let samples = try samples(of: try folder.text("twotower.prom"))
        #expect(samples["twotower_last_run_timestamp_seconds"] == 200)
        #expect(samples["twotower_last_success_timestamp_seconds"] == 100)
        #expect(samples["twotower_last_run_exit_code"] == 76)
        #expect(samples[#"twotower_gate_closed{gate="ndcg"}"#] == 1)
        #expect(samples[#"twotower_gate_bound{gate="ndcg"}"#] == 1)
    }

    @Test("a file without a folder to stand in is refused at once")
    func refused() {
        #expect(throws: PublishingError.self) {
            try MetricsFile(path: "/nowhere/at/all/twotower.prom")
        }
    }

    @Test("a folder in the file's place is refused at once, and a failed rename leaves nothing")
    func folder() throws {
        let folder = try HeldFolder()
        let path = "\(folder.path)/twotower.prom"
        let file = try MetricsFile(path: path)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        #expect(throws: PublishingError.refused(path: path, reason: "it is no plain file")) {
            try MetricsFile(path: path)
        }
        #expect(throws: PublishingError.self) {
            try file.write(exitCode: 0, run: nil, ended: Date())
        }
        #expect(try folder.names() == ["twotower.prom"])
    }

    /// The samples by name and labels, after a check of what the format asks for: help and type
    /// before the samples of a name, names in one block, no sample twice, a last line feed.
    private func samples(of text: String) throws -> [String: Double] {
        #expect(text.hasSuffix("\n"))
        var samples: [String: Double] = [:]
        var named: [Substring] = []
        var announced: Substring?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
            if let help = line.wholeMatch(of: /# HELP ([a-z_]+) [^\\]+/) {
                #expect(!named.contains(help.1), "\(line)")
                named.append(help.1)
                announced = nil
            } else if let type = line.wholeMatch(of: /# TYPE ([a-z_]+) gauge/) {
                #expect(type.1 == named.last, "\(line)")
                announced = type.1
            } else {
                let sample = try #require(
                    line.wholeMatch(
                        of: /(([a-z_]+)(?:\{[a-z]+="[^"\\\n]*"(?:,[a-z]+="[^"\\\n]*")*\})?) (\S+)/
                    ),
                    "\(line)"
                )
                #expect(sample.2 == announced, "\(line)")
                let value = try #require(Double(sample.3))
                #expect(samples.updateValue(value, forKey: String(sample.1)) == nil)
            }
        }
        return samples
    }
}
