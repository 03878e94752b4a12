using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Interconnect.Packets;
using DeepStack.Sim.Physics.Accounting;

namespace DeepStack.Sim.Platform;

/// <summary>A machine: equal devices and the network that joins them.</summary>
public sealed record PlatformSpec
{
    /// <summary>The name to show.</summary>
    public required string Name { get; init; }

    /// <summary>One sentence about it.</summary>
    public required string Description { get; init; }

    /// <summary>Devices.</summary>
    public required int Devices { get; init; }

    /// <summary>Each of them.</summary>
    public required DeviceSpec Device { get; init; }

    /// <summary>The network; device r is its endpoint r.</summary>
    public required NetworkSpec Network { get; init; }

    /// <summary>Where its devices stand in the machine.</summary>
    public required MachineGroup Group { get; init; }

    /// <summary>What one device sends at most.</summary>
    public required Bandwidth NetworkRate { get; init; }

    /// <summary>What one device sends at most over the links inside its package; zero where it stands alone in one.</summary>
    public Bandwidth PackageRate { get; init; }

    /// <summary>Software between the messages of a collective that follow one another.</summary>
    public required Duration CollectiveStepOverhead { get; init; }

    /// <summary>How all-reduces are done by size, smallest first; beyond the last, or where there are none, the fastest algorithm is taken.</summary>
    public IReadOnlyList<AllReduceRule> AllReduceRules { get; init; } = [];

    /// <summary>What exchanges beside products cost.</summary>
    public FusedExchangeSpec FusedExchange { get; init; } = FusedExchangeSpec.Free;

    /// <summary>How many times as fast the host's cores are as those of an HGX H100 node; host times of engines are divided by it.</summary>
    public double HostSpeed { get; init; } = 1;

    /// <summary>What events on a device cost; null where it is not known.</summary>
    public EnergyCoefficients? EnergyCosts { get; init; }

    /// <summary>The thermal stack of a device, a preset's name or a path; null where none is named.</summary>
    public string? ThermalStack { get; init; }

    /// <summary>The memory that computes decode attention in place of the devices; null where they do it themselves.</summary>
    public AttentionMemorySpec? AttentionMemory { get; init; }

    /// <summary>The presets it was read from, each with where its numbers come from.</summary>
    public required IReadOnlyList<PresetUse> Presets { get; init; }

    /// <summary>The same machine at another refresh rate and clock. The network keeps its own clocks.</summary>
    public PlatformSpec At(OperatingPoint point) => point == OperatingPoint.Nominal ? this : this with { Device = Device.At(point) };
}
