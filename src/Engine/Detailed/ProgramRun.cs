using DeepStack.Sim.Compute;
using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.AttentionMemory;
using DeepStack.Sim.Engine.Steps;
using DeepStack.Sim.Mapping.Programs;
using DeepStack.Sim.Memory.Stacks;
using DeepStack.Sim.Platform;

namespace DeepStack.Sim.Engine.Detailed;

/// <summary>One device at work on a program: each step begins when the one before it has ended, unless both go on side by side.</summary>
/// <remarks>
/// All devices of a stage run the same program under the same load and are folded onto this one; in collectives all of them take part
/// on the simulated network. The stages of a pipeline, whose devices are equal, follow one another on it.
/// </remarks>
internal sealed class ProgramRun : IEventHandler
{
    private readonly Simulation _simulation;
    private readonly Device _device;
    private readonly CollectivePlayer _collectives;
    private readonly AttentionMemoryTimes? _memory;
    private readonly List<StepTally[]> _tallies = [];
    private DeviceProgram _program = new([]);
    private int _block;
    private int _repetition;
    private int _step;

    public ProgramRun(Simulation simulation, Device device, CollectivePlayer collectives, AttentionMemoryTimes? memory)
    {
        _memory = memory;
        _simulation = simulation;
        _device = device;
        _collectives = collectives;
    }

    /// <summary>Runs a program from the present instant to its end.</summary>
    public StepTiming Run(DeviceProgram program)
    {
        SimTime start = _simulation.Now;
        _program = program;
        _block = _repetition = _step = 0;
        _tallies.Clear();
        foreach (ProgramBlock block in program.Blocks) _tallies.Add(new StepTally[block.Steps.Count]);
        SkipEmptyBlocks();
        Begin();
        _simulation.RunToEnd();
        return Report(start);
    }

    /// <summary>A step of the program has ended.</summary>
    public void Handle(long payload)
    {
        ref StepTally tally = ref _tallies[_block][_step];
        tally.Elapsed += _simulation.Now - tally.Began;
        tally.Memory += EventsSince(tally.Before);
        if (_program.Blocks[_block].Steps[_step] is KernelStep) tally.ComputeBusy += _device.Cores.ComputeBusy;
        Advance();
        Begin();
    }

    /// <summary>A product and an exchange that went on side by side have ended.</summary>
    private void PairEnded(OverlapRun pair)
    {
        StepTally[] tallies = _tallies[_block];
        ref StepTally product = ref tallies[pair.ExchangeIsFirst ? _step + 1 : _step], exchange = ref tallies[pair.ExchangeIsFirst ? _step : _step + 1];
        product.Elapsed += pair.Elapsed - pair.Exposed;
        product.ComputeBusy += _device.Cores.ComputeBusy;
        product.Memory += EventsSince(tallies[_step].Before);
        exchange.Elapsed += pair.Exchanged;
        exchange.Hidden += pair.Exchanged - pair.Exposed;
        Advance();
        Advance();
        Begin();
    }

    private void BeginPair(ProgramStep first, ProgramStep second)
    {
        ref StepTally follower = ref _tallies[_block][_step + 1];
        if (_repetition == 0) follower.First = _simulation.Now;
        follower.Last = _simulation.Now;
        new OverlapRun(_simulation, _device.Cores, _collectives, first, second, second is CollectiveStep ? KernelToPrefetch(_step + 2) : null, PairEnded).Begin();
    }

    private void Advance()
    {
        ProgramBlock block = _program.Blocks[_block];
        if (++_step < block.Steps.Count) return;
        _step = 0;
        if (++_repetition < block.Repeat) return;
        _repetition = 0;
        _block++;
        SkipEmptyBlocks();
    }

    private void SkipEmptyBlocks()
    {
        while (_block < _program.Blocks.Count && _program.Blocks[_block].Steps.Count == 0) _block++;
    }

    private void Begin()
    {
        if (_block == _program.Blocks.Count) return;
        ref StepTally tally = ref _tallies[_block][_step];
        tally.Began = _simulation.Now;
        tally.Before = _device.Memory.Stack.Counts;
        if (_repetition == 0) tally.First = _simulation.Now;
        tally.Last = _simulation.Now;
        IReadOnlyList<ProgramStep> steps = _program.Blocks[_block].Steps;
        if (_step + 1 < steps.Count && steps[_step + 1].Chunks > 1)
        {
            BeginPair(steps[_step], steps[_step + 1]);
            return;
        }
        switch (steps[_step])
        {
            case KernelStep kernel:
                _device.Cores.Start(kernel.Kernel, this, 0);
                break;
            case CollectiveStep collective:
                if (KernelToPrefetch(_step + 1) is { } next) _device.Cores.Prefetch(next);
                Duration elapsed = _collectives.Play(collective).Elapsed;
                _collectives.Show(collective, _simulation.Now, elapsed);
                _simulation.Schedule(elapsed, this);
                break;
            case MemoryAttentionStep attention:
                _simulation.Schedule(_memory!.Of(attention).Elapsed, this);
                break;
            case MemoryWriteStep:
                _simulation.Schedule(Duration.Zero, this);
                break;
        }
    }

