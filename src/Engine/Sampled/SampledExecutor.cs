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
/// What was simulated at grid points is brought to the sizes asked for by the closed form, which knows tiles, waves and the length of
/// every sequence: (sum of simulated times, weighted by nearness) / (the same sum of predicted times) * (predicted time here). So only the
/// share by which the closed form is wrong is interpolated. Decode attention is looked up by the mean number of its blocks of keys.
/// </para>
/// </remarks>
/// <approximation>
/// The closed form is wrong by the same share at the sizes asked for as around them: about 0.3 % of a step.
/// </approximation>
public sealed class SampledExecutor : IStepExecutor
{
    private const int Parts = (int)PartKind.Prefill + 1;
    internal static readonly SizeGrid TokenGrid = new(octaveBits: 4);
    internal static readonly SizeGrid SequenceGrid = new(octaveBits: 4);
    internal static readonly SizeGrid BlockGrid = new(octaveBits: 4);

    private readonly StepLayout _layout;
    private readonly PartMemo _memo;
    private readonly PartPredictor _predictor;
    private readonly StepTiming _timing = new();
    private readonly bool[] _used = new bool[Parts];
    private readonly OperatorSample[][] _sums = new OperatorSample[Parts][];
    private readonly OperatorSample[][] _predicted = new OperatorSample[Parts][];
    private readonly PartSample[][] _known = new PartSample[Parts][];
    private readonly Dictionary<(PartKind Part, int Size), PartLine> _lines = [];
    private bool _interpolated;

    internal SampledExecutor(StepLayout layout, PartMemo memo, PartPredictor predictor)
    {
        _layout = layout;
        _memo = memo;
        _predictor = predictor;
        for (int part = 0; part < Parts; part++)
        {
            _sums[part] = new OperatorSample[layout.EntriesOf((PartKind)part).Count];
            _predicted[part] = new OperatorSample[_sums[part].Length];
        }
    }

    /// <inheritdoc/>
    public StepTiming Execute(StepShape shape)
    {
        _interpolated = false;
        Array.Clear(_used);
        LoadLine(PartKind.Tokens, shape.NewTokens, TokenGrid, shape);
        if (shape.SampledSequences > 0) LoadLine(PartKind.Head, shape.SampledSequences, SequenceGrid, shape);
        _predictor.PredictAttention(shape);
        if (shape.DecodeSequences > 0)
        {
            Load(PartKind.Decode, SequenceGrid.Around(shape.DecodeSequences), BlockGrid.Around(PartShapes.MeanDecodeBlocks(shape)));
            BringHere(PartKind.Decode, shape);
        }
        if (shape.PrefillSequences > 0) LoadPrefills(shape);
        return Compose();
    }

    /// <summary>Adds a part that depends on one size; each size is worked out once.</summary>
    private void LoadLine(PartKind part, int size, SizeGrid grid, StepShape shape)
    {
        GridPlace place = grid.Around(size);
        if (!_lines.TryGetValue((part, size), out PartLine line))
        {
            _sums[(int)part] = new OperatorSample[_predicted[(int)part].Length];
            Load(part, place, GridPlace.At(0));
            BringHere(part, shape);
            _lines.Add((part, size), line = new PartLine(_sums[(int)part], _known[(int)part]));
        }
        _used[(int)part] = true;
        _interpolated |= !place.IsPoint;
        (_sums[(int)part], _known[(int)part]) = (line.Samples, line.Known);
    }

    private void LoadPrefills(StepShape shape)
    {
        IReadOnlyList<SequenceSlice> slices = shape.Slices;
        for (int i = 0; i < slices.Count; i++)
        {
            if (!slices[i].IsDecode) Load(PartKind.Prefill, PartShapes.PrefillTokens(slices[i].NewTokens), PartShapes.PrefillContext(slices[i].ContextTokens));
        }
        BringHere(PartKind.Prefill, shape);
    }

    /// <summary>
    /// Adds a part, each of the grid points around its sizes by nearness. Products are cut into tiles of rows, so what lies between two
    /// points on the line of rows is like the upper one.
    /// </summary>
    private void Load(PartKind part, GridPlace x, GridPlace y)
    {
        _interpolated |= !x.IsPoint || !y.IsPoint;
        bool isLine = part is PartKind.Tokens or PartKind.Head && !x.IsPoint;
        Add(part, x.Lower, y.Lower, (1 - x.Fraction) * (1 - y.Fraction), isLine ? 0 : null);
        Add(part, x.Upper, y.Lower, x.Fraction * (1 - y.Fraction), isLine ? 1 : null);
        Add(part, x.Lower, y.Upper, (1 - x.Fraction) * y.Fraction, null);
        Add(part, x.Upper, y.Upper, x.Fraction * y.Fraction, null);
    }

    private void Add(PartKind part, long x, long y, double weight, double? weightOfProducts)
    {
        if (weight <= 0) return;
        PartSample[] known = _memo.Get(new PartKey(part, x, y));
        int place = (int)part;
        OperatorSample[] sums = _sums[place], predicted = _predicted[place];
        if (!_used[place])
        {
            _used[place] = true;
            Array.Clear(sums);
            Array.Clear(predicted);
        }
        _known[place] = known;
        IReadOnlyList<LayoutEntry> entries = _layout.EntriesOf(part);
        for (int i = 0; i < known.Length; i++)
        {
            double own = entries[i].Template.Kind is WorkKind.MatrixProduct or WorkKind.Experts ? weightOfProducts ?? weight : weight;
            sums[i] = OperatorSample.Mix(sums[i], 1, known[i].Numbers, own);
            predicted[i] = OperatorSample.Mix(predicted[i], 1, known[i].Predicted, own);
        }
    }

    private void BringHere(PartKind part, StepShape shape)
    {
        OperatorSample[] sums = _sums[(int)part], there = _predicted[(int)part], here = _predictor.Of(part, shape);
        for (int i = 0; i < sums.Length; i++) sums[i] = OperatorSample.Scaled(sums[i], there[i], here[i]);
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
        for (int i = run.Start; i < run.Start + run.Count; i++) period += CriticalOf(_layout.Entries[i]);
        Duration offset = start;
        for (int i = run.Start; i < run.Start + run.Count; i++)
        {
            LayoutEntry entry = _layout.Entries[i];
            int part = (int)entry.Part;
            if (!_used[part]) continue;
            OperatorTiming template = entry.Template with { Repeat = run.Repeat, Tiling = _known[part][entry.Index].Tiling };
            _timing.Add(_sums[part][entry.Index].Into(template, offset, period));
            offset += CriticalOf(entry);
        }
        return start + period * run.Repeat;
    }

    private Duration CriticalOf(LayoutEntry entry) => _used[(int)entry.Part] ? _sums[(int)entry.Part][entry.Index].Critical : Duration.Zero;

    /// <summary>A part at one size, worked out.</summary>
    private readonly record struct PartLine(OperatorSample[] Samples, PartSample[] Known);
}
