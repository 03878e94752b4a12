using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Results.Recording;

namespace DeepStack.Sim.Results.Metrics;

/// <summary>Where the time of the steps went, by step class, operator and bound.</summary>
/// <remarks>
/// An operator's share of its step is its critical time: all of it, or for communication what is exposed. Where the operators of a step
/// add up to more than the step, because they ran on several tracks at once, each share is scaled so that the sum is the step.
/// </remarks>
public sealed class OperatorMetrics : RunProjection
{
    private readonly List<string> _names = [];
    private readonly Dictionary<(StepClass Class, int Name, OperatorKind Kind, Bound BoundBy), OperatorTotals> _totals = [];
    private readonly List<(OperatorTotals Totals, long CriticalPs)> _ofStep = [];
    private StepRecord _step;

    /// <summary>Totals by step class, the longest first.</summary>
    public IReadOnlyList<OperatorTotals> All { get; private set; } = [];

    /// <summary>Whether any operator was recorded.</summary>
    public bool Any => All.Count > 0;

    /// <summary>Step time of operators that satisfy a condition.</summary>
    public Duration StepTimeOf(Func<OperatorTotals, bool> condition)
    {
        Duration sum = Duration.Zero;
        foreach (OperatorTotals totals in All)
        {
            if (condition(totals)) sum += totals.StepTime;
        }
        return sum;
    }

    /// <inheritdoc/>
    public override void Name(int id, string text) => _names.Add(text);

    /// <inheritdoc/>
    public override void Step(in StepRecord step)
    {
        CloseStep();
        _step = step;
    }

    /// <inheritdoc/>
    public override void Operator(in OperatorRecord op)
    {
        var key = (_step.Class, op.Name, op.Kind, op.BoundBy);
        if (!_totals.TryGetValue(key, out OperatorTotals? totals))
            _totals.Add(key, totals = new OperatorTotals(_step.Class, _names[op.Name], op.Kind, op.BoundBy));
        totals.Add(op);
        _ofStep.Add((totals, op.CriticalTime.Picoseconds * op.Repeat));
    }

    /// <inheritdoc/>
    public override void End(RunEnd end)
    {
        CloseStep();
        All = [.. _totals.Values.OrderBy(t => t.Class).ThenByDescending(t => t.StepTime).ThenBy(t => t.Name, StringComparer.Ordinal).ThenBy(t => t.Kind).ThenBy(t => t.BoundBy)];
    }

    private void CloseStep()
    {
        long sum = 0, elapsed = _step.Elapsed.Picoseconds;
        foreach ((_, long critical) in _ofStep) sum += critical;
        foreach ((OperatorTotals totals, long critical) in _ofStep)
            totals.AddStepTime(Duration.FromPicoseconds(sum <= elapsed ? critical : (long)((Int128)critical * elapsed / sum)));
        _ofStep.Clear();
    }
}
