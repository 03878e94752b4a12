using DeepStack.Sim.Serving.Engines;
using DeepStack.Sim.Workload.Models;

namespace DeepStack.Sim.Studies.Validation.Serving;

/// <summary>How many KV blocks an engine makes of a device's memory, for runs that do not record it.</summary>
/// <approximation>
/// Activations, graphs and the runtime are taken as 1.15 GiB, and a device shows its programs 98 % of its nominal memory. An engine measures
/// both when it starts; a few per cent of the blocks are uncertain.
/// </approximation>
internal static class KvPool
{
    private const double Gibibyte = 1 << 30, VisibleShare = 0.98, OtherGibibytes = 1.15;

    /// <summary>Blocks of one rank's pool; int.MaxValue where the run does not tell its memory.</summary>
    public static int BlocksFor(MeasuredRun run, EngineProfile engine, ModelSpec model)
    {
        if (run.Memory is not { } memory) return int.MaxValue;
        double taken = memory.Size * VisibleShare * (memory.Share ?? engine.MemoryUtilization);
        double weights = model.WeightBytes.Count / (double)run.TensorParallel / Gibibyte;
        double block = model.KvBytesPerToken.Count * (double)engine.Scheduler.BlockTokens / run.TensorParallel / Gibibyte;
        return (int)((taken - weights - OtherGibibytes) / block);
    }
}
