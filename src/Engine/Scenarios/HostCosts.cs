using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Engine.Scenarios;

/// <summary>Time of the host in every step, during which the devices wait.</summary>
/// <param name="PerStep">Scheduling, input preparation and output handling, whatever the step holds.</param>
/// <param name="PerSequence">For each sequence of the step.</param>
public sealed record HostCosts(Duration PerStep = default, Duration PerSequence = default)
{
    /// <summary>The host's time in a step.</summary>
    public Duration Of(int sequences) => PerStep + PerSequence * sequences;
}
