using DeepStack.Sim.Analytical.GenZ.Lowering;

namespace DeepStack.Sim.Analytical.GenZ;

/// <summary>Answers as GenZ-LLM-Analyzer does: a roofline for each operator, a formula for each collective, and the sum of all.</summary>
/// <remarks>arXiv 2406.01698, and the behaviour of that tool at commit 091bdd0. Pure functions; an estimate allocates nothing.</remarks>
public static class GenZEngine
{
    /// <summary>Estimates a pass.</summary>
    /// <param name="point">The question; its sizes are positive, which <see cref="GenZPointCheck"/> sees to.</param>
    /// <param name="quirks">What to keep of that tool's behaviour.</param>
    public static GenZEstimate Estimate(in GenZPoint point, GenZQuirks quirks)
    {
        var pass = new Pass(point, quirks);
        var tally = new Tally(Rates.Of(point, quirks));
        Pipeline.Lower(pass, ref tally);
        double held = ResidentBytes(pass, tally), memory = point.Platform.Memory.Count;
        if (held <= memory) return Answer(pass, tally, GenZFit.Fits);
        if (!point.Offload) return Answer(pass, tally, GenZFit.OutOfMemory);
        tally = new Tally(Rates.Of(point, quirks).WithPartOffChip(held, memory, point.Platform));
        Pipeline.Lower(pass, ref tally);
        return Answer(pass, tally, GenZFit.Offloaded);
    }

    /// <summary>Lists the operators of a pass, in order, with what each needs; nothing is offloaded.</summary>
    /// <param name="point">The question.</param>
    /// <param name="quirks">What to keep of that tool's behaviour.</param>
    public static IReadOnlyList<GenZOperatorTime> Operators(in GenZPoint point, GenZQuirks quirks)
    {
        var listing = new Listing(Rates.Of(point, quirks));
        Pipeline.Lower(new Pass(point, quirks), ref listing);
        return listing.Lines;
    }

    /// <summary>Bytes that the memory of one device must hold: weights and cache, the stages of a pipeline averaged.</summary>
    private static double ResidentBytes(in Pass pass, in Tally tally)
    {
        double microbatches = pass.Quirks.OneMicrobatchMustFit ? 1 : pass.Point.Batch / (double)pass.Sequences;
        return (tally.Weights + tally.Cache * microbatches) / pass.Point.Plan.Pipeline;
    }

    private static GenZEstimate Answer(in Pass pass, in Tally tally, GenZFit fit)
    {
        bool none = fit == GenZFit.OutOfMemory;
        double units = pass.Point.Stage == GenZStage.Chunked ? pass.Tokens : pass.Point.Batch;
        return new GenZEstimate
        {
            Fit = fit,
            Times = none ? default : tally.Times,
            Throughput = none ? 0 : units / tally.Times.Total,
            Weights = tally.Weights,
            IdleWeights = tally.IdleWeights,
            Cache = tally.Cache,
            Operations = none && pass.Quirks.MultiplyAddsCountOnceIfNothingFits ? tally.Operations / 2 : tally.Operations,
            Data = tally.Data,
        };
    }
}
