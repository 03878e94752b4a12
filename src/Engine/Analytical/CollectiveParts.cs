using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Engine.Analytical;

/// <summary>The parts of a collective's predicted time, one after the other.</summary>
/// <param name="Start">What it costs beside its messages.</param>
/// <param name="Network">On the network.</param>
/// <param name="Local">The longest chain of what devices do with messages that have arrived.</param>
public readonly record struct CollectiveParts(Duration Start, Duration Network, Duration Local)
{
    /// <summary>All parts.</summary>
    public Duration Elapsed => Start + Network + Local;
}
