namespace DeepStack.Sim.Studies.Validation;

/// <summary>What a validation is asked to do.</summary>
/// <param name="DataDirectory">The folder with the reference files of the area.</param>
public sealed record ValidationRequest(string DataDirectory)
{
    /// <summary>The folder with request traces, for areas that replay them.</summary>
    public string? TracesDirectory { get; init; }

    /// <summary>Tokens a step may hold, for the scheduler oracle.</summary>
    public int? TokenBudget { get; init; }

    /// <summary>Sequences a step may hold, for the scheduler oracle.</summary>
    public int? MaxSequences { get; init; }
}
