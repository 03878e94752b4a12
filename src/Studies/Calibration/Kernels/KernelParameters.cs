using DeepStack.Sim.Compute;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Studies.Validation.Kernels;

namespace DeepStack.Sim.Studies.Calibration.Kernels;

/// <summary>The parameters that are fitted, by kind of kernel; every other number of a chip is sourced.</summary>
internal static class KernelParameters
{
    /// <summary>Of matrix products.</summary>
    public static IReadOnlyList<KernelParameter> Products { get; } =
    [
        new("launch.kernel", "us", c => Us(c.Launch.Kernel), (c, v) => c with { Launch = c.Launch with { Kernel = Us(v) } }),
        new("launch.wave", "us", c => Us(c.Launch.Wave), (c, v) => c with { Launch = c.Launch with { Wave = Us(v) } }),
        new("launch.reduction", "us", c => Us(c.Launch.Reduction), (c, v) => c with { Launch = c.Launch with { Reduction = Us(v) } }),
        new("matrix.step_floor", "us", c => Us(c.Matrix.StepFloor), (c, v) => c with { Matrix = c.Matrix with { StepFloor = Us(v) } }),
        new("shared.rate", "TB/s", c => c.Shared.Rate.BytesPerSecond * 1e-12, (c, v) => c with { Shared = c.Shared with { Rate = Bandwidth.FromBytesPerSecond(v * 1e12) } }),
        Sustained(NumberFormat.Bf16),
        Sustained(NumberFormat.Fp8),
        Sustained(NumberFormat.Fp4),
        Narrowing(NumberFormat.Fp8, "launch", q => q.Launch, (q, v) => q with { Launch = v }),
        Narrowing(NumberFormat.Fp8, "row", q => q.Row, (q, v) => q with { Row = v }),
        Narrowing(NumberFormat.Fp8, "turn", q => q.Turn, (q, v) => q with { Turn = v }),
        Narrowing(NumberFormat.Fp4, "launch", q => q.Launch, (q, v) => q with { Launch = v }),
    ];

    /// <summary>Of attention, decode and prompt together.</summary>
    public static IReadOnlyList<KernelParameter> Attention { get; } =
    [
        Of("decode_launch", "us", a => Us(a.DecodeLaunch), (a, v) => a with { DecodeLaunch = Us(v) }),
        Of("prompt_launch", "us", a => Us(a.PromptLaunch), (a, v) => a with { PromptLaunch = Us(v) }),
        Of("narrowing", "us", a => Us(a.Narrowing), (a, v) => a with { Narrowing = Us(v) }),
        Of("block_start", "us", a => Us(a.BlockStart), (a, v) => a with { BlockStart = Us(v) }),
        Of("core_share", "", a => a.CoreShare, (a, v) => a with { CoreShare = v }),
        Of("split", "us", a => Us(a.Split), (a, v) => a with { Split = Us(v) }),
        Of("sustained", "", a => a.Sustained, (a, v) => a with { Sustained = v }, 1),
        Of("softmax", "", a => a.Softmax, (a, v) => a with { Softmax = v }, 1),
        Of("overlap_loss", "", a => a.OverlapLoss, (a, v) => a with { OverlapLoss = v }, 1),
        Of("prompt_traffic", "", a => a.PromptTraffic, (a, v) => a with { PromptTraffic = v }),
    ];

    /// <summary>Of the experts of a chip.</summary>
    public static IReadOnlyList<KernelParameter> Experts { get; } =
    [
        .. OfExperts(NumberFormat.Bf16, false),
        .. OfExperts(NumberFormat.Fp8, true),
        .. OfExperts(NumberFormat.Fp8, false),
        .. OfExperts(NumberFormat.Fp4, false),
        SustainedOfExperts(NumberFormat.Parse("int4"), false),
        new("expert_sort", "us", c => Us(c.ExpertSort), (c, v) => c with { ExpertSort = Us(v) }),
        new("expert_traffic", "", c => c.ExpertTraffic, (c, v) => c with { ExpertTraffic = v }),
    ];

    /// <summary>Those of a group of rows.</summary>
    public static IReadOnlyList<KernelParameter> Of(string group) => group switch
    {
        MeasuredKernel.Products => Products,
        MeasuredKernel.Experts => Experts,
        _ => Attention,
    };

    private static KernelParameter[] OfExperts(NumberFormat format, bool isBlockScaled) =>
    [
        OfExperts(format, isBlockScaled, "launch", "us", e => Us(e.Launch), (e, v) => e with { Launch = Us(v) }),
        SustainedOfExperts(format, isBlockScaled),
    ];

    private static KernelParameter SustainedOfExperts(NumberFormat format, bool isBlockScaled) =>
        OfExperts(format, isBlockScaled, "sustained", "", e => e.Sustained, (e, v) => e with { Sustained = v }, 1);

    private static KernelParameter OfExperts(
        NumberFormat format, bool isBlockScaled, string name, string unit, Func<ExpertKernelSpec, double> get, Func<ExpertKernelSpec, double, ExpertKernelSpec> with, double most = double.MaxValue) => new(
        $"experts.{format}{(isBlockScaled ? ".block_scaled" : "")}.{name}",
        unit,
        c => c.ExpertKernel(format, isBlockScaled) is { } spec ? get(spec) : 0,
        (c, v) => c with { ExpertKernels = [.. c.ExpertKernels.Select(e => e.Format == format && e.IsBlockScaled == isBlockScaled ? with(e, v) : e)] },
        most);

    private static KernelParameter Sustained(NumberFormat format) => new(
        $"matrix.sustained.{format}",
        "",
        c => c.Matrix.Supports(format) ? c.Matrix.RateOf(format).Sustained : 0,
        (c, v) => c with { Matrix = c.Matrix with { Rates = [.. c.Matrix.Rates.Select(r => r.Format == format ? r with { Sustained = v } : r)] } },
        1);

    private static KernelParameter Of(string name, string unit, Func<AttentionKernelSpec, double> get, Func<AttentionKernelSpec, double, AttentionKernelSpec> with, double most = double.MaxValue) =>
        new($"attention.{name}", unit, c => get(c.Attention), (c, v) => c with { Attention = with(c.Attention, v) }, most);

    private static KernelParameter Narrowing(NumberFormat format, string name, Func<QuantisationSpec, Duration> get, Func<QuantisationSpec, Duration, QuantisationSpec> with) => new(
        $"quantisation.{format}.{name}",
        "us",
        c => Us(c.Quantisations.Where(q => q.Format == format).Select(get).FirstOrDefault()),
        (c, v) => c with { Quantisations = [.. c.Quantisations.Select(q => q.Format == format ? with(q, Us(v)) : q)] });

    private static double Us(Duration time) => time.Picoseconds * 1e-6;

    private static Duration Us(double microseconds) => Duration.FromSeconds(microseconds * 1e-6);
}
