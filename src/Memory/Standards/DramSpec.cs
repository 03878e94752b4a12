using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Memory.Standards;

/// <summary>One DRAM channel as data: organisation, command bus, timings, the rules over them, addresses, refresh and currents.</summary>
/// <param name="Name">The standard with its speed, such as "DDR4-3200".</param>
/// <param name="Clock">The command clock.</param>
/// <param name="Organisation">Banks, rows and columns.</param>
/// <param name="Bus">How commands travel.</param>
/// <param name="Timings">Named timings in clocks.</param>
/// <param name="Rules">The timing rules.</param>
/// <param name="Map">How byte addresses spread over the channel.</param>
public sealed record DramSpec(string Name, Clock Clock, DramOrganisation Organisation, CommandBus Bus, TimingTable Timings, IReadOnlyList<TimingRule> Rules, AddressMap Map)
    : ChannelRules(Name, Clock, Organisation, Bus, Timings, Rules)
{
    /// <summary>Refresh, or null where it is switched off.</summary>
    public RefreshSpec? Refresh { get; init; }

    /// <summary>Supply currents, or null where the energy is not known this way.</summary>
    public SupplyCurrents? Currents { get; init; }
}
