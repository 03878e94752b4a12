namespace DeepStack.Sim.Studies.Validation;

/// <summary>What a validation is asked to do.</summary>
/// <param name="DataDirectory">The folder with the reference files of the area.</param>
public sealed record ValidationRequest(string DataDirectory)
{
    /// <summary>The folder with request traces, for areas that replay them.</summary>
    public string? TracesDirectory { get; init; }

    /// <summary>Whether host time is fitted on the measured run with the smallest model, instead of taken from the engine's preset.</summary>
    public bool FitsHostCosts { get; init; }

    /// <summary>Tokens a step may hold, for the scheduler oracle.</summary>
    public int? TokenBudget { get; init; }

    /// <summary>Sequences a step may hold, for the scheduler oracle.</summary>
    public int? MaxSequences { get; init; }

    /// <summary>Where fitted parameters of chips are written (kernels), or null to leave out fitting.</summary>
    public string? FitFile { get; init; }
}
