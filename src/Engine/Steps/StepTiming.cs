using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Engine.Steps;

/// <summary>The timing of one step.</summary>
public sealed class StepTiming
{
    private readonly List<OperatorTiming> _operators = [];

    /// <summary>From the first operator's start to the last one's end, on the devices.</summary>
    public Duration Elapsed { get; private set; }

    /// <summary>How it was found.</summary>
    public TimingOrigin Origin { get; private set; }

    /// <summary>The operators, in order.</summary>
    public IReadOnlyList<OperatorTiming> Operators => _operators;

    /// <summary>Empties the timing for the next step.</summary>
    public void Clear()
    {
        _operators.Clear();
        Elapsed = Duration.Zero;
    }

    /// <summary>Adds an operator.</summary>
    public void Add(in OperatorTiming op) => _operators.Add(op);

    /// <summary>Says how long the whole step took and how that was found.</summary>
    public void Finish(Duration elapsed, TimingOrigin origin)
    {
        Elapsed = elapsed;
        Origin = origin;
    }
}
