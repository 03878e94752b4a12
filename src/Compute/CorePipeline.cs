using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Flow;
using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Compute;

/// <summary>The cores of one device at work on a kernel: stages are loaded ahead into free buffers, computed in order, and stored.</summary>
/// <remarks>
/// <para>A stage passes these states; each arrow is an event:</para>
/// <para><c>free buffer -> memory read -> shared buffer read -> loaded -> computing -> buffer free</c></para>
/// <para>
/// How far loads run ahead is bounded by the buffers alone, so the bandwidth that latency allows (Little's law) is a result.
/// The kernel ends when the last stage is computed and the last store is taken over by the memory.
/// </para>
/// </remarks>
public sealed class CorePipeline : IEventHandler
{
    private readonly Simulation _simulation;
    private readonly ITransferPort _memory;
    private readonly ITransferPort _shared;
    private readonly LaunchSpec _launch;
    private readonly IEventHandler _fromMemory;

    private Kernel? _kernel;
    private IEventHandler? _whenDone;
    private long _payload;
    private Cursor _loading;
    private Cursor _computing;
    private long _requested;
    private long _computed;
    private int _storesUnderWay;
    private InFlightStage[] _inFlight = [];
    private bool _unitBusy;
    private SimTime _computeBusyFrom;
    private IEventHandler? _whenWave;
    private long _waves;
    private long _openWaves;
    private SimTime? _gatedFrom;
    private readonly IEventHandler _fromPrefetch;
    private Kernel? _prefetched;
    private long _prefetchedStages;
    private long _prefetchedArrived;

    /// <param name="simulation">The world the cores live in.</param>
    /// <param name="memory">The device's memory.</param>
    /// <param name="shared">The device's shared buffer.</param>
    /// <param name="launch">What starting work costs.</param>
    public CorePipeline(Simulation simulation, ITransferPort memory, ITransferPort shared, LaunchSpec launch)
    {
        _simulation = simulation;
        _memory = memory;
        _shared = shared;
        _launch = launch;
        _fromMemory = new MemoryArrival(this);
        _fromPrefetch = new PrefetchArrival(this);
    }

    private enum What : long
    {
        Loaded = 0,
        Launched = -1,
        Computed = -2,
        Stored = -3,
        Reduced = -4,
    }

    /// <summary>How long the units of the cores were busy with the present kernel.</summary>
    public Duration ComputeBusy { get; private set; }

    /// <summary>How long the units had data of the present kernel and waited for its gate to open.</summary>
    public Duration GateWait { get; private set; }

    /// <summary>Starts a kernel; one at a time.</summary>
    /// <param name="kernel">What to do.</param>
    /// <param name="whenDone">Called at its end.</param>
    /// <param name="payload">Handed to <paramref name="whenDone"/>.</param>
    /// <exception cref="InvalidOperationException">The cores are at work.</exception>
    public void Start(Kernel kernel, IEventHandler whenDone, long payload) => Start(kernel, whenDone, payload, null, long.MaxValue);

    /// <summary>Starts a kernel beside which something else goes on.</summary>
    /// <param name="kernel">What to do.</param>
    /// <param name="whenDone">Called at its end.</param>
    /// <param name="payload">Handed to <paramref name="whenDone"/>.</param>
    /// <param name="whenWave">Called with the number of waves computed, at the end of each; nobody if null.</param>
    /// <param name="openWaves">Waves that may be computed; loads run ahead of them. <see cref="Open"/> allows more.</param>
    /// <exception cref="InvalidOperationException">The cores are at work.</exception>
    public void Start(Kernel kernel, IEventHandler whenDone, long payload, IEventHandler? whenWave, long openWaves)
    {
        if (_kernel is not null) throw new InvalidOperationException("The cores work on one kernel at a time.");
        _kernel = kernel;
        _whenDone = whenDone;
        _payload = payload;
        _loading = _computing = default;
        _requested = _computed = 0;
        foreach (StageRun run in kernel.Runs)
        {
            if (run.Buffers > _inFlight.Length) _inFlight = new InFlightStage[run.Buffers];
        }
        ComputeBusy = GateWait = Duration.Zero;
        _whenWave = whenWave;
        _openWaves = openWaves;
        _waves = 0;
        _gatedFrom = null;
        _simulation.Schedule(kernel.LaunchTime(_launch), this, (long)What.Launched);
    }

    /// <summary>Loads the first stages of a kernel that starts later, as many as its buffers hold; kernels before it have little to buffer.</summary>
    /// <param name="kernel">The kernel; until it starts no other one is loaded ahead.</param>
    public void Prefetch(Kernel kernel)
    {
        _prefetched = kernel;
        _prefetchedStages = _prefetchedArrived = 0;
        StageRun run = kernel.Runs[0];
        if (run.Load == Bytes.Zero) return;
        while (_prefetchedStages < Math.Min(run.Buffers, run.Stages))
        {
            _prefetchedStages++;
            _memory.Submit(new Transfer(run.ChannelLoad, IsWrite: false), _fromPrefetch, 0);
        }
    }

    /// <summary>Allows the present kernel to compute so many waves in all.</summary>
    public void Open(long waves)
    {
        _openWaves = waves;
        ComputeNext();
    }

