using DeepStack.Sim.Compute;
using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Studies.Validation.Kernels;

/// <summary>The mechanisms by kind of kernel.</summary>
internal static class KernelMechanisms
{
    /// <summary>So dear that no cut uses it.</summary>
    private static readonly Duration Never = Duration.FromSeconds(1000);

    private static readonly KernelMechanism[] Products =
    [
        new("launch", c => c with { Launch = c.Launch with { Kernel = Duration.Zero } }),
        new("least time of a k step", c => c with { Matrix = c.Matrix with { StepFloor = Duration.Zero } }),
        new("stages asked for ahead", c => c with { Matrix = c.Matrix with { Stages = 16 } }),
        new("split of k", c => c with { Launch = c.Launch with { Reduction = Never } }),
        new("tile rules", c => c with { Matrix = c.Matrix with { TileRules = [] } }),
        new("sustained share", c => c with { Matrix = c.Matrix with { Rates = [.. c.Matrix.Rates.Select(r => r with { Sustained = 1 })] } }),
        new("shared buffer's bandwidth", c => c with { Shared = c.Shared with { Rate = c.Shared.Rate * 1000 } }),
        new("multicast", c => c with { Shared = c.Shared with { Multicast = 1 } }),
        new("start of a wave", c => c with { Launch = c.Launch with { Wave = Duration.Zero } }),
        new("quantisation kernel", c => c with { Quantisations = [.. c.Quantisations.Select(q => q with { Launch = Duration.Zero, Row = Duration.Zero, Turn = Duration.Zero })] }),
        new("turns over long rows", c => c with { Quantisations = [.. c.Quantisations.Select(q => q with { Turn = Duration.Zero })] }),
    ];

    private static readonly KernelMechanism[] Attention =
    [
        new("launch", c => With(c, a => a with { DecodeLaunch = Duration.Zero, PromptLaunch = Duration.Zero })),
        new("start of a block", c => With(c, a => a with { BlockStart = Duration.Zero })),
        new("load limit of a core", c => With(c, a => a with { CoreShare = 1000 })),
        new("split of contexts", c => With(c, a => a with { Split = Never })),
        new("softmax", c => With(c, a => a with { Softmax = 1000 })),
        new("overlap loss", c => With(c, a => a with { OverlapLoss = 0 })),
        new("traffic of prompts", c => With(c, a => a with { PromptTraffic = 0 })),
        new("narrowing", c => With(c, a => a with { Narrowing = Duration.Zero })),
    ];

    private static readonly KernelMechanism[] Experts =
    [
        new("launch", c => WithEach(c, e => e with { Launch = Duration.Zero })),
        new("sorting", c => c with { ExpertSort = Duration.Zero }),
        new("tile size of the library", c => WithEach(c, e => e with { TileRows = 0 })),
        new("sustained share", c => WithEach(c, e => e with { Sustained = 1 })),
        new("passes over rows", c => c with { ExpertTraffic = 0 }),
        new("passes over all rows", c => WithEach(c, e => e with { PassesAllRows = false })),
        new("drawn loads", c => c, row => ((MeasuredExperts)row).Balanced()),
    ];

    /// <summary>The host that issues kernels one by one.</summary>
    public static KernelMechanism Host { get; } = new("host", c => c with { BlockScaledHost = [] });

    /// <summary>The mechanisms of a kind of kernel.</summary>
    public static IReadOnlyList<KernelMechanism> Of(string kind) => kind switch
    {
        MeasuredKernel.Products => Products,
        MeasuredKernel.Experts => Experts,
        _ => Attention,
    };

    private static ComputeSpec With(ComputeSpec chip, Func<AttentionKernelSpec, AttentionKernelSpec> change) => chip with { Attention = change(chip.Attention) };

    private static ComputeSpec WithEach(ComputeSpec chip, Func<ExpertKernelSpec, ExpertKernelSpec> change) =>
        chip with { ExpertKernels = [.. chip.ExpertKernels.Select(change)] };
}
