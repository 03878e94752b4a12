using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Core.Flow;

/// <summary>A port that serves transfers one after the other at a fixed rate and delivers each after a fixed latency.</summary>
/// <remarks>Stands for a shared buffer, a NoC seen as a whole, or a wire. Occupancy is kept in exact rational time: no rounding adds up.</remarks>
public sealed class SerialPort : ITransferPort
{
    private readonly Simulation _simulation;
    private readonly Bandwidth _rate;
    private readonly Duration _latency;
    private SimTime _busySince;
    private Bytes _sinceThen;
    private SimTime _freeAt;

    /// <param name="simulation">The world the port lives in.</param>
    /// <param name="rate">Its bandwidth; positive.</param>
    /// <param name="latency">From the end of a transfer's service to its delivery.</param>
    public SerialPort(Simulation simulation, Bandwidth rate, Duration latency)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rate.BytesPerSecond, nameof(rate));
        _simulation = simulation;
        _rate = rate;
        _latency = latency;
    }

    /// <summary>Bytes served so far.</summary>
    public Bytes Moved { get; private set; }

    /// <inheritdoc/>
    public void Submit(in Transfer transfer, IEventHandler whenDone, long payload)
    {
        Moved += transfer.Size;
        if (_simulation.Now >= _freeAt)
        {
            _busySince = _simulation.Now;
            _sinceThen = Bytes.Zero;
        }
        _sinceThen += transfer.Size;
        _freeAt = _busySince + _rate.TimeFor(_sinceThen);
        _simulation.Schedule(_freeAt + _latency, whenDone, payload);
    }
}
