using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Platform;

/// <summary>What an exchange costs that goes on beside a product, against the same by itself: the product's own kernels send and sum, or copy engines do, and tiles wait for signals.</summary>
/// <param name="GatherShare">The share of its rate that an exchange before a product reaches, whose parts are fetched from one device after the other; above 0, at most 1.</param>
/// <param name="ScatterShare">The same of an exchange after a product, whose tiles are sent as they are done.</param>
/// <param name="ScatterStart">Fixed time of an exchange after a product: signals, and a barrier of all devices before the sums.</param>
/// <param name="ProductShare">The share of its rate that the product itself reaches, whose tiles wait for signals or give them; above 0, at most 1.</param>
public sealed record FusedExchangeSpec(double GatherShare, double ScatterShare, Duration ScatterStart, double ProductShare)
{
    /// <summary>As fast as by themselves.</summary>
    public static FusedExchangeSpec Free { get; } = new(1, 1, Duration.Zero, 1);

    /// <summary>The time of an exchange before a product.</summary>
    /// <param name="alone">Its time by itself.</param>
    public Duration Gathered(Duration alone) => Slower(alone, GatherShare);

    /// <summary>The time of an exchange after a product, its start apart.</summary>
    /// <param name="alone">Its time by itself.</param>
    public Duration Scattered(Duration alone) => Slower(alone, ScatterShare);

    /// <summary>Reads the section "fused_exchange" of a network; faults are noted in its document.</summary>
    internal static FusedExchangeSpec Read(PresetSection section) =>
        new(ShareIn(section, "gather_share"), ShareIn(section, "scatter_share"), section.Get("scatter_start", Duration.Zero), ShareIn(section, "product_share"));

    private static Duration Slower(Duration alone, double share) => Duration.FromPicoseconds((long)Math.Ceiling(alone.Picoseconds / share));

    private static double ShareIn(PresetSection section, string key)
    {
        double share = section.Get(key, 1.0);
        if (share is not (> 0 and <= 1)) section.Fault(key, $"is {share}; expected a share above 0 and at most 1");
        return share;
    }
}
