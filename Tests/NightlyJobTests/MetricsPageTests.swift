import Testing

@testable import NightlyJob

@Suite("a page of metrics")
struct MetricsPageTests {
    @Test("a gauge is its help, its type and its samples")
    func gauge() {
        var page = MetricsPage()
        page.add("a_seconds", "How long.", [([("stage", "read")], 0.5), ([("stage", "rank")], 12)])
        page.add("b", "How many.", [([], 1_700_000_000)])
        #expect(
            page.text == """
                # HELP a_seconds How long.
                # TYPE a_seconds gauge
                a_seconds{stage="read"} 0.5
                a_seconds{stage="rank"} 12
                # HELP b How many.
                # TYPE b gauge
                b 1700000000

                """
        )
    }

    @Test("labels are escaped, numbers are those of the format, and nothing gives nothing")
    func escapes() {
        var page = MetricsPage()
        page.add("nothing", "Nothing.", [])
        page.add(
            "a",
            "All.",
            [
                ([("x", "q\"b\\n\n"), ("y", "")], .nan), ([], .infinity), ([], -.infinity),
                ([], -3), ([], 1e-7), ([], 1e300),
            ]
        )
        #expect(
            page.text.split(separator: "\n").dropFirst(2) == [
                #"a{x="q\"b\\n\n",y=""} NaN"#, "a +Inf", "a -Inf", "a -3", "a 1e-07", "a 1e+300",
            ]
        )
    }
}
