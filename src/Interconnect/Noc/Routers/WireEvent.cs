namespace DeepStack.Sim.Interconnect.Noc.Routers;

/// <summary>What reaches the end of a wire.</summary>
internal enum WireEventKind
{
    /// <summary>A flit enters a router's buffer.</summary>
    FlitToRouter,

    /// <summary>A flit reaches an endpoint.</summary>
    FlitToEndpoint,

    /// <summary>A credit reaches a router's output.</summary>
    CreditToRouter,

    /// <summary>A credit reaches an endpoint's source.</summary>
    CreditToSource,
}

/// <summary>One arrival, packed into a word: kind (2 bits), unit (24), virtual channel (6), flit (32).</summary>
/// <param name="Bits">The word.</param>
internal readonly record struct WireEvent(ulong Bits)
{
    public WireEvent(WireEventKind kind, int unit, int channel, int flitBits)
        : this((ulong)kind << 62 | (ulong)(uint)unit << 38 | (ulong)(uint)channel << 32 | (uint)flitBits)
    {
    }

    public WireEventKind Kind => (WireEventKind)(Bits >> 62);

    /// <summary>The endpoint, or the <see cref="UnitNumber"/> of a router's port.</summary>
    public int Unit => (int)(Bits >> 38) & 0xFFFFFF;

    public int Channel => (int)(Bits >> 32) & 63;

    /// <summary>The flit; of a credit, only its tail bit counts.</summary>
    public Flit Flit => new((int)(uint)Bits);
}
