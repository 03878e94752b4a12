using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Serving.Scheduling;
using DeepStack.Sim.Serving.Timelines;

namespace DeepStack.Sim.Serving.Running;

/// <summary>Hears of everything a serving run does, in time order; whoever records a run implements it.</summary>
public interface IServingObserver
{
    /// <summary>A step ended; its <see cref="ScheduledStep.Shape"/> and results are valid during the call.</summary>
    /// <param name="replica">The replica, from 0.</param>
    /// <param name="step">The step.</param>
    /// <param name="start">When the machine began it.</param>
    /// <param name="end">When the machine was done.</param>
    void StepEnded(int replica, ScheduledStep step, SimTime start, SimTime end);

    /// <summary>A request gave its last token.</summary>
    /// <param name="replica">The replica, from 0.</param>
    /// <param name="timeline">What happened to it.</param>
    void RequestFinished(int replica, in RequestTimeline timeline);

    /// <summary>A client gave its request up; the engine has dropped it.</summary>
    /// <param name="replica">The replica, from 0; -1 if none had it yet.</param>
    /// <param name="timeline">What happened to it until then.</param>
    /// <param name="at">When the client gave it up; the engine heard of it at its next look into the inbox.</param>
    /// <param name="timedOut">Whether the client's patience had ended; it left by itself otherwise.</param>
    void RequestGivenUp(int replica, in RequestTimeline timeline, SimTime at, bool timedOut)
    {
    }
}
