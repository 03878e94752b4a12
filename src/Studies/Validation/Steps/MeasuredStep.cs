namespace DeepStack.Sim.Studies.Validation.Steps;

/// <summary>A measured run of one batch: how fast it decoded and, where it is known, how fast it read its prompts.</summary>
/// <param name="Source">The file's short name, such as "fig09".</param>
/// <param name="Model">A model of the library.</param>
/// <param name="Platform">A machine of the library, whose devices all take part as one tensor-parallel group.</param>
/// <param name="SharesExperts">Whether experts are dealt out whole over these devices.</param>
/// <param name="Batch">Sequences.</param>
/// <param name="Context">Tokens that a sequence has halfway through its output.</param>
/// <param name="Prompt">Prompt tokens of a sequence.</param>
/// <param name="Mode">"cuda_graphs" or "eager".</param>
/// <param name="DecodeRate">Output tokens a second of all sequences.</param>
/// <param name="PromptRate">Prompt tokens a second of all sequences; 0 where it was not measured by itself.</param>
public sealed record MeasuredStep(
    string Source, string Model, string Platform, bool SharesExperts, int Batch, int Context, int Prompt, string Mode, double DecodeRate, double PromptRate)
{
    /// <summary>Whether kernels came from captured graphs.</summary>
    public bool IsCaptured => Mode == "cuda_graphs";

    /// <summary>Which row it is.</summary>
    public string Case => $"{Source}/{Model}/{Mode}/context-{Context}/batch-{Batch}";

    /// <summary>Why the row is left out of the mean; empty if it is not.</summary>
    public string LeftOut => IsCaptured && Batch > LargestCaptured ? "beyond the captured graphs (batch 512)" : "";

    private static int LargestCaptured => 512;
}
