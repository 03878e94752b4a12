namespace DeepStack.Sim.Results.Recording;

/// <summary>A recorder that ignores every record; a projection overrides what it needs.</summary>
public abstract class RunProjection : IRunRecorder
{
    /// <inheritdoc/>
    public virtual void Begin(RunHeader header)
    {
    }

    /// <inheritdoc/>
    public virtual void Name(int id, string text)
    {
    }

    /// <inheritdoc/>
    public virtual void Track(TrackRecord track)
    {
    }

    /// <inheritdoc/>
    public virtual void Step(in StepRecord step)
    {
    }

    /// <inheritdoc/>
    public virtual void Operator(in OperatorRecord op)
    {
    }

    /// <inheritdoc/>
    public virtual void Request(RequestRecord request)
    {
    }

    /// <inheritdoc/>
    public virtual void Counter(in CounterRecord counter)
    {
    }

    /// <inheritdoc/>
    public virtual void Span(in SpanRecord span)
    {
    }

    /// <inheritdoc/>
    public virtual void Energy(in EnergyRecord energy)
    {
    }

    /// <inheritdoc/>
    public virtual void HeatMap(HeatMapRecord map)
    {
    }

    /// <inheritdoc/>
    public virtual void End(RunEnd end)
    {
    }
}
