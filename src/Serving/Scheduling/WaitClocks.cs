using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Serving.Timelines;

namespace DeepStack.Sim.Serving.Scheduling;

/// <summary>How long admission has been stopped for each reason; a request that waits reads the clocks when it comes and when it goes.</summary>
internal struct WaitClocks
{
    private SimTime _now;
    private Duration _sequences, _budget, _blocks;

    /// <summary>Why admission ended when it was last tried.</summary>
    public AdmissionStop Stop { get; set; }

    /// <summary>Moves the clock of the present reason on.</summary>
    public void AdvanceTo(SimTime now)
    {
        Duration passed = now - _now;
        _now = now;
        if (Stop == AdmissionStop.Sequences) _sequences += passed;
        else if (Stop == AdmissionStop.Budget) _budget += passed;
        else if (Stop is AdmissionStop.Blocks or AdmissionStop.Preemption) _blocks += passed;
    }

    /// <summary>A request begins to wait.</summary>
    public readonly void Begin(ref RequestTimeline timeline)
    {
        timeline.WaitedForSequences -= _sequences;
        timeline.WaitedForBudget -= _budget;
        timeline.WaitedForBlocks -= _blocks;
    }

    /// <summary>A request has waited.</summary>
    public readonly void End(ref RequestTimeline timeline)
    {
        timeline.WaitedForSequences += _sequences;
        timeline.WaitedForBudget += _budget;
        timeline.WaitedForBlocks += _blocks;
    }
}
