using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Physics.Network;
using DeepStack.Sim.Physics.Solvers;

namespace DeepStack.Sim.Physics.Cases;

/// <summary>Temperatures of a solved case.</summary>
/// <param name="Model">The network they belong to.</param>
/// <param name="Rises">K above ambient of every node, at the end.</param>
/// <param name="Balance">The heat of the solution; of a transient, that of the step with the largest imbalance.</param>
public sealed record ThermalResult(StackModel Model, IReadOnlyList<double> Rises, HeatBalance Balance)
{
    /// <summary>Iterations of a steady solve.</summary>
    public int Iterations { get; init; }

    /// <summary>Degrees Celsius of each layer's mean after every step, [steps, layers]; empty for a steady case.</summary>
    public IReadOnlyList<IReadOnlyList<double>> History { get; init; } = [];

    /// <summary>The rises at the hottest moment of a transient; empty for a steady case.</summary>
    public IReadOnlyList<double> Hottest { get; init; } = [];

    /// <summary>The layers at the end.</summary>
    public IReadOnlyList<LayerTemperature> Layers => Model.Read([.. Rises]);

    /// <summary>The highest temperature met anywhere.</summary>
    public Celsius Peak => Celsius.FromDegrees(Model.Spec.Ambient.Degrees + (Hottest.Count > 0 ? Hottest : Rises).Max());

    /// <summary>The map of a layer at the hottest moment.</summary>
    public HeatMap MapOf(string layer) => Model.MapOf(layer, [.. Hottest.Count > 0 ? Hottest : Rises]);
}
