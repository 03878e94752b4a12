namespace DeepStack.Sim.Workload.Traces;

/// <summary>What to do with a request longer than the model's limit.</summary>
public enum Overlong
{
    /// <summary>Refuse the trace and name the requests.</summary>
    Reject,

    /// <summary>Cut the prompt's end so that one token can follow, then the output so that both fit.</summary>
    Clip,

    /// <summary>Serve it as it is, as if the model had no limit.</summary>
    Extend,
}
