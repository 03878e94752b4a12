using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Physics.Network;
using DeepStack.Sim.Physics.Stacks;

namespace DeepStack.Sim.Physics.Cases;

/// <summary>A stack with powers: what <c>deepstack thermal</c> solves and what the reference cases hold.</summary>
public sealed record ThermalCase
{
    /// <summary>The case's name.</summary>
    public required string Id { get; init; }

    /// <summary>The stack.</summary>
    public required StackSpec Stack { get; init; }

    /// <summary>The powers, in file order.</summary>
    public required IReadOnlyList<BlockPower> Powers { get; init; }

    /// <summary>Where the peer that produced the expectations puts its nodes.</summary>
    public NodeConvention Convention { get; init; } = NodeConvention.FarFace;

    /// <summary>The run in time; null for a steady case.</summary>
    public TransientSpec? Transient { get; init; }

    /// <summary>A temperature above which the device shuts down; null for none.</summary>
    public Celsius? Limit { get; init; }

    /// <summary>Leakage that follows temperature.</summary>
    public IReadOnlyList<BlockLeakage> Leakages { get; init; } = [];

    /// <summary>What the peer found at steady state.</summary>
    public IReadOnlyList<ExpectedTemperature> Expected { get; init; } = [];
}
