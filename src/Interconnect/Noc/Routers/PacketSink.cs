namespace DeepStack.Sim.Interconnect.Noc.Routers;

/// <summary>An endpoint's way out of its router: takes every flit at once and sends its credit back.</summary>
internal sealed class PacketSink
{
    private readonly WireWheel _wires;
    private readonly int _creditUnit;
    private readonly int _creditCycles;

    /// <param name="wires">The wires.</param>
    /// <param name="creditUnit">The router's output that leads here.</param>
    /// <param name="creditCycles">From the arrival of a flit to its place being usable there.</param>
    public PacketSink(WireWheel wires, int creditUnit, int creditCycles)
    {
        _wires = wires;
        _creditUnit = creditUnit;
        _creditCycles = creditCycles;
    }

    public void Receive(int channel, Flit flit, long cycle) =>
        _wires.Add(cycle + _creditCycles, new WireEvent(WireEventKind.CreditToRouter, _creditUnit, channel, flit.Bits));
}
