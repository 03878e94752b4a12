using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Steps;

namespace DeepStack.Sim.Engine.Running;

/// <summary>A copy of one step's timing on the devices.</summary>
internal sealed class StepReceipt
{
    private readonly List<OperatorTiming> _operators = [];

    /// <summary>How it was found.</summary>
    public TimingOrigin Origin { get; private set; }

    /// <summary>How long the devices take.</summary>
    public Duration Elapsed { get; private set; }

    /// <summary>The operators, in order; offsets count from the moment the devices begin.</summary>
    public List<OperatorTiming> Operators => _operators;

    /// <summary>Copies a timing.</summary>
    public void Fill(StepTiming timing)
    {
        _operators.Clear();
        _operators.AddRange(timing.Operators);
        Origin = timing.Origin;
        Elapsed = timing.Elapsed;
    }
}
