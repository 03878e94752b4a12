using DeepStack.Sim.Memory.Control;
using DeepStack.Sim.Memory.Standards;
using DeepStack.Sim.Memory.Traces;

namespace DeepStack.Sim.Memory.Stacks;

/// <summary>Replays a memory trace on a stack, channel by channel.</summary>
/// <remarks>
/// A request moves some bytes from its address on; they are dealt to the channels by the stack's interleave. Each channel takes its share of the requests in the
/// order of the trace, at most one a clock, none before its arrival and none while its queue is full; channels share nothing else.
/// </remarks>
public sealed class StackReplay
{
    private const long Never = long.MaxValue / 4;

    private readonly DramStackSpec _spec;
    private readonly MemoryTrace _trace;
    private readonly CommandLog? _log;
    private readonly int _queue;
    private readonly int _divisor;
    private readonly List<Piece>?[] _pieces;
    private readonly long[] _accepted;
    private readonly long[] _ended;
    private long _last;

    /// <param name="spec">The stack.</param>
    /// <param name="trace">The requests; addresses within the stack, arrivals in clocks of the DRAM.</param>
    /// <param name="transaction">Bytes that a request moves, 1 or more.</param>
    /// <param name="queue">Requests that a channel holds, 1 or more.</param>
    /// <param name="refreshDivisor">How much more often refreshes come than at the normal temperature.</param>
    /// <param name="log">Receives every command channel by channel; null if nobody wants to know.</param>
    public StackReplay(DramStackSpec spec, MemoryTrace trace, long transaction, int queue = 64, int refreshDivisor = 1, CommandLog? log = null)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(trace);
        ArgumentOutOfRangeException.ThrowIfLessThan(transaction, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(queue, 1);
        _spec = spec;
        _trace = trace;
        _log = log;
        _queue = queue;
        _divisor = refreshDivisor;
        _pieces = new List<Piece>?[spec.Channels];
        _accepted = new long[trace.Count];
        _ended = new long[trace.Count];
        Array.Fill(_accepted, Never);
        for (int request = 0; request < trace.Count; request++) Deal(request, transaction);
    }

    /// <summary>Channels that any request uses.</summary>
    public int ChannelsUsed => _pieces.Count(p => p is not null);

    /// <summary>Commands of all channels, refreshes of unused ones included.</summary>
    public StackCounts Counts { get; private set; }

    /// <summary>Runs the trace to its end.</summary>
    /// <returns>Requests, latencies in clocks from being taken in to the last data, and row outcomes of all runs.</returns>
    public ChannelStatistics Run()
    {
        var channels = new StackedChannel?[_pieces.Length];
        for (int channel = 0; channel < _pieces.Length; channel++)
        {
            if (_pieces[channel] is { } pieces) channels[channel] = Serve(channel, pieces);
        }
        Counts = CountsOf(channels);
        return Statistics();
    }

    private void Deal(int request, long transaction)
    {
        long piece = _spec.Interleave.Count, channels = _spec.Channels;
        long address = _trace.AddressOf(request), end = address + transaction;
        while (address < end)
        {
            long index = address / piece, size = Math.Min(end, (index + 1) * piece) - address;
            List<Piece> pieces = _pieces[index % channels] ??= [];
            pieces.Add(new Piece(request, index / channels * piece + address % piece, size));
            address += size;
        }
    }

    private StackedChannel Serve(int number, List<Piece> pieces)
    {
        int waiting = 0, head = 0;
        long now = 0, free = 0;
        var channel = new StackedChannel(_spec, _spec.LayersOfPort(number % _spec.ConnectedLayers), Finish, log: _log, channel: number);
        channel.SetRefreshDivisor(_divisor);
        while (head < pieces.Count || channel.HasWork)
        {
            long offer = head < pieces.Count && waiting < _queue ? Math.Max(Math.Max(now, free), _trace.ArrivalOf(pieces[head].Request)) : Never;
            long decision = channel.HasWork ? channel.NextDecision : Never;
            now = Math.Min(offer, decision);
            if (offer > decision)
            {
                channel.Decide(now);
                continue;
            }
            Piece piece = pieces[head++];
            waiting++;
            free = now + 1;
            _accepted[piece.Request] = Math.Min(_accepted[piece.Request], now);
            channel.Enqueue(now, piece.Offset, piece.Size, _trace.IsWrite(piece.Request), piece.Request);
        }
        return channel;

        void Finish(long request, long clock)
        {
            waiting--;
            _ended[request] = Math.Max(_ended[request], clock);
            _last = Math.Max(_last, clock);
        }
    }

    /// <summary>The commands of all channels once each has come to the end; unused channels of a kind are alike.</summary>
    private StackCounts CountsOf(StackedChannel?[] channels)
    {
        StackCounts sum = default;
        var unused = new Dictionary<int, StackCounts>();
        for (int number = 0; number < channels.Length; number++)
        {
            int layers = _spec.LayersOfPort(number % _spec.ConnectedLayers);
            if (channels[number] is { } used) sum += AtEnd(used);
            else if (unused.TryGetValue(layers, out StackCounts same)) sum += same;
            else sum += unused[layers] = AtEnd(Idle(layers));
        }
        return sum;
    }

    private StackedChannel Idle(int layers)
    {
        var channel = new StackedChannel(_spec, layers, (_, _) => { });
        channel.SetRefreshDivisor(_divisor);
        return channel;
    }

    private StackCounts AtEnd(StackedChannel channel)
    {
        channel.CatchUp(_last);
        return channel.Counts;
    }

    private ChannelStatistics Statistics()
    {
        var statistics = new ChannelStatistics { Ticks = _last, RowHits = Counts.RowHits, RowMisses = Counts.RowMisses, RowConflicts = Counts.RowConflicts };
        for (int request = 0; request < _trace.Count; request++)
        {
            if (_trace.IsWrite(request)) statistics.Writes++;
            else statistics.Reads++;
            if (!_trace.IsWrite(request)) statistics.ReadLatency.Add(_ended[request] - _accepted[request]);
        }
        statistics.Count(DramCommand.Activate, Counts.Activations);
        statistics.Count(DramCommand.Precharge, Counts.Precharges);
        statistics.Count(DramCommand.Read, Counts.Reads);
        statistics.Count(DramCommand.Write, Counts.Writes);
        statistics.Count(DramCommand.RefreshBank, Counts.BankRefreshes);
        return statistics;
    }

    /// <summary>What one channel moves of a request.</summary>
    private readonly record struct Piece(int Request, long Offset, long Size);
}
