using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Collectives;
using DeepStack.Sim.Mapping.Kernels;
using DeepStack.Sim.Mapping.Programs;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Workload.Models;
using DeepStack.Sim.Workload.Operators;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Cli.Steps;

/// <summary>The operators that can be timed by themselves, each with its sizes.</summary>
internal static class OperatorKinds
{
    private static readonly Kind[] Kinds =
    [
        new("gemm", ["m", "n", "k"], "m x k activations times k x n weights, on one device", Gemm),
        new("decode-attention", ["sequences", "context", "heads", "kv-heads", "head-dim"], "one new token of each sequence over its context", DecodeAttention),
        new("prefill-attention", ["tokens", "context", "heads", "kv-heads", "head-dim"], "new tokens of one sequence over themselves and a context", PrefillAttention),
        new("norm", ["rows", "width"], "a root-mean-square norm of rows", Norm),
        new("embedding", ["rows", "width"], "the look-up of rows", Embedding),
        new("all-reduce", ["size", "ranks"], "every rank ends with the sum of all ranks' vectors of so many bytes", Collective(CollectiveKind.AllReduce)),
        new("all-gather", ["size", "ranks"], "every rank ends with all parts, so many bytes together", Collective(CollectiveKind.AllGather)),
        new("reduce-scatter", ["size", "ranks"], "every rank ends with its part of the sum", Collective(CollectiveKind.ReduceScatter)),
        new("all-gather-gemm", Fused.Keys, "rows of all ranks (m in all) are gathered and multiplied by each rank's n columns, chunk by chunk", Fused.Of(CollectiveKind.AllGather)),
        new("gemm-reduce-scatter", Fused.Keys, "each rank multiplies its k, and the sums are dealt out by rows, chunk by chunk", Fused.Of(CollectiveKind.ReduceScatter)),
        new("gemm-all-reduce", Fused.Keys, "each rank multiplies its k, and the sums go to all, chunk by chunk", Fused.Of(CollectiveKind.AllReduce)),
        new("all-to-all", ["size", "ranks"], "every rank sends so many bytes, a share to each", Collective(CollectiveKind.AllToAll)),
    ];

    private delegate OperatorCase Builder(OperatorShape shape, OperatorSetting setting, WeightFormat weights, NumberFormat activations);

    /// <summary>All kinds for a help text.</summary>
    public static string Help => string.Join("; ", Kinds.Select(k => $"{k.Name} ({string.Join(", ", k.Keys)}): {k.Description}"));

    /// <summary>Reads an operator.</summary>
    /// <exception cref="PresetException">There is no such kind, its sizes are wrong, or the platform cannot do it.</exception>
    public static OperatorCase Open(string name, string shape, OperatorSetting setting, NumberFormat weights, NumberFormat activations)
    {
        PlatformSpec platform = setting.Platform;
        Kind kind = Kinds.FirstOrDefault(k => k.Name == name) ?? throw new PresetException(
            $"There is no operator \"{name}\".{Spelling.DidYouMean(name, Kinds.Select(k => k.Name))} Known: {string.Join(", ", Kinds.Select(k => k.Name))}.");
        if (!platform.Device.Compute.Matrix.Supports(activations))
            throw new PresetException($"{platform.Name} does not compute {activations}. It computes {string.Join(", ", platform.Device.Compute.Matrix.Rates.Select(r => r.Format))}.");
        return kind.Build(new OperatorShape(name, shape, kind.Keys), setting, new WeightFormat(weights), activations);
    }

    private static OperatorCase Gemm(OperatorShape shape, OperatorSetting setting, WeightFormat weights, NumberFormat activations)
    {
        int m = shape.Count("m"), n = shape.Count("n"), k = shape.Count("k");
        var op = new LinearOperator("gemm", Sharding.Replicated, m, ShardAxis.Of(k), FusedColumns.Of(n), weights, activations);
        return OnOneDevice($"gemm {m} x {n} x {k}", setting, op, new StepShape(), activations);
    }

    private static OperatorCase DecodeAttention(OperatorShape shape, OperatorSetting setting, WeightFormat weights, NumberFormat activations)
    {
        int sequences = shape.Count("sequences"), context = shape.Count("context");
        return Attention($"decode attention, {sequences} x {context} tokens", shape, setting, activations, new SequenceSlice(1, context, Samples: true), sequences);
    }

