using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Observation;
using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Memory.Stacks;

/// <summary>A stack of DRAM in a simulated world: takes transfers of bytes and says when they have moved.</summary>
/// <remarks>
/// Addresses run over the channels piece by piece (<see cref="DramStackSpec.Interleave"/>), so a large transfer loads all channels alike.
/// A folded stack then simulates one channel of each kind for all of them.
/// </remarks>
/// <approximation>Folding treats a transfer that is no multiple of interleave times channels as if every channel moved as much as the busiest:
/// exact for multiples, otherwise late by at most one piece. Counts are scaled to the bytes really moved.</approximation>
public sealed class DramStack : IEventHandler
{
    private readonly Simulation _simulation;
    private readonly StackLane[] _lanes;
    private readonly bool _isFolded;
    private Slot[] _slots = new Slot[64];
    private int[] _free;
    private int _freeCount;
    private long _bytesAsked;
    private long _bytesSimulated;

    /// <param name="simulation">The world the stack lives in.</param>
    /// <param name="spec">What it is.</param>
    /// <param name="isFolded">Whether equal channels are simulated once for all.</param>
    /// <param name="probe">Who listens to what the banks do, if anybody; a folded stack shows one channel of each kind.</param>
    public DramStack(Simulation simulation, DramStackSpec spec, bool isFolded = true, Probe? probe = null)
    {
        ArgumentNullException.ThrowIfNull(simulation);
        ArgumentNullException.ThrowIfNull(spec);
        _simulation = simulation;
        _isFolded = isFolded;
        Spec = spec;
        _lanes = isFolded ? FoldedLanes(probe) : WholeLanes(probe);
        _free = [.. Enumerable.Range(0, _slots.Length)];
        _freeCount = _free.Length;
    }

    /// <summary>What the stack is.</summary>
    public DramStackSpec Spec { get; }

    /// <summary>Commands of all channels so far.</summary>
    public StackCounts Counts
    {
        get
        {
            StackCounts sum = default;
            foreach (StackLane lane in _lanes) sum += lane.Counts;
            return _isFolded ? Scaled(sum) : sum;
        }
    }

    /// <summary>The energy of all commands so far, standby apart.</summary>
    public Energy CommandEnergy => Spec.Energies.Of(Counts, Spec.Access);

    /// <summary>Sets the temperature, which fixes how often rows are refreshed from now on.</summary>
    public void SetTemperature(Celsius temperature)
    {
        foreach (StackLane lane in _lanes) lane.SetRefreshDivisor(Spec.RefreshDivisorAt(temperature));
    }

