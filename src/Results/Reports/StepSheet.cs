using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Results.Metrics;
using DeepStack.Sim.Results.Recording;

namespace DeepStack.Sim.Results.Reports;

/// <summary>Gathers what there is to say of a run of one step: its operators in their order, what bounds them, the use of every level.</summary>
public sealed class StepSheet : RunProjection
{
    private static readonly (string Level, Func<OperatorRecord, LevelUse> Of)[] LevelsOfOperators =
    [
        ("DRAM banks", op => op.Banks), ("vertical links", op => op.VerticalLinks), ("on-chip buffers", op => op.Buffers),
        ("network on chip", op => op.Noc), ("links in the package", op => op.Package), ("network", op => op.Network),
    ];

    private readonly RunMetrics _metrics = new();
    private readonly List<string> _names = [];
    private readonly List<OperatorRecord> _operators = [];

    /// <summary>What was timed and on what.</summary>
    public RunHeader Header => _metrics.Header;

    /// <summary>The step.</summary>
    public StepRecord Timed { get; private set; }

    /// <summary>Its operators, in order.</summary>
    public IReadOnlyList<OperatorRecord> Operators => _operators;

    /// <summary>Energy by component; empty where it is not known.</summary>
    public IReadOnlyList<(string Component, Energy Spent)> Energies => _metrics.Energies;

    /// <summary>Shares of what the devices could do at most, while the step ran.</summary>
    public Utilisation Utilisation => _metrics.Utilisation;

    /// <summary>Step time by what the operators waited for, the longest first.</summary>
    public IReadOnlyList<(Bound Bound, Duration Time)> Bounds =>
        [.. Enum.GetValues<Bound>().Select(b => (b, _metrics.Operators.StepTimeOf(op => op.BoundBy == b))).Where(b => b.Item2 > Duration.Zero).OrderByDescending(b => b.Item2)];

    /// <summary>The levels of the machine that something crossed, summed over the step on one device.</summary>
    public IReadOnlyList<(string Level, LevelUse Use)> Levels => [.. LevelsOfOperators.Select(l => (l.Level, Sum(l.Of))).Where(l => l.Item2.Amount > Bytes.Zero)];

    /// <summary>Communication that nothing hid.</summary>
    public Duration ExposedCommunication => Sum(op => op.ExposedCommunication);

    /// <summary>Communication behind which something else ran.</summary>
    public Duration HiddenCommunication => Sum(op => op.HiddenCommunication);

    /// <summary>The text of a number given by <see cref="IRunRecorder.Name"/>; empty for -1.</summary>
    public string NameOf(int id) => id < 0 ? "" : _names[id];

    /// <inheritdoc/>
    public override void Begin(RunHeader header) => _metrics.Begin(header);

    /// <inheritdoc/>
    public override void Name(int id, string text)
    {
        _names.Add(text);
        _metrics.Name(id, text);
    }

    /// <inheritdoc/>
    public override void Step(in StepRecord step)
    {
        Timed = step;
        _metrics.Step(step);
    }

    /// <inheritdoc/>
    public override void Operator(in OperatorRecord op)
    {
        _operators.Add(op);
        _metrics.Operator(op);
    }

    /// <inheritdoc/>
    public override void Energy(in EnergyRecord energy) => _metrics.Energy(energy);

    /// <inheritdoc/>
    public override void End(RunEnd end) => _metrics.End(end);

    private Duration Sum(Func<OperatorRecord, Duration> of) => _operators.Aggregate(Duration.Zero, (sum, op) => sum + of(op) * op.Repeat);

    private LevelUse Sum(Func<OperatorRecord, LevelUse> of) => _operators.Aggregate(
        default(LevelUse), (sum, op) => new LevelUse(sum.Amount + of(op).Amount * op.Repeat, sum.Busy + of(op).Busy * op.Repeat));
}
