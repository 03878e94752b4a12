using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Interconnect.Noc;

/// <summary>Runs a <see cref="NocFabric"/> inside a simulation: one event per cycle in which anything moves, none while nothing does.</summary>
/// <remarks>
/// The cycle's work is done after everything else at its clock edge, so it sees all messages of that instant; what is sent after it, or
/// between two edges, enters at the next edge.
/// </remarks>
internal sealed class CycleCarrier : IMessageCarrier, IEventHandler, IPacketListener
{
    private readonly Simulation _simulation;
    private readonly NocSpec _spec;
    private readonly NocNetwork _network;
    private readonly NocFabric _fabric;
    private readonly List<Entry> _entering = [];
    private long _lastCycle = -1;
    private long _nextCycle = long.MaxValue;
    private EventId _next;

    public CycleCarrier(Simulation simulation, NocSpec spec, NocNetwork network, ulong seed)
    {
        _simulation = simulation;
        _spec = spec;
        _network = network;
        _fabric = new NocFabric(spec.Router, spec.Grid, this, seed);
    }

    /// <inheritdoc/>
    public long GroupsDelayedByOthers => 0;

    /// <inheritdoc/>
    public void Send(int source, int destination, Bytes size, int message)
    {
        _entering.Add(new Entry(source, destination, size, message));
        WakeAt(Math.Max(_spec.Clock.FirstEdgeAtOrAfter(_simulation.Now).Count, _lastCycle + 1));
    }

    /// <inheritdoc/>
    public long FlitsSentBy(int router, int port) => _fabric.FlitsSentBy(router, port);

    /// <summary>One cycle.</summary>
    public void Handle(long payload)
    {
        _lastCycle = _nextCycle;
        _nextCycle = long.MaxValue;
        _fabric.SkipTo(Cycles.FromCount(_lastCycle));
        foreach (Entry entry in _entering) Enter(entry);
        _entering.Clear();
        _fabric.Step();
        if (_fabric.HasWork) WakeAt(_fabric.NextWork().Count);
    }

    void IPacketListener.Delivered(in NocPacket packet) => _network.PartArrived((int)packet.Tag);

    private void Enter(Entry entry)
    {
        long packets = _spec.PacketsOf(entry.Size), payload = _spec.FlitsOf(entry.Size) - packets * _spec.HeaderFlits;
        _network.SetParts(entry.Message, packets);
        for (long sent = 0; sent < packets; sent++)
        {
            long flits = Math.Min(_spec.PayloadFlits, payload - sent * _spec.PayloadFlits) + _spec.HeaderFlits;
            _fabric.Send(entry.Source, entry.Destination, (int)flits, entry.Message);
        }
    }

    private void WakeAt(long cycle)
    {
        if (cycle >= _nextCycle) return;
        if (_nextCycle != long.MaxValue) _simulation.Cancel(_next);
        _nextCycle = cycle;
        _next = _simulation.Schedule(_spec.Clock.Edge(Cycles.FromCount(cycle)), this, rank: EventRank.Last);
    }

    private readonly record struct Entry(int Source, int Destination, Bytes Size, int Message);
}
