using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Steps;

namespace DeepStack.Sim.Engine.Running;

/// <summary>A copy of one step's timing.</summary>
internal sealed class StepReceipt
{
    private readonly List<OperatorTiming> _operators = [];

    /// <summary>The host's part of the step, before the devices begin.</summary>
    public Duration HostTime { get; private set; }

    /// <summary>Host and devices together.</summary>
    public Duration Elapsed { get; private set; }

    /// <summary>How the devices' part was found.</summary>
    public TimingOrigin Origin { get; private set; }

    /// <summary>The operators, in order; offsets count from the start of the devices' part.</summary>
    public List<OperatorTiming> Operators => _operators;

    /// <summary>Copies a timing.</summary>
    public void Fill(StepTiming timing, Duration hostTime)
    {
        _operators.Clear();
        _operators.AddRange(timing.Operators);
        HostTime = hostTime;
        Elapsed = hostTime + timing.Elapsed;
        Origin = timing.Origin;
    }
}
