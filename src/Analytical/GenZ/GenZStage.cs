namespace DeepStack.Sim.Analytical.GenZ;

/// <summary>What a pass through the model does.</summary>
public enum GenZStage
{
    /// <summary>All prompt tokens of all sequences at once.</summary>
    Prefill,

    /// <summary>One new token of each sequence.</summary>
    Decode,

    /// <summary>A piece of one prompt together with one new token of each of some other sequences.</summary>
    Chunked,
}
