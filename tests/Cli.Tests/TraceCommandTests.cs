using DeepStack.Sim.Testing;
using DeepStack.Sim.Workload.Traces;

namespace DeepStack.Sim.Cli.Tests;

public sealed class TraceCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("deepstack-trace").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("conversation.csv.gz")]
    [InlineData("code.csv.gz")]
    [InlineData("prefixes.jsonl.gz")]
    public void InfoOfASample(string sample)
    {
        string path = Sample(sample);

        Snapshot.Verify(CommandRun.Of("trace", "info", path).Output, name: sample[..sample.IndexOf('.', StringComparison.Ordinal)]);
        Snapshot.Verify(CommandRun.Of("trace", "info", path, "--json").Output, "json", sample[..sample.IndexOf('.', StringComparison.Ordinal)]);
    }

    [Fact]
    public void TheSamplesAreWhatTheirCommandsMake()
    {
        string[] commands = [.. File.ReadLines(Sample("README.md")).Where(line => line.StartsWith("deepstack trace synth", StringComparison.Ordinal))];

        Assert.Equal(3, commands.Length);
        foreach (string command in commands)
        {
            string[] words = command.Split(' ')[1..];
            string shipped = Path.GetFileName(words[^1]), made = Path.Combine(_folder, shipped);
            Assert.Equal(0, CommandRun.Of([.. words[..^1], made]).ExitCode);
            AssertSame(TraceReader.Read(Sample(shipped), new TraceReadOptions()), TraceReader.Read(made, new TraceReadOptions()));
        }
    }

    [Fact]
    public void ConvertKeepsTimesLengthsAndBlocks()
    {
        string json = Path.Combine(_folder, "t.jsonl.gz");

        Assert.Equal(0, CommandRun.Of("trace", "convert", Sample("prefixes.jsonl.gz"), json).ExitCode);

        AssertSame(TraceReader.Read(Sample("prefixes.jsonl.gz"), new TraceReadOptions()), TraceReader.Read(json, new TraceReadOptions()));
    }

    [Fact]
    public void ConvertClipsWhatIsTooLong()
    {
        string csv = Path.Combine(_folder, "t.csv");

        CommandRun rejected = CommandRun.Of("trace", "convert", Sample("code.csv.gz"), csv, "--max-tokens", "4096");
        CommandRun clipped = CommandRun.Of("trace", "convert", Sample("code.csv.gz"), csv, "--max-tokens", "4096", "--overlong", "clip");

        Assert.Equal(ExitCodes.WrongInput, rejected.ExitCode);
        Assert.Contains("are longer than the model's 4096 tokens", rejected.Errors, StringComparison.Ordinal);
        Assert.Equal(0, clipped.ExitCode);
        Assert.All(TraceReader.Read(csv, new TraceReadOptions()).Requests, r => Assert.True(r.InputTokens + r.OutputTokens <= 4096));
    }

    [Theory]
    [InlineData("trace info /nowhere.csv", "/nowhere.csv: the trace cannot be opened")]
    [InlineData("trace synth --rate 0 --out t.csv", "The rate is 0; expected a positive number")]
    [InlineData("trace synth --arrivals poison --out t.csv", "Did you mean \"poisson\"?")]
    [InlineData("trace synth --input percentiles:9,1,2,3,4,5 --out t.csv", "the mean lies between 1.6 and 2.6, not at 9")]
    [InlineData("trace synth --out t.txt", "t.txt: a trace is written as .csv, .csv.gz, .jsonl or .jsonl.gz")]
    [InlineData("trace info a.csv --limit 0", "--limit expects a positive number")]
    [InlineData("trace convert a.csv", "Required argument missing")]
    [InlineData("trace info a.csv --on-error perhaps", "perhaps")]
    public void WrongInputEndsWithTwoAndOneMessage(string line, string message)
    {
        CommandRun run = CommandRun.Of(line.Split(' '));

        Assert.Equal(ExitCodes.WrongInput, run.ExitCode);
        Assert.Contains(message, run.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists("t.csv"));
    }

    private static string Sample(string name) => Path.Combine(Repository.Root, "traces", name);

    private static void AssertSame(RequestTrace expected, RequestTrace actual)
    {
        Assert.Equal(expected.Requests.Select(r => (r.Arrival, r.InputTokens, r.OutputTokens, r.BlockTokens)), actual.Requests.Select(r => (r.Arrival, r.InputTokens, r.OutputTokens, r.BlockTokens)));
        Assert.All(expected.Requests.Zip(actual.Requests), pair => Assert.Equal(pair.First.BlockHashes, pair.Second.BlockHashes));
    }
}
