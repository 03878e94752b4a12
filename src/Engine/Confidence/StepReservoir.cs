using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Engine.Confidence;

/// <summary>A random sample, in random order, of the steps that a run uses, stratum by stratum.</summary>
/// <remarks>Every step draws a number; those with the smallest ones are kept. So a smaller sample is the beginning of a larger one.</remarks>
internal sealed class StepReservoir
{
    /// <summary>Steps kept of each stratum.</summary>
    public const int Capacity = 384;

    private readonly RandomStream _random;
    private readonly PriorityQueue<Drawn, (ulong, long)>[] _kept = [new(Descending), new(Descending), new(Descending)];
    private readonly long[] _offered = new long[StepStrata.Count];

    /// <param name="seed">Fixes the choice.</param>
    public StepReservoir(ulong seed) => _random = new RandomStream(seed, "confidence sample");

    private static IComparer<(ulong, long)> Descending { get; } = Comparer<(ulong, long)>.Create((a, b) => b.CompareTo(a));

    /// <summary>Steps of all strata that the run used.</summary>
    public long Offered => _offered.Sum();

    /// <summary>The run used a step.</summary>
    /// <param name="shape">The step; copied if it is kept.</param>
    /// <param name="elapsed">What the run took it to last.</param>
    public void Offer(StepShape shape, Duration elapsed)
    {
        int stratum = (int)StepStrata.Of(shape);
        PriorityQueue<Drawn, (ulong, long)> kept = _kept[stratum];
        (ulong, long) place = (_random.NextBits(), _offered[stratum]++);
        if (kept.Count == Capacity)
        {
            kept.TryPeek(out _, out (ulong, long) last);
            if (place.CompareTo(last) > 0) return;
            kept.Dequeue();
        }
        kept.Enqueue(new Drawn(shape.Copy(), elapsed), place);
    }

    /// <summary>The first steps of a stratum's sample; all of them if it has no more.</summary>
    public IReadOnlyList<(StepShape Shape, Duration Elapsed)> First(StepStratum stratum, int count) =>
        [.. _kept[(int)stratum].UnorderedItems.OrderBy(item => item.Priority).Take(count).Select(item => (item.Element.Shape, item.Element.Elapsed))];

    private sealed record Drawn(StepShape Shape, Duration Elapsed);
}
