namespace DeepStack.Sim.Analytical.GenZ;

/// <summary>How the work is cut: over devices within a layer, between layers, and between experts.</summary>
/// <param name="Tensor">Ways of tensor parallelism; at least 1.</param>
/// <param name="Pipeline">Pipeline stages; at least 1.</param>
/// <param name="Expert">Ways of expert parallelism; at least 1. Attention and vocabulary are cut over these ways too.</param>
public readonly record struct GenZPlan(int Tensor, int Pipeline, int Expert)
{
    /// <summary>Everything on one device.</summary>
    public static GenZPlan Single => new(1, 1, 1);

    /// <summary>Devices that share a layer.</summary>
    public int Nodes => Tensor * Expert;
}
