namespace DeepStack.Sim.Analytical.GenZ.Lowering;

/// <summary>Turns operators into time: the larger of arithmetic and memory over the efficiency; seconds.</summary>
internal readonly struct Rates
{
    private const double BitsAtPeak = 16;

    private readonly GenZPlatform _platform;
    private readonly double _operationsPerSecond;
    private readonly double _offChip;
    private readonly double _onChip;
    private readonly double _efficiency;
    private readonly double _networkEfficiency;

    private Rates(in GenZPoint point, GenZQuirks quirks, double offChip)
    {
        _platform = point.Platform;
        BytesPerElement = point.Format.Bits / 8.0;
        _operationsPerSecond = point.Platform.Compute.FlopsPerSecond * BitsAtPeak / point.Format.Bits;
        _offChip = offChip;
        _onChip = point.Platform.OnChipBandwidth.BytesPerSecond;
        _efficiency = point.Efficiency;
        _networkEfficiency = quirks.NetworkIsFullyEfficient ? 1 : point.Efficiency;
    }

    private Rates(in Rates other, double offChip)
    {
        this = other;
        _offChip = offChip;
    }

    public double BytesPerElement { get; }

    public static Rates Of(in GenZPoint point, GenZQuirks quirks) => new(point, quirks, point.Platform.MemoryBandwidth.BytesPerSecond);

    /// <summary>The same with a part of what is held in slower memory, read side by side with the rest.</summary>
    /// <param name="held">Bytes of weights and cache; more than the memory.</param>
    /// <param name="memory">Bytes of the memory.</param>
    /// <param name="platform">The platform.</param>
    public Rates WithPartOffChip(double held, double memory, GenZPlatform platform) =>
        new(this, held / Math.Max(memory / _offChip, (held - memory) / platform.OffloadBandwidth.BytesPerSecond));

    public double Compute(in Operator step) => 2 * step.MultiplyAdds / _operationsPerSecond;

    public double Memory(in Operator step)
    {
        if (IsFree(step)) return 0;
        return BytesPerElement * (
            step.First / Bandwidth(step.OnChip & OnChip.First) +
            step.Second / Bandwidth(step.OnChip & OnChip.Second) +
            step.Result / Bandwidth(step.OnChip & OnChip.Result));
    }

    public double Time(in Operator step) => Math.Max(Compute(step), Memory(step)) / _efficiency;

    public double Time(in Transfer step) => GenZCollectives.Seconds(step.Kind, step.Nodes, step.Elements * BytesPerElement, _platform) / _networkEfficiency;

    private static bool IsFree(in Operator step) => step.MultiplyAdds == 0 && !step.IsLookup;

    private double Bandwidth(OnChip onChip) => onChip == OnChip.Nothing ? _offChip : _onChip;
}
