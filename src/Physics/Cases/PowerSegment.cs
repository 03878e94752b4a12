namespace DeepStack.Sim.Physics.Cases;

/// <summary>A stretch of a transient during which all powers are constant.</summary>
/// <param name="Steps">Its length in time steps; positive.</param>
/// <param name="Scales">Multipliers by the beginning of a layer's name ("logic", "dram"); layers that none names keep their power.</param>
public sealed record PowerSegment(long Steps, IReadOnlyList<(string Prefix, double Factor)> Scales)
{
    /// <summary>The multiplier of a layer.</summary>
    public double ScaleOf(string layer)
    {
        foreach ((string prefix, double factor) in Scales)
        {
            if (layer.StartsWith(prefix, StringComparison.Ordinal)) return factor;
        }
        return 1;
    }
}
