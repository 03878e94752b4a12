using DeepStack.Sim.Core.Randomness;

namespace DeepStack.Sim.Benchmarks.Kernel;

/// <summary>Delays drawn beforehand, so that a benchmark measures the queue and not the generator.</summary>
internal sealed class DelayTable
{
    private const int Size = 1 << 16;

    private readonly long[] _delays = new long[Size];
    private int _next;

    private DelayTable(Func<RandomStream, long> draw)
    {
        var random = new RandomStream(1, "delays");
        for (int i = 0; i < Size; i++) _delays[i] = draw(random);
    }

    /// <summary>The distributions of the hold model, by name.</summary>
    public static IReadOnlyList<string> Names { get; } = ["uniform", "exponential", "bimodal", "ties", "constant"];

    /// <summary>The next delay, in picoseconds.</summary>
    public long Next() => _delays[_next++ & (Size - 1)];

    /// <summary>A fresh table of a distribution.</summary>
    public static DelayTable Of(string name) => name switch
    {
        "uniform" => new DelayTable(random => random.NextInteger(1 << 20)),
        "exponential" => new DelayTable(random => (long)random.NextExponential(1 << 19)),
        "bimodal" => new DelayTable(random => random.NextInteger(10) == 0 ? (1L << 30) + random.NextInteger(1 << 30) : random.NextInteger(100)),
        "ties" => new DelayTable(random => 1_000 * random.NextInteger(4)),
        "constant" => new DelayTable(_ => 5_000),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "Unknown distribution."),
    };
}
