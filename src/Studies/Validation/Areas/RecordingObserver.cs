using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Serving.Running;
using DeepStack.Sim.Serving.Scheduling;
using DeepStack.Sim.Serving.Timelines;

namespace DeepStack.Sim.Studies.Validation.Areas;

/// <summary>Keeps what a serving run does, for comparing it with a recorded one.</summary>
/// <param name="requests">Requests of the trace.</param>
internal sealed class RecordingObserver(int requests) : IServingObserver
{
    /// <summary>The steps, in order.</summary>
    public List<(SimTime Start, SimTime End, int Sequences, int Tokens)> Steps { get; } = [];

    /// <summary>What happened to the requests, by their place in the trace.</summary>
    public RequestTimeline[] Timelines { get; } = new RequestTimeline[requests];

    public void StepEnded(int replica, ScheduledStep step, SimTime start, SimTime end) => Steps.Add((start, end, step.Count, step.Shape.NewTokens));

    public void RequestFinished(int replica, in RequestTimeline timeline) => Timelines[timeline.Request.Index] = timeline;
}
