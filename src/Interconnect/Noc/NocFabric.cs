using System.Numerics;
using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Interconnect.Noc.Routers;

namespace DeepStack.Sim.Interconnect.Noc;

/// <summary>A network on chip, cycle by cycle: routers, wires and sources, without any notion of time but its own clock.</summary>
/// <remarks>
/// In every cycle what has reached the end of its wire is taken in, then sources send, then routers decide. All of them act on other
/// components only through wires, so their order within a cycle changes nothing. Components without work cost nothing.
/// </remarks>
public sealed class NocFabric
{
    private readonly NocGrid _grid;
    private readonly Router[] _routers;
    private readonly PacketSource[] _sources;
    private readonly PacketSink[] _sinks;
    private readonly ulong[] _activeRouters;
    private readonly ulong[] _activeSources;
    private readonly PacketPool _packets = new();
    private readonly WireWheel _wires;
    private readonly RandomStream _coins;
    private readonly IPacketListener _listener;
    private long _cycle;
    private int _activeComponents;

    /// <param name="spec">The make of every router.</param>
    /// <param name="grid">Routers, links and endpoints.</param>
    /// <param name="listener">Who learns of delivered packets.</param>
    /// <param name="seed">Settles equal distances on closed dimensions.</param>
    /// <exception cref="ArgumentException">The spec is out of range, or too small for the grid.</exception>
    public NocFabric(RouterSpec spec, NocGrid grid, IPacketListener listener, ulong seed = 0)
    {
        string[] faults = [.. spec.Faults(), .. FaultsTogether(spec, grid)];
        if (faults.Length > 0) throw new ArgumentException(string.Join("; ", faults));
        _grid = grid;
        _listener = listener;
        _coins = new RandomStream(seed, "noc/equal distances");
        var builder = new FabricBuilder(spec, grid, _packets);
        _wires = builder.Wires;
        _routers = builder.BuildRouters();
        _sources = builder.BuildSources();
        _sinks = builder.BuildSinks();
        _activeRouters = new ulong[(_routers.Length + 63) / 64];
        _activeSources = new ulong[(_sources.Length + 63) / 64];
    }

    /// <summary>The cycle whose work <see cref="Step"/> will do next.</summary>
    public Cycles Cycle => Cycles.FromCount(_cycle);

    /// <summary>Whether anything is under way.</summary>
    public bool HasWork => _activeComponents > 0 || _wires.Count > 0;

    /// <summary>Packets created and not yet delivered.</summary>
    public int PacketsUnderWay { get; private set; }

    /// <summary>Flits of all packets created.</summary>
    public long FlitsCreated { get; private set; }

    /// <summary>Flits that have arrived at their endpoints.</summary>
    public long FlitsDelivered { get; private set; }

    /// <summary>Flits times routers crossed, the measure of work done.</summary>
    public long FlitHops => _routers.Sum(r => r.Outputs.Sum(o => o.FlitsSent));

    internal IReadOnlyList<Router> Routers => _routers;

    internal IReadOnlyList<PacketSource> Sources => _sources;

