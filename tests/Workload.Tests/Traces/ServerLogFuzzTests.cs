using System.Text;
using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Testing;
using DeepStack.Sim.Workload.Traces;

namespace DeepStack.Sim.Workload.Tests.Traces;

/// <summary>Mutated server logs: never a crash, never a step that disappears without being counted.</summary>
public sealed class ServerLogFuzzTests
{
    private const string Name = "server.log";

    private const string Seed = """
        INFO 08-01 10:00:00 [kv_cache_utils.py:829] GPU KV cache size: 1,048,576 tokens
        INFO 08-01 10:00:01 [loggers.py:1] Iteration(1): 2 context requests, 730 context tokens, 0 generation requests, 0 generation tokens, iteration elapsed time: 41.25 ms
        INFO 08-01 10:00:01 [loggers.py:1] Iteration(2): 0 context requests, 0 context tokens, 2 generation requests, 2 generation tokens, iteration elapsed time: 9.5 ms

        """;

    [Fact]
    public void MutatedLogsAreReadOrRefused()
    {
        var random = new RandomStream(0, "log-fuzz");
        int Draw(int below) => (int)random.NextInteger(below);

        for (int i = 0; i < Fuzz.Inputs; i++)
        {
            string text = Fuzz.Mutate(Seed, Draw);
            byte[] content = Draw(4) == 0 ? Fuzz.Damage(Fuzz.Compress(text), Draw) : Encoding.UTF8.GetBytes(text);
            ServerLog? strict = TryRead(content, BadRows.Stop), lenient = TryRead(content, BadRows.Skip);
            if (strict is not null) Assert.Equal(strict.Steps, lenient!.Steps);
            if (lenient is null) continue;
            int marked = text.Split(["\r\n", "\n", "\r"], StringSplitOptions.None).Count(line => line.Contains("Iteration(", StringComparison.Ordinal));
            Assert.Equal(marked, lenient.Steps.Count + lenient.FaultyLines);
        }
    }

    [Fact]
    public void AFileIsReadAsItsBytesAre()
    {
        string file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".log");
        File.WriteAllText(file, Seed);

        Assert.Equal(ServerLog.Read(Name, Encoding.UTF8.GetBytes(Seed), BadRows.Stop).Steps, ServerLog.Read(file, BadRows.Stop).Steps);
        File.Delete(file);
    }

    private static ServerLog? TryRead(byte[] content, BadRows onError)
    {
        try
        {
            return ServerLog.Read(Name, content, onError);
        }
        catch (TraceFormatException e)
        {
            Assert.StartsWith(Name, e.Message, StringComparison.Ordinal);
            return null;
        }
    }
}
