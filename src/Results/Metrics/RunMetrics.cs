using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Results.Recording;

namespace DeepStack.Sim.Results.Metrics;

/// <summary>All metrics of a run, each with one definition; complete when the run has ended.</summary>
public sealed class RunMetrics : RunProjection
{
    private readonly List<string> _names = [];
    private readonly List<(int Component, Energy Spent)> _energies = [];

    /// <summary>What the run is.</summary>
    /// <exception cref="InvalidOperationException">The run has not begun.</exception>
    public RunHeader Header { get => field ?? throw new InvalidOperationException("The run has not begun."); private set; }

    /// <summary>How it ended.</summary>
    /// <exception cref="InvalidOperationException">The run has not ended.</exception>
    public RunEnd Ending { get => field ?? throw new InvalidOperationException("The run has not ended."); private set; }

    /// <summary>What requests experienced.</summary>
    public RequestMetrics Requests { get; } = new();

    /// <summary>What steps held.</summary>
    public StepMetrics Steps { get; } = new();

    /// <summary>What they held, by pool.</summary>
    public PoolMetrics Pools { get; } = new();

    /// <summary>Where their time went.</summary>
    public OperatorMetrics Operators { get; } = new();

    /// <summary>Whose the energy of operators is.</summary>
    public EnergyShares EnergyShares { get; } = new();

    /// <summary>Energy by component, in the order in which components were first named.</summary>
    public IReadOnlyList<(string Component, Energy Spent)> Energies =>
        [.. _energies.GroupBy(e => e.Component).Select(g => (_names[g.Key], g.Aggregate(default(Energy), (sum, e) => sum + e.Spent)))];

    /// <summary>The highest utilisations of the whole machine over the whole run; null where its peak or the operators are not known.</summary>
    public Utilisation Utilisation => Utilisation.Of(this);

    /// <inheritdoc/>
    public override void Begin(RunHeader header)
    {
        Header = header;
        Requests.Begin(header);
        Pools.Begin(header);
    }

    /// <inheritdoc/>
    public override void Name(int id, string text)
    {
        _names.Add(text);
        Operators.Name(id, text);
    }

    /// <inheritdoc/>
    public override void Step(in StepRecord step)
    {
        Requests.Step(step);
        Steps.Step(step);
        Pools.Step(step);
        Operators.Step(step);
        EnergyShares.Step(step);
    }

    /// <inheritdoc/>
    public override void Operator(in OperatorRecord op)
    {
        Operators.Operator(op);
        EnergyShares.Operator(op);
    }

    /// <inheritdoc/>
    public override void Request(RequestRecord request)
    {
        Requests.Request(request);
        EnergyShares.Request(request);
    }

    /// <inheritdoc/>
    public override void Energy(in EnergyRecord energy) => _energies.Add((energy.Component, energy.Spent));

    /// <inheritdoc/>
    public override void End(RunEnd end)
    {
        Ending = end;
        Requests.End(end);
        Operators.End(end);
    }
}
