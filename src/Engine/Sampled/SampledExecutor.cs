using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Steps;
using DeepStack.Sim.Mapping.Programs;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Engine.Sampled;

/// <summary>Fidelity "sampled": a step is composed of parts that were simulated at event fidelity for sizes on a fixed grid.</summary>
/// <remarks>
/// <para>
/// Operators of a step end before the next begins, so that the time of a step is the sum of its operators' times; those depend on one
/// or two sizes each.
/// </para>
/// <para>
/// Matrix products and prefill attention grow in steps of a tile, so between two grid points they take the upper one, which is exact
/// where the grid is as fine as the tiles; everything else is interpolated linearly. Decode attention is looked up by the mean number
/// of its blocks of keys, which is what its stages are counted in.
/// </para>
/// </remarks>
/// <approximation>
/// Decoding sequences count as equally long, and what lies between grid points follows the rules above: about 1 % of a step.
/// </approximation>
public sealed class SampledExecutor : IStepExecutor
{
    private const int Parts = (int)PartKind.Prefill + 1;
    private static readonly SizeGrid TokenGrid = new(octaveBits: 4);
    private static readonly SizeGrid SequenceGrid = new(octaveBits: 4);
    private static readonly SizeGrid BlockGrid = new(octaveBits: 4);

    private readonly StepLayout _layout;
    private readonly PartMemo _memo;
    private readonly Duration _launch;
    private readonly StepTiming _timing = new();
    private readonly bool[] _used = new bool[Parts];
    private readonly OperatorSample[][] _sums = new OperatorSample[Parts][];
    private readonly PartSample[][] _known = new PartSample[Parts][];
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
        Array.Clear(_used);
        Load(PartKind.Tokens, TokenGrid.Around(shape.NewTokens));
        if (shape.SampledSequences > 0) Load(PartKind.Head, SequenceGrid.Around(shape.SampledSequences));
        if (shape.DecodeSequences > 0) Load(PartKind.Decode, SequenceGrid.Around(shape.DecodeSequences), BlockGrid.Around(MeanDecodeBlocks(shape)));
        if (shape.PrefillSequences > 0) LoadPrefills(shape);
        return Compose();
    }

    /// <summary>Blocks of keys that a decoding sequence reads, its new token included.</summary>
    private static double MeanDecodeBlocks(StepShape shape)
    {
        long blocks = 0;
        IReadOnlyList<SequenceSlice> slices = shape.Slices;
        for (int i = 0; i < slices.Count; i++)
        {
            if (slices[i].IsDecode) blocks += PartShapes.BlocksOf(slices[i].ContextTokens + 1);
        }
        return (double)blocks / shape.DecodeSequences;
    }

    private void LoadPrefills(StepShape shape)
    {
        bool first = true;
        foreach (SequenceSlice slice in shape.Slices)
        {
            if (slice.IsDecode) continue;
            GridPlace tokens = PartShapes.PrefillTokens(slice.NewTokens), context = PartShapes.PrefillContext(slice.ContextTokens);
            Load(PartKind.Prefill, tokens, context, first ? 0 : -_launch.Picoseconds);
            first = false;
        }
    }

    /// <summary>Adds a part that depends on one size.</summary>
    private void Load(PartKind part, GridPlace size)
    {
        PartSample[] lower = _memo.Get(new PartKey(part, size.Lower, 0));
        if (size.IsPoint)
        {
            Accumulate(part, lower, 1);
            return;
        }
        _interpolated = true;
        PartSample[] upper = _memo.Get(new PartKey(part, size.Upper, 0));
        OperatorSample[] sums = Begin(part, upper);
        foreach (LayoutEntry entry in _layout.EntriesOf(part))
        {
            bool growsInTiles = entry.Template.Kind == WorkKind.MatrixProduct;
            double weight = growsInTiles ? 1 : size.Fraction;
            sums[entry.Index] = OperatorSample.Mix(lower[entry.Index].Numbers, 1 - weight, upper[entry.Index].Numbers, weight);
        }
    }

    /// <summary>Adds a part that depends on two sizes, linearly between grid points.</summary>
    private void Load(PartKind part, GridPlace x, GridPlace y, long correctionPs = 0)
    {
        _interpolated |= !x.IsPoint || !y.IsPoint;
        Accumulate(part, x.Lower, y.Lower, (1 - x.Fraction) * (1 - y.Fraction), correctionPs);
        Accumulate(part, x.Upper, y.Lower, x.Fraction * (1 - y.Fraction), correctionPs);
        Accumulate(part, x.Lower, y.Upper, (1 - x.Fraction) * y.Fraction, correctionPs);
        Accumulate(part, x.Upper, y.Upper, x.Fraction * y.Fraction, correctionPs);
    }

    private void Accumulate(PartKind part, long x, long y, double weight, long correctionPs)
    {
        if (weight > 0) Accumulate(part, _memo.Get(new PartKey(part, x, y)), weight, correctionPs);
    }

    private void Accumulate(PartKind part, PartSample[] known, double weight, long correctionPs = 0)
    {
        OperatorSample[] sums = Begin(part, known);
        for (int i = 0; i < known.Length; i++)
        {
            OperatorSample sample = known[i].Numbers;
            if (correctionPs != 0) sample = sample with { ElapsedPs = sample.ElapsedPs + correctionPs };
            sums[i] = OperatorSample.Mix(sums[i], 1, sample, weight);
        }
    }

    /// <summary>The sums of a part; on its first use in a step, they are empty and its cuts are those of the given samples.</summary>
    private OperatorSample[] Begin(PartKind part, PartSample[] known)
    {
        int place = (int)part;
        if (_used[place]) return _sums[place];
        _used[place] = true;
        _known[place] = known;
        if (_sums[place] is null) _sums[place] = new OperatorSample[known.Length];
        else Array.Clear(_sums[place]);
        return _sums[place];
    }

    private StepTiming Compose()
    {
        _timing.Clear();
        Duration at = Duration.Zero;
        for (int i = 0; i < _layout.Blocks.Count; i++) at = Place(_layout.Blocks[i], at);
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
            int part = (int)entry.Part;
            if (!_used[part]) continue;
            OperatorTiming template = entry.Template with { Repeat = run.Repeat, Tiling = _known[part][entry.Index].Tiling };
            _timing.Add(_sums[part][entry.Index].Into(template, offset, period));
            offset += ElapsedOf(entry);
        }
        return start + period * run.Repeat;
    }

    private Duration ElapsedOf(LayoutEntry entry) =>
        _used[(int)entry.Part] ? Duration.FromPicoseconds((long)Math.Round(_sums[(int)entry.Part][entry.Index].ElapsedPs)) : Duration.Zero;
}
