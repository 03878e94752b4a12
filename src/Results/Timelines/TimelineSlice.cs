using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Results.Timelines;

/// <summary>Something that occupied a thread of a timeline.</summary>
/// <param name="Process">The process.</param>
/// <param name="Thread">The thread.</param>
/// <param name="Name">What.</param>
/// <param name="Start">When it began.</param>
/// <param name="Elapsed">How long it took.</param>
internal sealed record TimelineSlice(int Process, int Thread, string Name, SimTime Start, Duration Elapsed)
{
    /// <summary>Details, in the order in which they are to be shown.</summary>
    public IReadOnlyList<(string Name, object Value)> Details { get; init; } = [];

    /// <summary>Requests whose arrows touch it.</summary>
    public IReadOnlyList<FlowPoint> Flows { get; init; } = [];
}
