using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Flow;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Memory.Stacks;

namespace DeepStack.Sim.Platform;

/// <summary>Consecutive bytes read from, or written to, all channels of a stack.</summary>
internal sealed class LineStream : IEventHandler
{
    private readonly Simulation _simulation;
    private readonly DramStack _stack;
    private readonly bool _isWrite;
    private readonly Duration _pathLatency;
    private readonly SerialPort? _path;
    private readonly long _lineBytes;
    private readonly Queue<Waiter> _waiting = new();
    private readonly HashSet<long> _early = [];
    private long _nextLine;
    private long _batches;
    private long _batchesDone;
    private long _leftInLine;

    /// <param name="simulation">The world.</param>
    /// <param name="stack">The DRAM.</param>
    /// <param name="isWrite">Whether bytes go into the stack.</param>
    /// <param name="firstLine">Where the stream begins, in lines.</param>
    /// <param name="pathLatency">From the DRAM's edge to the cores' side of the shared buffer.</param>
    /// <param name="path">The way there where its rate counts; it has the latency too.</param>
    public LineStream(Simulation simulation, DramStack stack, bool isWrite, long firstLine, Duration pathLatency, SerialPort? path)
    {
        _simulation = simulation;
        _stack = stack;
        _isWrite = isWrite;
        _pathLatency = pathLatency;
        _path = path;
        _lineBytes = stack.Spec.Interleave.Count * stack.Spec.Channels;
        _nextLine = firstLine;
    }

    /// <summary>Moves the next bytes of the stream.</summary>
    public void Submit(Bytes size, IEventHandler whenDone, long payload)
    {
        long missing = size.Count - _leftInLine;
        if (missing > 0)
        {
            long lines = (missing + _lineBytes - 1) / _lineBytes;
            _stack.Transfer(_nextLine * _lineBytes, Bytes.FromCount(lines * _lineBytes), _isWrite, this, _batches++);
            _nextLine += lines;
            missing -= lines * _lineBytes;
        }
        _leftInLine = -missing;
        var waiter = new Waiter(_batches, size, whenDone, payload);
        if (_batchesDone == _batches) Deliver(waiter);
        else _waiting.Enqueue(waiter);
    }

    /// <summary>A batch of lines has moved; transfers are done in the order in which they were asked for.</summary>
    public void Handle(long payload)
    {
        _early.Add(payload);
        while (_early.Remove(_batchesDone)) _batchesDone++;
        while (_waiting.TryPeek(out Waiter waiter) && waiter.Batches <= _batchesDone)
        {
            _waiting.Dequeue();
            Deliver(waiter);
        }
    }

    private void Deliver(in Waiter waiter)
    {
        if (_path is null) _simulation.Schedule(_pathLatency, waiter.Handler, waiter.Payload);
        else _path.Submit(new Transfer(waiter.Size, _isWrite), waiter.Handler, waiter.Payload);
    }

    /// <summary>Somebody who waits until so many batches have moved.</summary>
    private readonly record struct Waiter(long Batches, Bytes Size, IEventHandler Handler, long Payload);
}
