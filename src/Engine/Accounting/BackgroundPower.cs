using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Memory.Stacks;
using DeepStack.Sim.Memory.Standards;
using DeepStack.Sim.Physics.Accounting;
using DeepStack.Sim.Physics.Laws;

namespace DeepStack.Sim.Engine.Accounting;

/// <summary>What a device draws whatever it does: refresh and standby of its DRAM, and the parts that the energy preset calls static.</summary>
/// <remarks>DRAM stands by at the power of its own preset; how that follows temperature is taken from the entry "dram-leakage" of the energy preset, if there is one.</remarks>
internal sealed class BackgroundPower
{
    private const string DramPrefix = "dram";
    private const string DramLeakage = "dram-leakage";

    /// <param name="costs">The energy preset.</param>
    /// <param name="dram">The DRAM.</param>
    public BackgroundPower(EnergyCoefficients costs, DramStackSpec dram)
    {
        Statics = [.. costs.Statics.Where(s => !s.Name.StartsWith(DramPrefix, StringComparison.Ordinal))];
        Refresh = dram.Energies.RefreshBank * RefreshesIn(dram, Second) / Second;
        StaticPower? leakage = costs.Statics.FirstOrDefault(s => s.Name == DramLeakage);
        Standby = new StaticPower("dram-standby", dram.Energies.Standby, leakage?.Reference ?? Celsius.FromDegrees(0), leakage?.Doubling ?? 0);
        Dram = dram;
    }

    /// <summary>The parts other than DRAM, in the order of the preset.</summary>
    public IReadOnlyList<StaticPower> Statics { get; }

    /// <summary>Of DRAM refreshes at the normal rate.</summary>
    public Power Refresh { get; }

    /// <summary>Of DRAM standing by.</summary>
    public StaticPower Standby { get; }

    private static Duration Second => Duration.FromPicoseconds(1_000_000_000_000);

    private DramStackSpec Dram { get; }

    /// <summary>The energy of devices over a span at the normal refresh rate, every part at the temperature for which its power is given.</summary>
    public BackgroundEnergy Over(Duration span, double devices) => new(
        Dram.Energies.RefreshBank * (RefreshesIn(Dram, span) * devices),
        Standby.Power * span * devices,
        [.. Statics.Select(s => s.Power * span * devices)]);

    /// <summary>How power that follows temperature does so; null for power that does not.</summary>
    public static LeakageLaw? LawOf(StaticPower part) => part.Doubling > 0 ? new LeakageLaw(part.Power, part.Reference, part.Doubling) : null;

    /// <summary>Refreshes times banks in them, at the normal temperature.</summary>
    private static double RefreshesIn(DramStackSpec dram, Duration span)
    {
        if (dram.Refresh == RefreshMode.None) return 0;
        double banks = (double)dram.Layers * dram.Columns * dram.BanksPerLayer;
        return banks * (span / dram.Clock.DurationOf(Cycles.FromCount(dram.Timings.RefreshInterval)));
    }
}