    /// <summary>Moves bytes between stack and logic.</summary>
    /// <param name="address">Where they lie; addresses beyond the stack wrap around.</param>
    /// <param name="size">How many, more than none.</param>
    /// <param name="isWrite">Whether they go into the stack.</param>
    /// <param name="handler">Told when the last of them has arrived.</param>
    /// <param name="payload">What the handler is told.</param>
    public void Transfer(long address, Bytes size, bool isWrite, IEventHandler handler, long payload)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(address);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size.Count);
        int slot = TakeSlot(handler, payload);
        SimTime arrival = Crossed(Spec.Clock);
        long clock = Spec.Clock.FirstEdgeAtOrAfter(arrival).Count;
        if (_isFolded) TransferFolded(address, size.Count, isWrite, slot, clock);
        else TransferWhole(address, size.Count, isWrite, slot, clock);
    }

    /// <inheritdoc/>
    void IEventHandler.Handle(long payload)
    {
        ref Slot slot = ref _slots[payload];
        if (--slot.Outstanding > 0) return;
        (IEventHandler handler, long value) = (slot.Handler!, slot.Payload);
        slot.Handler = null;
        _free[_freeCount++] = (int)payload;
        handler.Handle(value);
    }

    /// <summary>One lane for each number of layers that ports have.</summary>
    private StackLane[] FoldedLanes(Probe? probe) =>
        [.. Enumerable.Range(0, Spec.ConnectedLayers)
            .GroupBy(Spec.LayersOfPort)
            .Select(ports => LaneOf(ports.First(), ports.Key, (long)ports.Count() * Spec.Columns, probe))];

    private StackLane[] WholeLanes(Probe? probe) =>
        [.. Enumerable.Range(0, Spec.Channels).Select(channel => LaneOf(channel, Spec.LayersOfPort(channel % Spec.ConnectedLayers), 1, probe))];

    private StackLane LaneOf(int first, int layers, long channels, Probe? probe) =>
        new(_simulation, Spec, layers, channels, Finished, probe is null ? null : new BankProbe(probe, Spec, channels == 1 ? $"channel {first}" : $"channel {first}, one of {channels} alike", layers));

    private void TransferFolded(long address, long size, bool isWrite, int slot, long clock)
    {
        long piece = Spec.Interleave.Count, channels = Spec.Channels;
        long first = address / piece, last = (address + size - 1) / piece;
        long share = first == last ? size : Math.Min(size, ((last - first) / channels + 1) * piece);
        long offset = first / channels * piece + (first == last ? address % piece : 0);
        _bytesAsked += size;
        _bytesSimulated += share * channels;
        _slots[slot].Outstanding = _lanes.Length;
        foreach (StackLane lane in _lanes) lane.Enqueue(clock, offset, share, isWrite, slot);
    }

    private void TransferWhole(long address, long size, bool isWrite, int slot, long clock)
    {
        long piece = Spec.Interleave.Count, channels = Spec.Channels;
        long first = address / piece, last = (address + size - 1) / piece;
        long touched = Math.Min(channels, last - first + 1);
        _slots[slot].Outstanding = (int)touched;
        for (long p = first; p < first + touched; p++)
        {
            long final = last - (last - p) % channels;
            long start = p / channels * piece + (p == first ? address % piece : 0);
            long end = final / channels * piece + (final == last ? (address + size - 1) % piece + 1 : piece);
            _lanes[p % channels].Enqueue(clock, start, end - start, isWrite, slot);
        }
    }

    /// <summary>Data of a channel has arrived at the stack's edge; it crosses to the logic.</summary>
    private void Finished(long slot, long clock)
    {
        SimTime end = Spec.Clock.Edge(Cycles.FromCount(clock));
        if (Spec.LogicClock is { } logic)
            end = logic.Edge(Cycles.FromCount(logic.FirstEdgeAtOrAfter(end).Count + Spec.CrossingEdges));
        _simulation.Schedule(end > _simulation.Now ? end : _simulation.Now, this, slot, EventRank.Complete);
    }

    private SimTime Crossed(Clock receiver) => Spec.LogicClock is null
        ? _simulation.Now
        : receiver.Edge(Cycles.FromCount(receiver.FirstEdgeAtOrAfter(_simulation.Now).Count + Spec.CrossingEdges));

    private int TakeSlot(IEventHandler handler, long payload)
    {
        if (_freeCount == 0) Grow();
        int slot = _free[--_freeCount];
        _slots[slot] = new Slot { Handler = handler, Payload = payload };
        return slot;
    }

    private void Grow()
    {
        int old = _slots.Length;
        Array.Resize(ref _slots, old * 2);
        Array.Resize(ref _free, old * 2);
        for (int i = old; i < old * 2; i++) _free[_freeCount++] = i;
    }

    private StackCounts Scaled(in StackCounts counts)
    {
        if (_bytesSimulated == 0 || _bytesSimulated == _bytesAsked) return counts;
        double share = (double)_bytesAsked / _bytesSimulated;
        return counts with
        {
            Activations = (long)Math.Round(counts.Activations * share),
            Precharges = (long)Math.Round(counts.Precharges * share),
            Reads = (long)Math.Round(counts.Reads * share),
            Writes = (long)Math.Round(counts.Writes * share),
            RowHits = (long)Math.Round(counts.RowHits * share),
            RowMisses = (long)Math.Round(counts.RowMisses * share),
            RowConflicts = (long)Math.Round(counts.RowConflicts * share),
        };
    }

    private struct Slot
    {
        public IEventHandler? Handler;
        public long Payload;
        public int Outstanding;
    }
}
