using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Compute;

/// <summary>What the device's attention kernels cost beyond arithmetic and bytes.</summary>
/// <param name="DecodeLaunch">Fixed time of attention over one new token, with scheduling and the write to the KV cache.</param>
/// <param name="PromptLaunch">Fixed time of attention over many new tokens, likewise.</param>
/// <param name="Narrowing">Added to both where the cache holds fewer bits than the arithmetic.</param>
/// <param name="BlockStart">From a core's end of one piece of a context to its first load of the next: one piece at a time holds a core.</param>
/// <param name="CoreShare">What one core of the decode kernel draws, over an equal share of the memory's rate: cores that are done leave theirs unused.</param>
/// <param name="Split">The extra pass that joins the pieces of a split context.</param>
/// <param name="Sustained">Share of the peak matrix rate in the blocks of a prompt, in (0, 1].</param>
/// <param name="Softmax">Share of the peak special-function rate in a softmax, in (0, 1].</param>
/// <param name="OverlapLoss">Share of the shorter of matrix and softmax work that is not hidden behind the longer one, 0 to 1.</param>
/// <param name="PromptTraffic">Passes over queries, keys, values and outputs of a prompt, the cache write among them; 1 is each once.</param>
public sealed record AttentionKernelSpec(
    Duration DecodeLaunch,
    Duration PromptLaunch,
    Duration Narrowing,
    Duration BlockStart,
    double CoreShare,
    Duration Split,
    double Sustained,
    double Softmax,
    double OverlapLoss,
    double PromptTraffic)
{
    /// <summary>Share of the peak matrix rate of attention over latents, in (0, 1].</summary>
    public double LatentSustained { get; init; } = Sustained;

    /// <summary>Whether blocks are multiplied in the format of the cache where that is narrower than the arithmetic's.</summary>
    public bool MultipliesNarrow { get; init; }

    /// <summary>The same on a slower clock.</summary>
    /// <param name="steps">The clock, in steps; positive.</param>
    /// <param name="full">Steps of the present clock.</param>
    public AttentionKernelSpec ClockedAt(int steps, int full)
    {
        return this with
        {
            DecodeLaunch = Slower(DecodeLaunch),
            PromptLaunch = Slower(PromptLaunch),
            Narrowing = Slower(Narrowing),
            BlockStart = Slower(BlockStart),
            Split = Slower(Split),
        };

        Duration Slower(Duration time) => time * full / steps;
    }
}
