namespace DeepStack.Sim.Studies.Exploration;

/// <summary>What all sequences of a batch do.</summary>
public enum DesignStage
{
    /// <summary>Each makes one token after a context.</summary>
    Decode,

    /// <summary>Each is a prompt.</summary>
    Prefill,
}
