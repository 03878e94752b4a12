using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Workload.Generators;

namespace DeepStack.Sim.Workload.Traces.Formats;

/// <summary>What one client asks for during one window.</summary>
/// <param name="Client">The client.</param>
/// <param name="Start">The window's beginning.</param>
/// <param name="Rate">Requests per second.</param>
/// <param name="Variation">Coefficient of variation of the gaps; 0 where it is not known, which is taken for 1.</param>
/// <param name="Input">The law of prompt lengths.</param>
/// <param name="Output">The law of output lengths.</param>
internal sealed record ClientWindow(string Client, Duration Start, double Rate, double Variation, LengthDistribution Input, LengthDistribution Output)
{
    /// <summary>The row's line.</summary>
    public int Line { get; init; }
}
