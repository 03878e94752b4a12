namespace DeepStack.Sim.Results.Recording;

/// <summary>Hands every record on to several recorders, in their order.</summary>
public sealed class RecorderTee : IRunRecorder
{
    private readonly IRunRecorder[] _recorders;

    /// <param name="recorders">Who gets the records.</param>
    public RecorderTee(params IReadOnlyList<IRunRecorder> recorders) => _recorders = [.. recorders];

    /// <inheritdoc/>
    public void Begin(RunHeader header)
    {
        foreach (IRunRecorder recorder in _recorders) recorder.Begin(header);
    }

    /// <inheritdoc/>
    public void Name(int id, string text)
    {
        foreach (IRunRecorder recorder in _recorders) recorder.Name(id, text);
    }

    /// <inheritdoc/>
    public void Track(TrackRecord track)
    {
        foreach (IRunRecorder recorder in _recorders) recorder.Track(track);
    }

    /// <inheritdoc/>
    public void Step(in StepRecord step)
    {
        foreach (IRunRecorder recorder in _recorders) recorder.Step(step);
    }

    /// <inheritdoc/>
    public void Operator(in OperatorRecord op)
    {
        foreach (IRunRecorder recorder in _recorders) recorder.Operator(op);
    }

    /// <inheritdoc/>
    public void Request(RequestRecord request)
    {
        foreach (IRunRecorder recorder in _recorders) recorder.Request(request);
    }

    /// <inheritdoc/>
    public void Counter(in CounterRecord counter)
    {
        foreach (IRunRecorder recorder in _recorders) recorder.Counter(counter);
    }

    /// <inheritdoc/>
    public void Span(in SpanRecord span)
    {
        foreach (IRunRecorder recorder in _recorders) recorder.Span(span);
    }

    /// <inheritdoc/>
    public void Energy(in EnergyRecord energy)
    {
        foreach (IRunRecorder recorder in _recorders) recorder.Energy(energy);
    }

    /// <inheritdoc/>
    public void HeatMap(HeatMapRecord map)
    {
        foreach (IRunRecorder recorder in _recorders) recorder.HeatMap(map);
    }

    /// <inheritdoc/>
    public void End(RunEnd end)
    {
        foreach (IRunRecorder recorder in _recorders) recorder.End(end);
    }
}
