using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Memory.Standards;

namespace DeepStack.Sim.Memory.Costs;

/// <summary>What each command and each clock costs, from supply currents; all devices of the rank together.</summary>
/// <remarks>
/// With t in seconds and I in amperes: activate and precharge VDD * (IDD0 * tRC - IDD3N * tRAS - IDD2N * tRP); read VDD * (IDD4R - IDD3N) * burst;
/// write VDD * (IDD4W - IDD3N) * burst; refresh VDD * (IDD5AB - IDD3N) * tRFC; background VDD * IDD3N while a bank is open and VDD * IDD2N otherwise.
/// Source: the customary power model over JEDEC currents (Micron TN-40-07), as DRAMsim3 applies it. I/O and termination are not in it.
/// </remarks>
public sealed class CommandEnergies
{
    private readonly double _perActivation;
    private readonly double _perRead;
    private readonly double _perWrite;
    private readonly double _perRefresh;
    private readonly int _banks;
    private readonly double _perOpenClock;
    private readonly double _perClosedClock;

    /// <param name="spec">The channel; its currents are given.</param>
    /// <param name="clock">What one clock lasts [s].</param>
    /// <exception cref="ArgumentException">The channel has no currents.</exception>
    public CommandEnergies(DramSpec spec, double clock)
    {
        ArgumentNullException.ThrowIfNull(spec);
        SupplyCurrents currents = spec.Currents ?? throw new ArgumentException($"{spec.Name} has no supply currents.", nameof(spec));
        TimingTable timings = spec.Timings;
        _banks = spec.Organisation.BanksPerRank;
        double perClock = currents.Volts * 1e-3 * clock * currents.Devices;
        _perActivation = perClock * (currents.ActivateMilliamperes * timings["tRC"] - currents.ActiveMilliamperes * timings["tRAS"] - currents.PrechargedMilliamperes * timings["tRP"]);
        _perRead = perClock * (currents.ReadMilliamperes - currents.ActiveMilliamperes) * spec.BurstClocks;
        _perWrite = perClock * (currents.WriteMilliamperes - currents.ActiveMilliamperes) * spec.BurstClocks;
        _perRefresh = perClock * (currents.RefreshMilliamperes - currents.ActiveMilliamperes) * timings["tRFC"];
        _perOpenClock = perClock * currents.ActiveMilliamperes;
        _perClosedClock = perClock * currents.PrechargedMilliamperes;
    }

    /// <summary>The energy of some activations with their precharges.</summary>
    public Energy OfActivations(long count) => Energy.FromJoules(_perActivation * count);

    /// <summary>The energy of some reads.</summary>
    public Energy OfReads(long count) => Energy.FromJoules(_perRead * count);

    /// <summary>The energy of some writes.</summary>
    public Energy OfWrites(long count) => Energy.FromJoules(_perWrite * count);

    /// <summary>The energy of some refreshes of all banks.</summary>
    public Energy OfRefreshes(long count) => Energy.FromJoules(_perRefresh * count);

    /// <summary>The energy of some refreshes of single banks, each a share of refreshing all.</summary>
    public Energy OfBankRefreshes(long count) => Energy.FromJoules(_perRefresh / _banks * count);

    /// <summary>The energy of standing by, with a bank open and with all closed.</summary>
    /// <param name="open">Clocks with at least one bank open.</param>
    /// <param name="closed">Clocks with all banks closed.</param>
    public Energy OfStandby(long open, long closed) => Energy.FromJoules(_perOpenClock * open + _perClosedClock * closed);
}
