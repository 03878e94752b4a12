using DeepStack.Sim.Compute;

namespace DeepStack.Sim.Mapping.Programs;

/// <summary>Lets the first weights of a product come while the exchange before it goes on; what rides between them (norms, sums) needs no weights.</summary>
public static class WeightPrefetch
{
    /// <summary>Marks the products that follow an exchange and share the cores with none; after the last step comes the first one, as in the next layer.</summary>
    public static IReadOnlyList<ProgramStep> Mark(IReadOnlyList<ProgramStep> steps)
    {
        ProgramStep[] marked = [.. steps];
        for (int i = 0; i < marked.Length; i++)
        {
            bool isPaired = i + 1 < marked.Length && marked[i + 1].Chunks > 1;
            if (!isPaired && marked[i] is KernelStep product && IsWeighted(product) && ExchangeBefore(marked, i) is { } exchange && exchange.Scope == product.Scope)
                marked[i] = product with { LoadsAhead = true };
        }
        return marked;
    }

    /// <summary>The exchange before a product, with nothing between them that has weights of its own; null if there is none.</summary>
    public static CollectiveStep? ExchangeBefore(IReadOnlyList<ProgramStep> steps, int product)
    {
        for (int back = 1; back < steps.Count; back++)
        {
            ProgramStep step = steps[(product - back + steps.Count) % steps.Count];
            if (step is CollectiveStep exchange) return exchange;
            if (step.Kind != WorkKind.Elementwise) return null;
        }
        return null;
    }

    /// <summary>The kernel when some of its first stages have been loaded before it starts.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="stages">Stages of its first run.</param>
    public static Kernel Loaded(Kernel kernel, long stages)
    {
        StageRun run = kernel.Runs[0];
        int waves = (int)(stages / run.StagesPerWave), rest = (int)(stages % run.StagesPerWave);
        var runs = new List<StageRun>();
        if (waves > 0) runs.Add(run with { Waves = waves, Load = default });
        if (rest > 0)
        {
            runs.Add(run with { Waves = 1, StagesPerWave = rest, Load = default, Store = default });
            runs.Add(run with { Waves = 1, StagesPerWave = run.StagesPerWave - rest, Start = default });
        }
        int left = run.Waves - waves - (rest > 0 ? 1 : 0);
        if (left > 0) runs.Add(run with { Waves = left });
        return kernel with { Runs = [.. runs, .. kernel.Runs.AsSpan()[1..]] };
    }

    private static bool IsWeighted(KernelStep step) =>
        step is { Kind: WorkKind.MatrixProduct or WorkKind.Experts, Chunks: 1, Kernel.LoadsOnlyWeights: true };
}