    /// <summary>Creates a packet in the present cycle; its head can leave in the same cycle.</summary>
    /// <param name="source">The endpoint that sends.</param>
    /// <param name="destination">The endpoint it goes to; may be the same.</param>
    /// <param name="flits">Its length, at least 1.</param>
    /// <param name="tag">Kept with the packet.</param>
    public void Send(int source, int destination, int flits, long tag = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(flits, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)source, (uint)_sources.Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)destination, (uint)_sources.Length);
        int index = _packets.Take();
        _packets[index] = new NocPacket
        {
            Source = source,
            Destination = destination,
            Flits = flits,
            CreatedAt = _cycle,
            Tag = tag,
            Coins = _grid.HasClosedDimension ? (uint)_coins.NextBits() : 0,
            Dimension = -1,
        };
        PacketsUnderWay++;
        FlitsCreated += flits;
        _sources[source].Enqueue(index);
        Activate(_activeSources, source);
    }

    /// <summary>Does the work of the present cycle and goes on to the next.</summary>
    public void Step()
    {
        TakeArrivals();
        StepSources();
        StepRouters();
        _cycle++;
    }

    /// <summary>The next cycle in which there is work; meaningful while <see cref="HasWork"/>.</summary>
    public Cycles NextWork() => Cycles.FromCount(_activeComponents > 0 ? _cycle : _wires.NextFrom(_cycle));

    /// <summary>Goes on to a cycle without doing any work before it.</summary>
    /// <exception cref="InvalidOperationException">There is work before that cycle.</exception>
    public void SkipTo(Cycles cycle)
    {
        if (cycle.Count < _cycle || (HasWork && NextWork() < cycle)) throw new InvalidOperationException($"Cycle {cycle} cannot be skipped to; there is work before it.");
        _cycle = cycle.Count;
    }

    /// <summary>Flits that have left a router by a port.</summary>
    public long FlitsSentBy(int router, int port) => _routers[router].Outputs[port].FlitsSent;

    private void TakeArrivals()
    {
        foreach (WireEvent arrival in _wires.Take(_cycle))
        {
            int unit = arrival.Unit;
            switch (arrival.Kind)
            {
                case WireEventKind.FlitToRouter:
                    _routers[UnitNumber.RouterOf(unit)].Receive(UnitNumber.PortOf(unit), arrival.Channel, arrival.Flit, _cycle);
                    Activate(_activeRouters, UnitNumber.RouterOf(unit));
                    break;
                case WireEventKind.CreditToRouter:
                    if (_routers[UnitNumber.RouterOf(unit)].Receive(UnitNumber.PortOf(unit), new Credit(arrival.Channel, arrival.Flit.IsTail)))
                        Activate(_activeRouters, UnitNumber.RouterOf(unit));
                    break;
                case WireEventKind.CreditToSource:
                    _sources[unit].Receive(new Credit(arrival.Channel, arrival.Flit.IsTail));
                    break;
                default:
                    _sinks[unit].Receive(arrival.Channel, arrival.Flit, _cycle);
                    Deliver(arrival.Flit);
                    break;
            }
        }
    }

    private void Deliver(Flit flit)
    {
        FlitsDelivered++;
        if (!flit.IsTail) return;
        PacketsUnderWay--;
        NocPacket packet = _packets[flit.Packet];
        _packets.Return(flit.Packet);
        _listener.Delivered(packet);
    }

    private void StepSources()
    {
        for (int word = 0; word < _activeSources.Length; word++)
        {
            for (ulong left = _activeSources[word]; left != 0; left &= left - 1)
            {
                int bit = BitOperations.TrailingZeroCount(left);
                PacketSource source = _sources[word * 64 + bit];
                source.Step(_cycle);
                if (!source.HasWork) Deactivate(_activeSources, word, bit);
            }
        }
    }

    private void StepRouters()
    {
        for (int word = 0; word < _activeRouters.Length; word++)
        {
            for (ulong left = _activeRouters[word]; left != 0; left &= left - 1)
            {
                int bit = BitOperations.TrailingZeroCount(left);
                Router router = _routers[word * 64 + bit];
                router.Step(_cycle);
                if (!router.HasWork) Deactivate(_activeRouters, word, bit);
            }
        }
    }

    private void Activate(ulong[] set, int index)
    {
        ref ulong word = ref set[index >> 6];
        ulong bit = 1UL << (index & 63);
        if ((word & bit) == 0) _activeComponents++;
        word |= bit;
    }

    private void Deactivate(ulong[] set, int word, int bit)
    {
        set[word] &= ~(1UL << bit);
        _activeComponents--;
    }

    private static IEnumerable<string> FaultsTogether(RouterSpec spec, NocGrid grid)
    {
        if (grid.HasClosedDimension && spec.VirtualChannels < 2) yield return "a torus or ring needs at least 2 virtual channels, one class for each side of the closing link";
        if (grid.PortCount * (long)spec.InputSpeedup > RouterSpec.MaxChannels) yield return $"a router would have {grid.PortCount * (long)spec.InputSpeedup} crossbar inputs; at most {RouterSpec.MaxChannels} are possible";
    }
}
