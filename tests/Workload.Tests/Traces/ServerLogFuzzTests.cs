using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Testing;
using DeepStack.Sim.Workload.Traces;

namespace DeepStack.Sim.Workload.Tests.Traces;

/// <summary>Mutated server logs: never a crash, never a step that disappears without being counted.</summary>
public sealed class ServerLogFuzzTests : IDisposable
{
    private const string Seed = """
        INFO 08-01 10:00:00 [kv_cache_utils.py:829] GPU KV cache size: 1,048,576 tokens
        INFO 08-01 10:00:01 [loggers.py:1] Iteration(1): 2 context requests, 730 context tokens, 0 generation requests, 0 generation tokens, iteration elapsed time: 41.25 ms
        INFO 08-01 10:00:01 [loggers.py:1] Iteration(2): 0 context requests, 0 context tokens, 2 generation requests, 2 generation tokens, iteration elapsed time: 9.5 ms

        """;

    private readonly string _file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".log");

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void MutatedLogsAreReadOrRefused()
    {
        var random = new RandomStream(0, "log-fuzz");
        int Draw(int below) => (int)random.NextInteger(below);

        for (int i = 0; i < Fuzz.Inputs; i++)
        {
            string text = Fuzz.Mutate(Seed, Draw);
            File.WriteAllText(_file, text);
            ServerLog? strict = TryRead(BadRows.Stop), lenient = TryRead(BadRows.Skip);
            if (strict is not null) Assert.Equal(strict.Steps, lenient!.Steps);
            if (lenient is null) continue;
            int marked = text.Split(["\r\n", "\n", "\r"], StringSplitOptions.None).Count(line => line.Contains("Iteration(", StringComparison.Ordinal));
            Assert.Equal(marked, lenient.Steps.Count + lenient.FaultyLines);
        }
    }

    private ServerLog? TryRead(BadRows onError)
    {
        try
        {
            return ServerLog.Read(_file, onError);
        }
        catch (TraceFormatException e)
        {
            Assert.StartsWith(_file, e.Message, StringComparison.Ordinal);
            return null;
        }
    }
}
