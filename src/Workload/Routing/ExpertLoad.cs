namespace DeepStack.Sim.Workload.Routing;

/// <summary>What a device's experts have to do in one layer.</summary>
/// <param name="Rows">Rows of each expert that has any, most first.</param>
public sealed record ExpertLoad(IReadOnlyList<int> Rows)
{
    /// <summary>Nothing to do.</summary>
    public static ExpertLoad None { get; } = new([]);

    /// <summary>Experts that have rows.</summary>
    public int Activated => Rows.Count;

    /// <summary>Rows of every device that shares the layer's experts, by rank, in the mean over draws; empty where all have equally many.</summary>
    public IReadOnlyList<double> DeviceRows { get; init; } = [];

    /// <summary>Rows of all experts.</summary>
    public long TotalRows { get; } = Rows.Sum(r => (long)r);
}
