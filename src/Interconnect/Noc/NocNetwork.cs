using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Interconnect.Noc.Bulk;

namespace DeepStack.Sim.Interconnect.Noc;

/// <summary>The network on chip of one device inside a simulation: takes messages between tiles and memory ports, and reports their arrival.</summary>
public sealed class NocNetwork
{
    private readonly Simulation _simulation;
    private readonly IMessageCarrier _carrier;
    private readonly NearPaths? _near;
    private Message[] _messages = new Message[64];
    private int _firstFree;

    /// <param name="simulation">The world it lives in.</param>
    /// <param name="spec">What it is made of.</param>
    /// <param name="detail">How finely it is simulated.</param>
    /// <param name="seed">Settles equal distances on closed dimensions.</param>
    /// <exception cref="ArgumentException">Bulk detail is asked for where a lone message could not keep every link busy.</exception>
    public NocNetwork(Simulation simulation, NocSpec spec, NocDetail detail = NocDetail.Cycle, ulong seed = 0)
    {
        if (detail == NocDetail.Bulk && spec.ObstacleToBulk() is { } obstacle) throw new ArgumentException($"{spec.Name} cannot be simulated in bulk: {obstacle}.", nameof(detail));
        _simulation = simulation;
        Spec = spec;
        _carrier = detail == NocDetail.Cycle ? new CycleCarrier(simulation, spec, this, seed) : new BulkCarrier(simulation, spec, this, seed);
        _near = spec.NearLink is { } link ? new NearPaths(spec, link) : null;
        LinkFree(0);
    }

    /// <summary>What it is made of.</summary>
    public NocSpec Spec { get; }

    /// <summary>Messages sent and not yet arrived.</summary>
    public int MessagesUnderWay { get; private set; }

    /// <summary>In bulk detail: how often packets waited because of another message, on a link or at their source. While it is 0, every arrival is within 3 % of cycle detail.</summary>
    public long GroupsDelayedByOthers => _carrier.GroupsDelayedByOthers;

    /// <summary>Sends a message; the handler is called at the instant at which its last byte arrives.</summary>
    /// <remarks>Between a tile and the memory above it a message takes the near path where there is one, and otherwise goes through the router.</remarks>
    /// <param name="from">Who sends; messages of one sender leave in order.</param>
    /// <param name="to">Who receives.</param>
    /// <param name="size">Its bytes; an empty message still takes a header.</param>
    /// <param name="handler">Called on arrival.</param>
    /// <param name="payload">Given to the handler.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such endpoint, or the size is negative.</exception>
    public void Send(NocEndpoint from, NocEndpoint to, Bytes size, IEventHandler handler, long payload = 0)
    {
        ArgumentNullException.ThrowIfNull(handler);
        ArgumentOutOfRangeException.ThrowIfNegative(size.Count);
        int source = Spec.IndexOf(from), destination = Spec.IndexOf(to);
        if (_near is not null && from.Tile == to.Tile && from.Port + to.Port > 0 && from.Port * to.Port == 0)
        {
            _simulation.Schedule(_near.Pass(source, destination, size, _simulation.Now), handler, payload);
            return;
        }
        int message = Take();
        _messages[message] = new Message { Handler = handler, Payload = payload, PartsLeft = 1 };
        MessagesUnderWay++;
        _carrier.Send(source, destination, size, message);
    }

    /// <summary>Flits carried so far, by kind of link; a flit counts on every link it crosses after leaving a router, and on near paths.</summary>
    /// <returns>Kinds in ordinal order.</returns>
    public IReadOnlyList<(string Kind, long Flits)> Traffic()
    {
        var byKind = new SortedDictionary<string, long>(StringComparer.Ordinal);
        for (int router = 0; router < Spec.Grid.RouterCount; router++)
        {
            for (int port = 0; port < Spec.Grid.PortCount; port++)
            {
                string kind = Spec.Grid.LinkOf(router, port).Name;
                byKind[kind] = byKind.GetValueOrDefault(kind) + _carrier.FlitsSentBy(router, port);
            }
        }
        if (_near is not null) byKind[Spec.NearLink!.Name] = byKind.GetValueOrDefault(Spec.NearLink.Name) + _near.FlitsPassed;
        return [.. byKind.Select(pair => (pair.Key, pair.Value))];
    }

    /// <summary>Says of how many parts a message consists, before any of them arrives.</summary>
    internal void SetParts(int message, long parts) => _messages[message].PartsLeft = parts;

    /// <summary>One part has arrived at the present instant.</summary>
    internal void PartArrived(int message)
    {
        ref Message arrived = ref _messages[message];
        if (--arrived.PartsLeft > 0) return;
        _simulation.Schedule(_simulation.Now, arrived.Handler!, arrived.Payload);
        arrived.Handler = null;
        arrived.Next = _firstFree;
        _firstFree = message;
        MessagesUnderWay--;
    }

    private int Take()
    {
        if (_firstFree < 0)
        {
            int length = _messages.Length;
            Array.Resize(ref _messages, checked(length * 2));
            LinkFree(length);
        }
        int message = _firstFree;
        _firstFree = _messages[message].Next;
        return message;
    }

    private void LinkFree(int from)
    {
        for (int i = from; i < _messages.Length; i++) _messages[i].Next = i + 1 < _messages.Length ? i + 1 : -1;
        _firstFree = from;
    }

    private struct Message
    {
        public IEventHandler? Handler;
        public long Payload;
        public long PartsLeft;
        public int Next;
    }
}
