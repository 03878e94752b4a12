using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Engine.Sampled;

/// <summary>The time of steps from whole parts, interpolated linearly: within a few percent of <see cref="SampledExecutor"/>, and many times as fast.</summary>
/// <remarks>For comparing runs with each other, where what it gets wrong cancels; never for results.</remarks>
internal sealed class QuickSteps
{
    private readonly StepLayout _layout;
    private readonly PartMemo _memo;
    private readonly Dictionary<PartKey, double> _totals = [];
    private readonly int[] _runs;

    public QuickSteps(StepLayout layout, PartMemo memo)
    {
        _layout = layout;
        _memo = memo;
        _runs = new int[layout.Entries.Count];
        foreach (LayoutBlock block in layout.Blocks)
        {
            for (int i = block.Start; i < block.Start + block.Count; i++) _runs[i] += block.Repeat;
        }
    }

    /// <summary>The time of a step.</summary>
    public double PicosecondsOf(StepShape shape)
    {
        double sum = At(PartKind.Tokens, SampledExecutor.TokenGrid.Around(shape.NewTokens), GridPlace.At(0));
        if (shape.SampledSequences > 0) sum += At(PartKind.Head, SampledExecutor.SequenceGrid.Around(shape.SampledSequences), GridPlace.At(0));
        if (shape.DecodeSequences > 0)
            sum += At(PartKind.Decode, SampledExecutor.SequenceGrid.Around(shape.DecodeSequences), SampledExecutor.BlockGrid.Around(PartShapes.MeanDecodeBlocks(shape)));
        if (shape.PrefillSequences == 0) return sum;
        IReadOnlyList<SequenceSlice> slices = shape.Slices;
        for (int i = 0; i < slices.Count; i++)
        {
            if (!slices[i].IsDecode) sum += At(PartKind.Prefill, PartShapes.PrefillTokens(slices[i].NewTokens), PartShapes.PrefillContext(slices[i].ContextTokens));
        }
        return sum;
    }

    private double At(PartKind part, GridPlace x, GridPlace y)
    {
        double lower = TotalOf(new PartKey(part, x.Lower, y.Lower));
        if (!y.IsPoint) lower += y.Fraction * (TotalOf(new PartKey(part, x.Lower, y.Upper)) - lower);
        if (x.IsPoint) return lower;
        double upper = TotalOf(new PartKey(part, x.Upper, y.Lower));
        if (!y.IsPoint) upper += y.Fraction * (TotalOf(new PartKey(part, x.Upper, y.Upper)) - upper);
        return lower + x.Fraction * (upper - lower);
    }

    private double TotalOf(PartKey key)
    {
        if (_totals.TryGetValue(key, out double total)) return total;
        PartSample[] samples = _memo.Get(key);
        for (int i = 0; i < _runs.Length; i++)
        {
            LayoutEntry entry = _layout.Entries[i];
            if (entry.Part == key.Kind) total += (samples[entry.Index].Numbers.ElapsedPs - samples[entry.Index].Numbers.HiddenPs) * _runs[i];
        }
        _totals.Add(key, total);
        return total;
    }
}
