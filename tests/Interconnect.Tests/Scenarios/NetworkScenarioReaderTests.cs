using System.Text;
using DeepStack.Sim.Interconnect.Scenarios;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Interconnect.Tests.Scenarios;

/// <summary>Scenarios that are wrong are told so, with file, line and place.</summary>
public sealed class NetworkScenarioReaderTests
{
    private const string Sound = """
        {
         "format": "network-scenario/1", "name": "two", "family": "f", "description": "d",
         "packet": {"payload_bytes": 1000, "header_bytes": 24},
         "injection": {"mode": "round_robin"},
         "nodes": [{"id": 0, "kind": "endpoint"}, {"id": 1, "kind": "switch"}, {"id": 2, "kind": "endpoint"}, {"id": 3, "kind": "endpoint"}],
         "links": [
          {"id": 0, "a": 0, "b": 1, "bits_per_second": 8000000000, "latency_ps": 100000},
          {"id": 1, "a": 1, "b": 2, "bits_per_second": 8000000000, "latency_ps": 100000}],
         "flows": [
          {"id": 0, "src": 0, "dst": 2, "bytes": 1000, "path": [0, 1, 2]},
          {"id": 1, "src": 2, "dst": 0, "bytes": 1000, "path": [2, 1, 0], "after": [0]}]
        }
        """;

    [Fact]
    public void SoundScenarioRuns() => Assert.Equal(4 * 1124, Run(Sound).Total.Picoseconds / 1000);