    /// <summary>The product that loads ahead during the exchange before a step of the present block; null if there is none, or if it never comes.</summary>
    private Kernel? KernelToPrefetch(int after)
    {
        IReadOnlyList<ProgramStep> steps = _program.Blocks[_block].Steps;
        for (int ahead = after; ahead < after + steps.Count; ahead++)
        {
            if (ahead == steps.Count && !ComesAgain(steps)) return null;
            if (steps[ahead % steps.Count] is not KernelStep step) return null;
            if (step.LoadsAhead) return step.Kernel;
            if (step.Kind != WorkKind.Elementwise) return null;
        }
        return null;
    }

    private bool ComesAgain(IReadOnlyList<ProgramStep> steps) =>
        _repetition + 1 < _program.Blocks[_block].Repeat || (_block + 1 < _program.Blocks.Count && ReferenceEquals(_program.Blocks[_block + 1].Steps, steps));

    private StepTiming Report(SimTime start)
    {
        var timing = new StepTiming();
        for (int b = 0; b < _program.Blocks.Count; b++)
        {
            ProgramBlock block = _program.Blocks[b];
            for (int s = 0; s < block.Steps.Count; s++) timing.Add(OperatorOf(block, block.Steps[s], _tallies[b][s], start));
        }
        timing.Finish(_simulation.Now - start, TimingOrigin.Simulated);
        return timing;
    }

    private OperatorTiming OperatorOf(ProgramBlock block, ProgramStep step, StepTally tally, SimTime start)
    {
        var timing = new OperatorTiming
        {
            Name = step.Name,
            Kind = step.Kind,
            Offset = tally.First - start,
            Elapsed = tally.Elapsed / block.Repeat,
            Hidden = tally.Hidden / block.Repeat,
            Repeat = block.Repeat,
            Period = block.Repeat > 1 ? (tally.Last - tally.First) / (block.Repeat - 1) : Duration.Zero,
            ComputeBusy = tally.ComputeBusy / block.Repeat,
            Tiling = "",
            Events = tally.Memory * (1.0 / block.Repeat),
        };
        return step switch
        {
            KernelStep { Kernel: var kernel } => timing with
            {
                MemoryBytes = kernel.MemoryReads + kernel.MemoryWrites,
                SharedBytes = kernel.SharedReads,
                Work = kernel.MatrixWork + kernel.VectorWork,
                Events = OfServingChannels(kernel, timing.Events) with { MatrixWork = kernel.MatrixWork.Count, VectorWork = kernel.VectorWork.Count },
                Tiling = kernel.Tiling,
            },
            CollectiveStep collective => timing with
            {
                NetworkBytes = _collectives.Play(collective).SentPerRank,
                PackageBytes = _collectives.Play(collective).Traffic.PackageBytes,
                Events = timing.Events.With(_collectives.Play(collective).Traffic),
                Tiling = _collectives.Play(collective).Algorithm,
            },
            MemoryAttentionStep attention => _memory!.Of(attention) with { Offset = timing.Offset, Repeat = timing.Repeat, Period = timing.Period },
            MemoryWriteStep write => _memory!.Of(write) with { Offset = timing.Offset, Repeat = timing.Repeat, Period = timing.Period },
            _ => timing,
        };
    }

    /// <summary>The channels are simulated as one, as if all of them served the loads; where some stand idle, what they did is taken off.</summary>
    private static OperatorEvents OfServingChannels(Kernel kernel, in OperatorEvents events)
    {
        Bytes all = kernel.ChannelReads, reads = kernel.MemoryReads, writes = kernel.MemoryWrites;
        if (all == reads) return events;
        return events with
        {
            Activations = events.Activations * (reads + writes).Count / (all + writes).Count,
            ReadBytes = events.ReadBytes * reads.Count / all.Count,
        };
    }

    /// <summary>What the DRAM did since its counts were taken.</summary>
    private OperatorEvents EventsSince(in StackCounts before)
    {
        StackCounts now = _device.Memory.Stack.Counts;
        long access = _device.Memory.Stack.Spec.Access.Count;
        return new OperatorEvents(now.Activations - before.Activations, (now.Reads - before.Reads) * access, (now.Writes - before.Writes) * access, 0, 0, 0, 0);
    }

    /// <summary>Sums over the repetitions of one step.</summary>
    private struct StepTally
    {
        public SimTime Began;
        public SimTime First;
        public SimTime Last;
        public Duration Elapsed;
        public Duration Hidden;
        public Duration ComputeBusy;
        public StackCounts Before;
        public OperatorEvents Memory;
    }
}
