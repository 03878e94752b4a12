using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Serving.Running;
using DeepStack.Sim.Serving.Scheduling;
using DeepStack.Sim.Serving.Timelines;

namespace DeepStack.Sim.Serving.Clients;

/// <summary>Tells clients of their answers, and turns an answer that nobody waited for any more into a request given up.</summary>
/// <param name="inner">Who hears of steps and requests.</param>
/// <param name="ended">Hears which request is complete.</param>
/// <param name="givenUp">When a client gave a request up and why; null if it did not.</param>
internal sealed class ClientWatch(IServingObserver inner, Action<int> ended, Func<int, (SimTime At, bool TimedOut)?> givenUp) : IDecodeRunObserver
{
    public void StepEnded(int replica, ScheduledStep step, SimTime start, SimTime end) => inner.StepEnded(replica, step, start, end);

    public void DecodeRunEnded(int replica, DecodeRun run) => ((IDecodeRunObserver)inner).DecodeRunEnded(replica, run);

    public void RequestFinished(int replica, in RequestTimeline timeline)
    {
        if (givenUp(timeline.Request.Index) is { } client)
        {
            inner.RequestGivenUp(replica, in timeline, client.At, client.TimedOut);
            return;
        }
        inner.RequestFinished(replica, in timeline);
        ended(timeline.Request.Index);
    }

    public void RequestGivenUp(int replica, in RequestTimeline timeline, SimTime at, bool timedOut) => inner.RequestGivenUp(replica, in timeline, at, timedOut);
}
