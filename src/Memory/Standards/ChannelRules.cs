using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Memory.Standards;

/// <summary>What commands to a channel must obey, as data.</summary>
/// <param name="Name">The standard with its speed, such as "DDR4-3200", or the name of a stack.</param>
/// <param name="Clock">The command clock.</param>
/// <param name="Organisation">Banks, rows and columns.</param>
/// <param name="Bus">How commands travel.</param>
/// <param name="Timings">Named timings in clocks.</param>
/// <param name="Rules">The timing rules.</param>
public record ChannelRules(string Name, Clock Clock, DramOrganisation Organisation, CommandBus Bus, TimingTable Timings, IReadOnlyList<TimingRule> Rules)
{
    /// <summary>Ticks from a read command to the end of its data.</summary>
    public long ReadTicks => (Timings["tCL"] + BurstClocks) * Bus.TicksPerClock;

    /// <summary>Ticks from a write command to the end of its data.</summary>
    public long WriteTicks => (Timings["tCWL"] + BurstClocks) * Bus.TicksPerClock;

    /// <summary>Clocks that the data of one access occupy on the data bus.</summary>
    public long BurstClocks => Timings["tBL"];
}