    /// <inheritdoc/>
    public void Handle(long payload)
    {
        switch ((What)Math.Min(payload, 0))
        {
            case What.Launched:
                LoadAhead();
                EndIfDone();
                break;
            case What.Loaded:
                _inFlight[payload].HasArrived = true;
                ComputeNext();
                break;
            case What.Computed:
                StageComputed();
                break;
            case What.Stored:
                _storesUnderWay--;
                EndIfDone();
                break;
            case What.Reduced:
                End();
                break;
        }
    }

    private void LoadAhead()
    {
        while (_loading.Run < _kernel!.Runs.Length)
        {
            ref readonly StageRun run = ref _kernel.Runs.ItemRef(_loading.Run);
            if (_requested - _computed >= run.Buffers) return;
            _loading.Advance(run);
            Request(run, _requested++);
        }
    }

    private void Request(in StageRun run, long stage)
    {
        int slot = (int)(stage % _inFlight.Length);
        _inFlight[slot] = new InFlightStage { FromShared = run.FromShared };
        if (ReferenceEquals(_kernel, _prefetched) && stage < _prefetchedStages)
        {
            if (stage < _prefetchedArrived) ReadShared(slot);
        }
        else if (run.Load > Bytes.Zero) _memory.Submit(new Transfer(run.ChannelLoad, IsWrite: false), _fromMemory, slot);
        else ReadShared(slot);
    }

    private void ReadShared(int slot)
    {
        Bytes size = _inFlight[slot].FromShared;
        if (size > Bytes.Zero) _shared.Submit(new Transfer(size, IsWrite: false), this, slot);
        else _simulation.Schedule(_simulation.Now, this, slot);
    }

    private void ComputeNext()
    {
        if (_kernel is null || _unitBusy || _computed == _requested || !_inFlight[_computed % _inFlight.Length].HasArrived) return;
        if (_waves >= _openWaves)
        {
            _gatedFrom ??= _simulation.Now;
            return;
        }
        if (_gatedFrom is { } from) GateWait += _simulation.Now - from;
        _gatedFrom = null;
        ref readonly StageRun run = ref _kernel!.Runs.ItemRef(_computing.Run);
        Duration time = run.Compute;
        if (_computing.Stage == 0) time += run.Start;
        _unitBusy = true;
        _computeBusyFrom = _simulation.Now;
        _simulation.Schedule(time, this, (long)What.Computed, EventRank.Complete);
    }

    private void StageComputed()
    {
        _unitBusy = false;
        _computed++;
        ComputeBusy += _simulation.Now - _computeBusyFrom;
        ref readonly StageRun run = ref _kernel!.Runs.ItemRef(_computing.Run);
        bool waveEnds = _computing.Advance(run);
        if (waveEnds) _waves++;
        if (waveEnds && run.Store > Bytes.Zero)
        {
            _storesUnderWay++;
            _memory.Submit(new Transfer(run.Store, IsWrite: true), this, (long)What.Stored);
        }
        if (waveEnds) _whenWave?.Handle(_waves);
        LoadAhead();
        ComputeNext();
        EndIfDone();
    }

    private void EndIfDone()
    {
        if (_kernel is null || _unitBusy || _storesUnderWay > 0 || _computing.Run < _kernel.Runs.Length) return;
        if (_kernel.Reduces) _simulation.Schedule(_kernel.ReductionTime(_launch), this, (long)What.Reduced);
        else End();
    }

    private void End()
    {
        IEventHandler whenDone = _whenDone!;
        if (ReferenceEquals(_kernel, _prefetched)) _prefetched = null;
        _kernel = null;
        _whenDone = _whenWave = null;
        whenDone.Handle(_payload);
    }

    /// <summary>A place in the sequence of stages.</summary>
    private struct Cursor
    {
        public int Run;
        public int Wave;
        public int Stage;

        /// <summary>Goes one stage on; true if that ended a wave.</summary>
        public bool Advance(in StageRun run)
        {
            if (++Stage < run.StagesPerWave) return false;
            Stage = 0;
            if (++Wave < run.Waves) return true;
            Wave = 0;
            Run++;
            return true;
        }
    }

    /// <summary>A stage whose buffer is taken.</summary>
    private struct InFlightStage
    {
        public Bytes FromShared;
        public bool HasArrived;
    }

    /// <summary>A stage that was loaded ahead has come; whoever asked for it meanwhile gets it.</summary>
    private void PrefetchArrived()
    {
        long stage = _prefetchedArrived++;
        if (ReferenceEquals(_kernel, _prefetched) && stage < _requested) ReadShared((int)(stage % _inFlight.Length));
    }

    /// <summary>A stage that was loaded ahead has come from memory.</summary>
    private sealed class PrefetchArrival(CorePipeline cores) : IEventHandler
    {
        public void Handle(long payload) => cores.PrefetchArrived();
    }

    /// <summary>Data has come from memory and goes on through the shared buffer; the payload is the stage's buffer.</summary>
    private sealed class MemoryArrival(CorePipeline cores) : IEventHandler
    {
        public void Handle(long payload) => cores.ReadShared((int)payload);
    }
}
