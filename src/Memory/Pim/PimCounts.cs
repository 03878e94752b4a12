namespace DeepStack.Sim.Memory.Pim;

/// <summary>Commands of units in memory.</summary>
/// <param name="Activations">Rows opened, each bank by itself.</param>
/// <param name="ColumnCommands">Commands that multiply.</param>
/// <param name="Accesses">Accesses of single banks that they make.</param>
/// <param name="Precharges">Commands that close rows.</param>
/// <param name="Inputs">Accesses written to the units' buffers over the channel.</param>
/// <param name="Results">Accesses read from them.</param>
/// <param name="Refreshes">Refreshes of whole ranks.</param>
public readonly record struct PimCounts(long Activations, long ColumnCommands, long Accesses, long Precharges, long Inputs, long Results, long Refreshes)
{
    /// <summary>The counts of several channels that did the same.</summary>
    public static PimCounts operator *(in PimCounts counts, long channels) => new(
        counts.Activations * channels,
        counts.ColumnCommands * channels,
        counts.Accesses * channels,
        counts.Precharges * channels,
        counts.Inputs * channels,
        counts.Results * channels,
        counts.Refreshes * channels);
}
