namespace DeepStack.Sim.Workload.Models;

/// <summary>The feed-forward part of a layer; one record per family.</summary>
public abstract record FeedForwardSpec
{
    /// <summary>Whether a gate of its own multiplies the activation (SwiGLU and its like), which needs a third matrix.</summary>
    public bool Gated { get; init; } = true;

    /// <summary>Matrices of the given inner width: up and down, and the gate.</summary>
    protected long MatricesOf(int hiddenSize, long intermediateSize) => (Gated ? 3 : 2) * hiddenSize * intermediateSize;
}
