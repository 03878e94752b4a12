namespace DeepStack.Sim.Results.Recording;

/// <summary>Receives the records of one run, in the order in which they become known; every result file is a projection of this stream.</summary>
/// <remarks>
/// Order: <see cref="Begin"/> once; a name or track before the first record that uses it; a step before its operators, which follow it
/// immediately; a request after the last step that served it; <see cref="End"/> once. Records of several replicas may interleave.
/// Ids of names and tracks are dense from 0 and chosen by the producer; <see cref="NameTable"/> does it.
/// </remarks>
public interface IRunRecorder
{
    /// <summary>The run begins.</summary>
    void Begin(RunHeader header);

    /// <summary>Gives a text its number.</summary>
    void Name(int id, string text);

    /// <summary>Introduces a replica, a device or a part of a device.</summary>
    void Track(TrackRecord track);

    /// <summary>A replica finished a step.</summary>
    void Step(in StepRecord step);

    /// <summary>An operator of the step recorded last.</summary>
    void Operator(in OperatorRecord op);

    /// <summary>A request came to its end, or the run ended before it did.</summary>
    void Request(RequestRecord request);

    /// <summary>A quantity took a value.</summary>
    void Counter(in CounterRecord counter);

    /// <summary>Something occupied a part of a device: a transaction, a packet, a command.</summary>
    void Span(in SpanRecord span);

    /// <summary>A component spent energy.</summary>
    void Energy(in EnergyRecord energy);

    /// <summary>Temperatures over an area at an instant.</summary>
    void HeatMap(HeatMapRecord map);

    /// <summary>The run is complete.</summary>
    void End(RunEnd end);
}
