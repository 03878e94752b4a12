using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Kernels;

namespace DeepStack.Sim.Mapping.Programs;

/// <summary>Decode attention of a layer in the attention memory: queries and new keys and values go there, the units work, the outputs come back.</summary>
/// <param name="Name">The operator's name.</param>
/// <param name="Load">What the units have to do.</param>
/// <param name="Sent">Queries and new keys and values of one device.</param>
/// <param name="Received">Outputs for one device.</param>
public sealed record MemoryAttentionStep(string Name, RankLoad Load, Bytes Sent, Bytes Received) : ProgramStep(Name, WorkKind.MemoryAttention)
{
    /// <summary>Keys and values that are read once, a device's share.</summary>
    public Bytes Cache { get; init; }

    /// <summary>Useful operations, a device's share.</summary>
    public Flops Work { get; init; }
}
