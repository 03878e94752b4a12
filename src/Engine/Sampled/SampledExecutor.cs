using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Steps;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Engine.Sampled;

/// <summary>Fidelity "sampled": a step is composed of parts that were simulated at event fidelity for sizes on a fixed grid.</summary>
/// <remarks>
/// Operators of a step end before the next begins, so that the time of a step is the sum of its operators' times; those depend on one
/// or two sizes each. Between grid points the parts are interpolated linearly.
/// </remarks>
/// <approximation>
/// Decoding sequences count as equally long, and sizes between grid points lie on straight lines: together about 1 % of a step.
/// </approximation>
public sealed class SampledExecutor : IStepExecutor
{
    private static readonly SizeGrid TokenGrid = new(octaveBits: 4);
    private static readonly SizeGrid SequenceGrid = new(octaveBits: 3);
    private static readonly SizeGrid ContextGrid = new(octaveBits: 3);

    private readonly StepLayout _layout;
    private readonly PartMemo _memo;
    private readonly Duration _launch;
    private readonly StepTiming _timing = new();
    private readonly OperatorSample[][] _samples = new OperatorSample[5][];
    private readonly string[][] _tilings = new string[5][];
    private bool _interpolated;

    internal SampledExecutor(StepLayout layout, PartMemo memo, Duration launch)
    {
        _layout = layout;
        _memo = memo;
        _launch = launch;
    }

    /// <inheritdoc/>
    public StepTiming Execute(StepShape shape)
    {
        _interpolated = false;
        Array.Clear(_samples);
        Load(PartKind.Tokens, TokenGrid.Around(shape.NewTokens), default);
        if (shape.SampledSequences > 0) Load(PartKind.Head, SequenceGrid.Around(shape.SampledSequences), default);
        if (shape.DecodeSequences > 0)
        {
            double meanContext = (double)shape.DecodeContextTokens / shape.DecodeSequences;
            Load(PartKind.Decode, SequenceGrid.Around(shape.DecodeSequences), ContextGrid.Around(meanContext));
        }
        if (shape.PrefillSequences > 0) LoadPrefills(shape);
        return Compose();
    }

    private void LoadPrefills(StepShape shape)
    {
        bool first = true;
        foreach (SequenceSlice slice in shape.Slices)
        {
            if (slice.IsDecode) continue;
            Load(PartKind.Prefill, TokenGrid.Around(slice.NewTokens), ContextGrid.Around(slice.ContextTokens), first ? 0 : -_launch.Picoseconds);
            first = false;
        }
    }

    /// <summary>Adds a part to the step, interpolated in one or two sizes.</summary>
    private void Load(PartKind part, (long Lower, long Upper, double Fraction) x, (long Lower, long Upper, double Fraction) y, long correctionPs = 0)
    {
        _interpolated |= x.Fraction > 0 || y.Fraction > 0;
        Accumulate(part, x.Lower, y.Lower, (1 - x.Fraction) * (1 - y.Fraction), correctionPs);
        if (x.Fraction > 0) Accumulate(part, x.Upper, y.Lower, x.Fraction * (1 - y.Fraction), correctionPs);
        if (y.Fraction > 0) Accumulate(part, x.Lower, y.Upper, (1 - x.Fraction) * y.Fraction, correctionPs);
        if (x.Fraction > 0 && y.Fraction > 0) Accumulate(part, x.Upper, y.Upper, x.Fraction * y.Fraction, correctionPs);
    }

    private void Accumulate(PartKind part, long x, long y, double weight, long correctionPs)
    {
        PartSample[] known = _memo.Get(new PartKey(part, x, y));
        OperatorSample[]? sums = _samples[(int)part];
        if (sums is null)
        {
            _samples[(int)part] = sums = new OperatorSample[known.Length];
            _tilings[(int)part] = [.. known.Select(k => k.Tiling)];
        }
        for (int i = 0; i < known.Length; i++)
        {
            OperatorSample sample = known[i].Numbers;
            if (correctionPs != 0) sample = sample with { ElapsedPs = sample.ElapsedPs + correctionPs };
            sums[i] = OperatorSample.Mix(sums[i], 1, sample, weight);
        }
    }

    private StepTiming Compose()
    {
        _timing.Clear();
        Duration at = Duration.Zero;
        int block = 0;
        for (int i = 0; i < _layout.Entries.Count;)
        {
            bool inBlock = block < _layout.Blocks.Count && _layout.Blocks[block].Start == i;
            LayoutBlock run = inBlock ? _layout.Blocks[block++] : new LayoutBlock(i, 1, 1);
            at = Place(run, at);
            i += run.Count;
        }
        _timing.Finish(at, _interpolated ? TimingOrigin.Interpolated : TimingOrigin.Remembered);
        return _timing;
    }

    /// <summary>Places the operators of a layer one after the other and counts all its repetitions.</summary>
    private Duration Place(LayoutBlock run, Duration start)
    {
        Duration period = Duration.Zero;
        for (int i = run.Start; i < run.Start + run.Count; i++) period += ElapsedOf(_layout.Entries[i]);
        Duration offset = start;
        for (int i = run.Start; i < run.Start + run.Count; i++)
        {
            LayoutEntry entry = _layout.Entries[i];
            OperatorSample[]? samples = _samples[(int)entry.Part];
            if (samples is null) continue;
            OperatorTiming template = entry.Template with { Tiling = _tilings[(int)entry.Part][entry.Index] };
            _timing.Add(samples[entry.Index].Into(template, offset, period));
            offset += ElapsedOf(entry);
        }
        return start + period * run.Repeat;
    }

    private Duration ElapsedOf(LayoutEntry entry)
    {
        OperatorSample[]? samples = _samples[(int)entry.Part];
        return samples is null ? Duration.Zero : Duration.FromPicoseconds((long)Math.Round(samples[entry.Index].ElapsedPs));
    }
}
