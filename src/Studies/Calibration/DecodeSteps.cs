using DeepStack.Sim.Results.Recording;

namespace DeepStack.Sim.Studies.Calibration;

/// <summary>Collects the steps of pure decode of a run that were simulated for exactly their sizes, the first of each number of sequences.</summary>
internal sealed class DecodeSteps : IRunRecorder
{
    private readonly SortedDictionary<int, List<OperatorRecord>> _bySequences = [];
    private readonly Dictionary<int, string> _names = [];
    private List<OperatorRecord>? _current;

    /// <summary>What the run is; null until it begins.</summary>
    public RunHeader? Header { get; private set; }

    /// <summary>Operators of a step by its number of sequences, in ascending order.</summary>
    public IReadOnlyDictionary<int, List<OperatorRecord>> BySequences => _bySequences;

    /// <summary>The name of an operator.</summary>
    public string NameOf(in OperatorRecord op) => _names[op.Name];

    /// <inheritdoc/>
    public void Begin(RunHeader header) => Header = header;

    /// <inheritdoc/>
    public void Name(int id, string text) => _names[id] = text;

    /// <inheritdoc/>
    public void Step(in StepRecord step)
    {
        bool isExact = step.Origin is StepOrigin.Simulated or StepOrigin.Remembered;
        bool isPlainDecode = step.PrefillTokens == 0 && step.DecodeTokens == step.DecodeRequests && step.DecodeTokens > 0;
        _current = isExact && isPlainDecode && !_bySequences.ContainsKey(step.DecodeRequests) ? _bySequences[step.DecodeRequests] = [] : null;
    }

    /// <inheritdoc/>
    public void Operator(in OperatorRecord op) => _current?.Add(op);

    /// <inheritdoc/>
    public void Track(TrackRecord track)
    {
    }

    /// <inheritdoc/>
    public void Request(RequestRecord request)
    {
    }

    /// <inheritdoc/>
    public void Counter(in CounterRecord counter)
    {
    }

    /// <inheritdoc/>
    public void Span(in SpanRecord span)
    {
    }

    /// <inheritdoc/>
    public void Energy(in EnergyRecord energy)
    {
    }

    /// <inheritdoc/>
    public void HeatMap(HeatMapRecord map)
    {
    }

    /// <inheritdoc/>
    public void End(RunEnd end)
    {
    }
}