    [Theory]
    [InlineData("\"path\": [0, 1, 2]", "\"path\": [0, 2]", "two.json:10: flows[0] has a path over a link that is not there: 0 to 2.")]
    [InlineData("\"path\": [0, 1, 2]", "\"path\": [0, 1, 2], \"after\": [1]", "two.json:10: flows[0].after closes a circle in which every flow waits for the next: 0 -> 1 -> 0.")]
    [InlineData("\"after\": [0]", "\"after\": [1]", "two.json:11: flows[1] waits for itself.")]
    [InlineData("\"after\": [0]", "\"after\": [7]", "two.json:11: flows[1] waits for flow 7, but flows are numbered 0 to 1.")]
    [InlineData("\"b\": 1, \"bits_per_second\": 8000000000", "\"b\": 1, \"bits_per_second\": 0", "two.json:7: links[0].bits_per_second is 0; expected a whole number from 1 to 1000000000000000000.")]
    [InlineData("\"bytes\": 1000, \"path\": [0", "\"bytes\": 0, \"path\": [0", "two.json:10: flows[0].bytes is 0; expected a whole number from 1 to 1125899906842624.")]
    [InlineData("\"dst\": 2", "\"dst\": 9", "two.json:10: flows[0] goes from 0 to 9, but nodes are numbered 0 to 3.")]
    [InlineData("\"mode\": \"round_robin\"", "\"mode\": \"round_robbin\"", "two.json:4: injection.mode is \"round_robbin\"; expected one of burst, round_robin, window. Did you mean \"round_robin\"?.")]
    [InlineData("\"payload_bytes\"", "\"payload_byte\"", "two.json:3: packet has no \"payload_bytes\".")]
    [InlineData("\"a\": 1, \"b\": 2", "\"a\": 1, \"b\": 0", "linked twice")]
    [InlineData("\"a\": 1, \"b\": 2", "\"a\": 1, \"b\": 1", "joins node 1 with itself")]
    [InlineData("\"id\": 1, \"src\"", "\"id\": 5, \"src\"", "two.json:11: flows[1].id should be 1: they are counted from 0 in the order of the file.")]
    [InlineData("\"flows\": [", "\"flows\": [,", "two.json:9: this is not valid JSON")]
    [InlineData("\"latency_ps\": 100000},", "\"latency\": 1, \"latency_ps\": 100000},", "two.json:7: links[0].latency is not known here.")]
    [InlineData("network-scenario/1", "network-scenario/2", "two.json:2: format is \"network-scenario/2\"")]
    public void FaultIsNamedWithItsLine(string right, string wrong, string message)
    {
        Assert.Contains(right, Sound, StringComparison.Ordinal);

        PresetException e = Assert.Throws<PresetException>(() => Run(Sound.Replace(right, wrong, StringComparison.Ordinal)));

        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void UnreachableDestinationIsNamed()
    {
        string text = Sound.Replace("\"dst\": 2, \"bytes\": 1000, \"path\": [0, 1, 2]", "\"dst\": 3, \"bytes\": 1000", StringComparison.Ordinal);

        PresetException e = Assert.Throws<PresetException>(() => Run(text));

        Assert.Equal("two: flows[0]: Network \"two\" has no path from node 0 to node 3.", e.Message);
    }

    [Fact]
    public void DurationThatTimeCannotHoldIsRefused()
    {
        string text = Sound.Replace("\"bits_per_second\": 8000000000", "\"bits_per_second\": 1", StringComparison.Ordinal).Replace("\"bytes\": 1000", "\"bytes\": 1000000000", StringComparison.Ordinal);

        Assert.Contains("more than the 106 days", Assert.Throws<PresetException>(() => Run(text)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"slow_links\": [{\"a\": 0, \"b\": 3, \"factor\": 0.5}]", "two.json:9: conditions speak of a link from 0 to 3, which is not there.")]
    [InlineData("\"dead_links\": [{\"a\": 0, \"b\": 7}]", "conditions speak of a link from 0 to 7, which is not there.")]
    [InlineData("\"stragglers\": [{\"node\": 9, \"delay_ps\": 1}]", "conditions speak of node 9, but nodes are numbered 0 to 3.")]
    [InlineData("\"slow_links\": [{\"a\": 0, \"b\": 1, \"factor\": 1e-15}]", "less than a byte a second")]
    [InlineData("\"slow_links\": [{\"a\": 0, \"b\": 1, \"factor\": 0}]", "conditions.slow_links[0].factor is 0; expected a number above 0.")]
    public void ConditionOfSomethingThatIsNotThereIsNamed(string conditions, string message)
    {
        string text = Sound.Replace(" \"flows\":", $" \"conditions\": {{{conditions}}},\n \"flows\":", StringComparison.Ordinal);

        Assert.Contains(message, Assert.Throws<PresetException>(() => Run(text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SlowLinkAndStragglerMakeItLaterByWhatTheyCost()
    {
        string text = Sound.Replace("\"flows\":", "\"conditions\": {\"slow_links\": [{\"a\": 2, \"b\": 1, \"factor\": 0.5}], \"stragglers\": [{\"node\": 2, \"delay_ps\": 3000}]}, \"flows\":", StringComparison.Ordinal);

        Assert.Equal((4 * 1124) + (2 * 1024) + 3, Run(text).Total.Picoseconds / 1000);
    }

    [Fact]
    public void DeadLinkSendsAFlowAnotherWay()
    {
        string text = Sound
            .Replace("{\"id\": 1, \"a\": 1", "{\"id\": 1, \"a\": 0, \"b\": 3, \"bits_per_second\": 8000000000, \"latency_ps\": 0}, {\"id\": 2, \"a\": 3, \"b\": 2, \"bits_per_second\": 8000000000, \"latency_ps\": 0}, {\"id\": 3, \"a\": 1", StringComparison.Ordinal)
            .Replace("\"flows\":", "\"conditions\": {\"dead_links\": [{\"a\": 0, \"b\": 1}]}, \"flows\":", StringComparison.Ordinal);

        Assert.Equal(4 * 1024, Run(text).Total.Picoseconds / 1000);
    }

    private static ScenarioResult Run(string text) => new ScenarioRun(NetworkScenarioReader.Parse("two.json", Encoding.UTF8.GetBytes(text))).Run();
}