    private static OperatorCase PrefillAttention(OperatorShape shape, OperatorSetting setting, WeightFormat weights, NumberFormat activations)
    {
        int tokens = shape.Count("tokens"), context = shape.Count("context", otherwise: 0, least: 0);
        return Attention($"prefill attention, {tokens} tokens after {context}", shape, setting, activations, new SequenceSlice(tokens, context, Samples: true), 1);
    }

    private static OperatorCase Attention(string title, OperatorShape shape, OperatorSetting setting, NumberFormat format, SequenceSlice slice, int sequences)
    {
        int heads = shape.Count("heads"), keyValueHeads = shape.Count("kv-heads", heads), dimension = shape.Count("head-dim", 128);
        if (heads % keyValueHeads != 0) throw new PresetException($"--shape: {heads} heads do not divide over {keyValueHeads} kv-heads.");
        var step = new StepShape();
        for (int i = 0; i < sequences; i++) step.Add(slice);
        var op = new AttentionOperator("attention", step, AttentionPhases.Both)
        {
            Heads = heads,
            KvHeads = keyValueHeads,
            KeyDimension = dimension,
            ValueDimension = dimension,
            CacheElementsPerToken = 2 * keyValueHeads * dimension,
            KvCache = format,
            Activations = format,
        };
        return OnOneDevice(title, setting, op, step, format);
    }

    private static OperatorCase Norm(OperatorShape shape, OperatorSetting setting, WeightFormat weights, NumberFormat activations)
    {
        int rows = shape.Count("rows"), width = shape.Count("width");
        return OnOneDevice($"norm of {rows} x {width}", setting, new NormOperator("norm", Sharding.Replicated, rows, width, NormKind.Rms, activations), new StepShape(), activations);
    }

    private static OperatorCase Embedding(OperatorShape shape, OperatorSetting setting, WeightFormat weights, NumberFormat activations)
    {
        int rows = shape.Count("rows"), width = shape.Count("width");
        return OnOneDevice($"embedding of {rows} x {width}", setting, new EmbeddingOperator("embedding", Sharding.Replicated, rows, width, rows, activations), new StepShape(), activations);
    }

    private static Builder Collective(CollectiveKind kind) => (shape, setting, weights, activations) =>
    {
        int ranks = RanksOf(shape, setting.Platform);
        Bytes size = shape.Size("size");
        return new OperatorCase($"{NameOf(kind)} of {size} over {ranks} devices", [new CollectiveStep(NameOf(kind), kind, size, new RankGroup(ranks))], new StepShape(), ranks, activations);
    };

    /// <summary>Products and exchanges that overlap.</summary>
    private static class Fused
    {
        public static IReadOnlyList<string> Keys => ["m", "n", "k", "ranks", "chunks"];

        public static Builder Of(CollectiveKind kind) => (shape, setting, weights, activations) =>
        {
            OperatorCase product = Gemm(shape, setting, weights, activations);
            int chunks = shape.Count("chunks", 4), ranks = RanksOf(shape, setting.Platform);
            bool gathers = kind == CollectiveKind.AllGather;
            Bytes size = activations.SizeOf((long)shape.Count("m") * shape.Count(gathers ? "k" : "n"));
            var exchange = new CollectiveStep(NameOf(kind), kind, size, new RankGroup(ranks));
            ProgramStep[] steps = gathers ? [exchange, .. product.Steps] : [.. product.Steps, exchange];
            return product with { Title = $"{product.Title}, {NameOf(kind)} of {size} over {ranks} devices in {chunks} chunks", Steps = ChunkedOverlap.Join(steps, chunks), Ranks = ranks };
        };
    }

    private static int RanksOf(OperatorShape shape, PlatformSpec platform)
    {
        int ranks = shape.Count("ranks", platform.Devices, least: 2);
        return ranks <= platform.Devices ? ranks : throw new PresetException($"--shape: ranks is {ranks} and {platform.Name} has {platform.Devices} devices.");
    }

    private static string NameOf(CollectiveKind kind) =>
        string.Concat(kind.ToString().Select((c, i) => char.IsUpper(c) && i > 0 ? $"_{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));

    private static OperatorCase OnOneDevice(string title, OperatorSetting setting, Operator op, StepShape shape, NumberFormat format)
    {
        var rates = DeviceRates.Of(setting.Platform.Device);
        return new OperatorCase(title, new StepLowering(setting.Plan, rates).Lower([op]), shape, 1, format);
    }

    private sealed record Kind(string Name, IReadOnlyList<string> Keys, string Description, Builder Build);
}
