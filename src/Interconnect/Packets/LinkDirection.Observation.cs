using DeepStack.Sim.Core.Observation;
using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Interconnect.Packets;

/// <summary>What the link shows to whoever listens.</summary>
internal sealed partial class LinkDirection
{
    private Probe? _probe;
    private int _track;
    private int _dataName;
    private int _acknowledgementName;

    /// <summary>Reports every transmission as a span from now on; its argument is the bytes on the wire.</summary>
    public void Observe(Probe probe)
    {
        _probe = probe;
        _track = probe.DefineTrack($"network/link {From} to {To}");
        _dataName = probe.DefineName("packet");
        _acknowledgementName = probe.DefineName("acknowledgement");
    }

    private void Show(long packet, long startPs, long endPs, int bytes)
    {
        int name = (packet & PacketCode.Acknowledgement) == 0 ? _dataName : _acknowledgementName;
        _probe!.Span(_track, name, SimTime.FromPicoseconds(startPs), SimTime.FromPicoseconds(endPs), bytes);
    }
}
