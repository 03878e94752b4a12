using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Serving.Running;
using DeepStack.Sim.Serving.Scheduling;
using DeepStack.Sim.Serving.Timelines;

namespace DeepStack.Sim.Engine.Running;

/// <summary>Passes a run's events on, reports progress, and ends the run when it is cancelled.</summary>
internal sealed class WatchedObserver(RunRecording inner, int requests, RunServices services) : IDecodeRunObserver
{
    /// <inheritdoc/>
    public void StepEnded(int replica, ScheduledStep step, SimTime start, SimTime end)
    {
        services.Cancellation.ThrowIfCancellationRequested();
        inner.StepEnded(replica, step, start, end);
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
