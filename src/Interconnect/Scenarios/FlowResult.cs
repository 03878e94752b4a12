using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Interconnect.Scenarios;

/// <summary>When a flow began and finished.</summary>
/// <param name="Start">When it began.</param>
/// <param name="Finish">When its last payload byte had arrived.</param>
public readonly record struct FlowResult(SimTime Start, SimTime Finish)
{
    /// <summary>From begin to finish.</summary>
    public Duration Duration => Finish - Start;
}
