namespace DeepStack.Sim.Results.Timelines;

/// <summary>File formats of timelines.</summary>
public enum TimelineFormat
{
    /// <summary>Chrome's trace event format: JSON, exact to the picosecond.</summary>
    Chrome,

    /// <summary>Perfetto's own format: protobuf, whole nanoseconds.</summary>
    Perfetto,
}
