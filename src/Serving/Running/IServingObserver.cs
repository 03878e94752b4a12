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
}
