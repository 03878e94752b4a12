namespace DeepStack.Sim.Engine.Sampled;

/// <summary>Names one simulated part.</summary>
/// <param name="Kind">Which part.</param>
/// <param name="First">The first size.</param>
/// <param name="Second">The second size; 0 where there is only one.</param>
internal readonly record struct PartKey(PartKind Kind, long First, long Second) : IComparable<PartKey>
{
    public int CompareTo(PartKey other) => (Kind, First, Second).CompareTo((other.Kind, other.First, other.Second));
}
