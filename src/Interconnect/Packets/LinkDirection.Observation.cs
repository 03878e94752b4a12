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
    /// <param name="probe">Who listens.</param>
    /// <param name="packets">What to call data packets.</param>
    public void Observe(Probe probe, string packets)
    {
        _probe = probe;
        _track = probe.DefineTrack($"network/link {From} to {To}");
        _dataName = probe.DefineName(packets);
        _acknowledgementName = probe.DefineName("acknowledgement");
    }

    private void Show(long packet, long startPs, long endPs, int bytes)
    {
        bool isData = (packet & PacketCode.Acknowledgement) == 0;
        IReadOnlyList<int> nodes = _network.MessageOf(packet).Path.Nodes;
        int first = nodes[0], last = nodes[^1];
        _probe!.Span(
            _track, isData ? _dataName : _acknowledgementName, SimTime.FromPicoseconds(startPs), SimTime.FromPicoseconds(endPs), bytes, source: isData ? first : last, destination: isData ? last : first);
    }
}
