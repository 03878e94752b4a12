using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Serving.Running;
using DeepStack.Sim.Serving.Scheduling;
using DeepStack.Sim.Serving.Timelines;

namespace DeepStack.Sim.Engine.Running;

/// <summary>Passes a run's events on, reports progress, and ends the run when it is cancelled.</summary>
/// <param name="inner">Who records them.</param>
/// <param name="requests">Requests of the trace.</param>
/// <param name="services">Who is told of progress, and may cancel.</param>
/// <param name="afterStep">Called after each step that is not part of a run of steps.</param>
internal sealed class WatchedObserver(RunRecording inner, int requests, RunServices services, Action afterStep) : IDecodeRunObserver
{
    /// <inheritdoc/>
    public void StepEnded(int replica, ScheduledStep step, SimTime start, SimTime end)
    {
        services.Cancellation.ThrowIfCancellationRequested();
        inner.StepEnded(replica, step, start, end);
        afterStep();
    }

    /// <inheritdoc/>
    public void DecodeRunEnded(int replica, DecodeRun run)
    {
        services.Cancellation.ThrowIfCancellationRequested();
        inner.DecodeRunEnded(replica, run);
    }

    /// <inheritdoc/>
    public void RequestFinished(int replica, in RequestTimeline timeline)
    {
        inner.RequestFinished(replica, in timeline);
        services.Progress(inner.EndedRequests, requests);
    }

    /// <inheritdoc/>
    public void RequestGivenUp(int replica, in RequestTimeline timeline, SimTime at, bool timedOut)
    {
        inner.RequestGivenUp(replica, in timeline, at, timedOut);
        services.Progress(inner.EndedRequests, requests);
    }
}
