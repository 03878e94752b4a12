using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Collectives;
using DeepStack.Sim.Mapping.Programs;
using DeepStack.Sim.Platform;

namespace DeepStack.Sim.Engine.Collectives;

/// <summary>An exchange in equal chunks beside a product.</summary>
/// <param name="Chunk">The time of a chunk.</param>
/// <param name="Chunks">Chunks; at least 1.</param>
/// <param name="End">What follows the last one: barriers, and the sum over what has come, one pass through memory.</param>
internal readonly record struct ChunkedExchange(Duration Chunk, int Chunks, Duration End)
{
    /// <summary>From the first chunk to the end, if none waits.</summary>
    public Duration Elapsed => Chunk * Chunks + End;

    /// <summary>One of the equal chunks of an exchange, as an exchange by itself.</summary>
    public static CollectiveStep PartOf(CollectiveStep step, int chunks) => step with { Size = Bytes.FromCount((step.Size.Count + chunks - 1) / chunks), Chunks = 1 };

    /// <summary>The chunks of an exchange on a machine.</summary>
    /// <param name="platform">The machine.</param>
    /// <param name="step">The whole exchange.</param>
    /// <param name="chunks">Chunks.</param>
    /// <param name="isBefore">Whether it comes before the product.</param>
    /// <param name="alone">The time of an exchange by itself.</param>
    public static ChunkedExchange Of(PlatformSpec platform, CollectiveStep step, int chunks, bool isBefore, Func<CollectiveStep, Duration> alone)
    {
        Duration part = alone(PartOf(step, chunks));
        FusedExchangeSpec fused = platform.FusedExchange;
        if (isBefore) return new ChunkedExchange(fused.Gathered(part), chunks, Duration.Zero);
        Duration sum = step.Collective is CollectiveKind.ReduceScatter or CollectiveKind.AllReduce ? step.Size / platform.Device.Memory.StreamBandwidth : Duration.Zero;
        return new ChunkedExchange(fused.Scattered(part), chunks, fused.ScatterStart + sum);
    }
}
