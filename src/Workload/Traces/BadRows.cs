namespace DeepStack.Sim.Workload.Traces;

/// <summary>What to do with a row that cannot be read.</summary>
public enum BadRows
{
    /// <summary>Refuse the trace and name the rows.</summary>
    Stop,

    /// <summary>Leave them out and count them.</summary>
    Skip,
}
