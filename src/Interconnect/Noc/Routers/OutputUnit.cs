using System.Runtime.CompilerServices;

namespace DeepStack.Sim.Interconnect.Noc.Routers;

/// <summary>One output port of a router: who holds its virtual channels, and the credits for the buffer at the link's other end.</summary>
internal sealed class OutputUnit
{
    private const int Nobody = -1;

    private readonly int[] _credits;
    private readonly int[] _holders;
    private readonly bool _waitForTailCredit;

    /// <param name="spec">The router's make.</param>
    /// <param name="link">The link behind the port.</param>
    /// <param name="arrival">What a flit sent here becomes at the far end: a flit of a router or of an endpoint.</param>
    /// <param name="unit">The input or endpoint there.</param>
    public OutputUnit(RouterSpec spec, NocLink link, WireEventKind arrival, int unit)
    {
        _credits = new int[spec.VirtualChannels];
        _holders = new int[spec.VirtualChannels];
        Array.Fill(_credits, spec.BufferDepth);
        Array.Fill(_holders, Nobody);
        _waitForTailCredit = spec.WaitForTailCredit;
        Free = WithCredit = ulong.MaxValue >> (64 - spec.VirtualChannels);
        CyclesPerFlit = link.CyclesPerFlit;
        CrossingCycles = (int)spec.CrossingTime(link).Count;
        Arrival = arrival;
        Unit = unit;
    }

    public WireEventKind Arrival { get; }

    public int Unit { get; }

    public int CyclesPerFlit { get; }

    public int CrossingCycles { get; }

    /// <summary>The channels no packet holds.</summary>
    public ulong Free { get; private set; }

    /// <summary>The channels with at least one credit.</summary>
    public ulong WithCredit { get; private set; }

    /// <summary>The first cycle in which the link takes another flit.</summary>
    public long FreeAt { get; set; }

    /// <summary>Flits sent so far.</summary>
    public long FlitsSent { get; private set; }

    public int CreditsOf(int channel) => _credits[channel];

    /// <summary>The input channel that holds an output channel, as given to <see cref="Hold"/>, or a negative number.</summary>
    public int HolderOf(int channel) => _holders[channel];

    public bool HasCredit(int channel) => (WithCredit >> channel & 1) != 0;

    public void Hold(int channel, int holder)
    {
        Free &= ~(1UL << channel);
        _holders[channel] = holder;
    }

    /// <summary>Takes a credit for a flit; a tail lets the channel go.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Spend(int channel, bool isTail)
    {
        FlitsSent++;
        if (--_credits[channel] == 0) WithCredit &= ~(1UL << channel);
        if (!isTail) return;
        _holders[channel] = Nobody;
        if (!_waitForTailCredit) Free |= 1UL << channel;
    }

    /// <summary>A credit is back.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Restore(Credit credit)
    {
        _credits[credit.Channel]++;
        WithCredit |= 1UL << credit.Channel;
        if (_waitForTailCredit && credit.IsTail) Free |= 1UL << credit.Channel;
    }
}
