using DeepStack.Sim.Compute;
using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Collectives;
using DeepStack.Sim.Mapping.Programs;

namespace DeepStack.Sim.Engine.Detailed;

/// <summary>A product and an exchange side by side on two streams: the cores' and the network's. Chunks of the second follow those of the first.</summary>
/// <remarks>
/// Where the product comes first, each chunk of it frees one of the exchange as its last wave ends. Where the exchange comes first, each of its chunks
/// opens waves of the product, whose loads have run ahead meanwhile. A chunk of an exchange takes the time of an exchange of that size alone.
/// </remarks>
internal sealed class OverlapRun : IEventHandler
{
    private readonly Simulation _simulation;
    private readonly CorePipeline _cores;
    private readonly Kernel _product;
    private readonly Kernel? _next;
    private readonly Action<OverlapRun> _whenDone;
    private readonly CollectivePlayer _collectives;
    private readonly CollectiveStep _part;
    private readonly ChunkedExchange _exchange;
    private readonly int _chunks;
    private readonly WaveWatch _watch;
    private SimTime _began;
    private SimTime _productEnd;
    private int _free;
    private int _exchanged;
    private bool _isExchanging;
    private bool _productEnded;

    /// <param name="simulation">The world.</param>
    /// <param name="cores">The device's cores; idle.</param>
    /// <param name="collectives">Plays exchanges.</param>
    /// <param name="first">The product or the exchange.</param>
    /// <param name="second">The other one, with the number of chunks.</param>
    /// <param name="next">What loads ahead when the product has ended before the exchange; null for nothing.</param>
    /// <param name="whenDone">Called when both have ended.</param>
    public OverlapRun(Simulation simulation, CorePipeline cores, CollectivePlayer collectives, ProgramStep first, ProgramStep second, Kernel? next, Action<OverlapRun> whenDone)
    {
        _simulation = simulation;
        _cores = cores;
        _next = next;
        _whenDone = whenDone;
        _chunks = second.Chunks;
        _collectives = collectives;
        ExchangeIsFirst = first is CollectiveStep;
        var exchange = (CollectiveStep)(ExchangeIsFirst ? first : second);
        _product = collectives.BesideExchange(((KernelStep)(ExchangeIsFirst ? second : first)).Kernel);
        _exchange = collectives.BesideProduct(exchange, _chunks, ExchangeIsFirst);
        _part = ChunkedExchange.PartOf(exchange, _chunks);
        _watch = new WaveWatch(this);
    }

    /// <summary>Whether the exchange comes before the product.</summary>
    public bool ExchangeIsFirst { get; }

    /// <summary>From the start of the first to the end of both.</summary>
    public Duration Elapsed { get; private set; }

    /// <summary>How long the exchange went on.</summary>
    public Duration Exchanged => _exchange.Elapsed;

    /// <summary>The part of it that the cores waited for.</summary>
    public Duration Exposed { get; private set; }

    /// <summary>Begins at the present instant.</summary>
    public void Begin()
    {
        _began = _simulation.Now;
        _free = ExchangeIsFirst ? _chunks : 0;
        _cores.Start(_product, _watch, -1, ExchangeIsFirst ? null : _watch, ExchangeIsFirst ? 0 : long.MaxValue);
        ExchangeNext();
    }

    /// <summary>A chunk has been exchanged.</summary>
    public void Handle(long payload)
    {
        _isExchanging = false;
        _exchanged++;
        if (ExchangeIsFirst) _cores.Open(_exchanged == _chunks ? long.MaxValue : ChunkedOverlap.WavesOf(_product, _exchanged, _chunks));
        ExchangeNext();
        EndIfDone();
    }

    private void ExchangeNext()
    {
        if (_isExchanging || _exchanged >= _free) return;
        _isExchanging = true;
        _collectives.Show(_part, _simulation.Now, _exchange.Chunk);
        _simulation.Schedule(_exchanged == _chunks - 1 ? _exchange.Chunk + _exchange.End : _exchange.Chunk, this);
    }

    private void WavesComputed(long waves)
    {
        while (_free < _chunks - 1 && waves >= ChunkedOverlap.WavesOf(_product, _free + 1, _chunks)) _free++;
        ExchangeNext();
    }

    private void ProductEnded()
    {
        _productEnded = true;
        Exposed = ExchangeIsFirst ? Duration.Min(_cores.GateWait, Exchanged) : Duration.Zero;
        _free = _chunks;
        _productEnd = _simulation.Now;
        if (_next is not null && _exchanged < _chunks) _cores.Prefetch(_next);
        ExchangeNext();
        EndIfDone();
    }

    private void EndIfDone()
    {
        if (!_productEnded || _exchanged < _chunks) return;
        Elapsed = _simulation.Now - _began;
        if (!ExchangeIsFirst) Exposed = _simulation.Now - _productEnd;
        _whenDone(this);
    }

    /// <summary>Hears of waves, and with a negative payload of the end.</summary>
    private sealed class WaveWatch(OverlapRun run) : IEventHandler
    {
        public void Handle(long payload)
        {
            if (payload < 0) run.ProductEnded();
            else run.WavesComputed(payload);
        }
    }
}
