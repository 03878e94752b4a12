using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Results.Recording;

namespace DeepStack.Sim.Results.TimingTraces;

/// <summary>Counts what a timing trace holds.</summary>
public sealed class TraceContents : RunProjection
{
    /// <summary>What the run is; null where the trace is cut before it.</summary>
    public RunHeader? Header { get; private set; }

    /// <summary>How it ended; incomplete where the trace is cut.</summary>
    public RunEnd Ending { get; private set; } = new(SimTime.Zero, false);

    /// <summary>Names, of operators, shapes and counters.</summary>
    public long Names { get; private set; }

    /// <summary>Replicas, devices and their parts.</summary>
    public long Tracks { get; private set; }

    /// <summary>Steps.</summary>
    public long Steps { get; private set; }

    /// <summary>Operators; one of a repeated layer counts once.</summary>
    public long Operators { get; private set; }

    /// <summary>Operators, every repetition counted.</summary>
    public long Executions { get; private set; }

    /// <summary>Requests.</summary>
    public long Requests { get; private set; }

    /// <summary>Values of counters.</summary>
    public long Counters { get; private set; }

    /// <summary>Transactions, packets and commands.</summary>
    public long Spans { get; private set; }

    /// <summary>Energies of components.</summary>
    public long Energies { get; private set; }

    /// <summary>Heat maps.</summary>
    public long HeatMaps { get; private set; }

    /// <inheritdoc/>
    public override void Begin(RunHeader header) => Header = header;

    /// <inheritdoc/>
    public override void Name(int id, string text) => Names++;

    /// <inheritdoc/>
    public override void Track(TrackRecord track) => Tracks++;

    /// <inheritdoc/>
    public override void Step(in StepRecord step) => Steps++;

    /// <inheritdoc/>
    public override void Operator(in OperatorRecord op)
    {
        Operators++;
        Executions += op.Repeat;
    }

    /// <inheritdoc/>
    public override void Request(RequestRecord request) => Requests++;

    /// <inheritdoc/>
    public override void Counter(in CounterRecord counter) => Counters++;

    /// <inheritdoc/>
    public override void Span(in SpanRecord span) => Spans++;

    /// <inheritdoc/>
    public override void Energy(in EnergyRecord energy) => Energies++;

    /// <inheritdoc/>
    public override void HeatMap(HeatMapRecord map) => HeatMaps++;

    /// <inheritdoc/>
    public override void End(RunEnd end) => Ending = end;
}
