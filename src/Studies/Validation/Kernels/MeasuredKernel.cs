using DeepStack.Sim.Compute;
using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Studies.Validation.Kernels;

/// <summary>A kernel, or the few that make one operator, whose time was measured.</summary>
internal abstract record MeasuredKernel
{
    /// <summary>The kind of matrix products.</summary>
    public const string Products = "gemm";

    /// <summary>The kind of expert layers.</summary>
    public const string Experts = "moe";

    /// <summary>The group of both kinds of attention.</summary>
    public const string Attention = "attention";

    /// <summary>The group of expert layers in the formats that models are served in.</summary>
    public const string MainExperts = "moe, main formats";

    /// <summary>What was measured, such as "gemm".</summary>
    public required string Kind { get; init; }

    /// <summary>The number formats, in the words of the file.</summary>
    public required string Format { get; init; }

    /// <summary>The row's shape as text; says which rows belong to the tenth that is fitted.</summary>
    public required string Shape { get; init; }

    /// <summary>The measured time.</summary>
    public required Duration Measured { get; init; }

    /// <summary>Why the row is not judged; null if it is.</summary>
    public string? LeftOut { get; init; }

    /// <summary>The format of the arithmetic.</summary>
    public abstract NumberFormat Arithmetic { get; }

    /// <summary>Useful operations.</summary>
    public abstract Flops Work { get; }

    /// <summary>Bytes that are read and written once each.</summary>
    public abstract Bytes Traffic { get; }

    /// <summary>What the row is scored with.</summary>
    public string Group => Kind.EndsWith(Attention, StringComparison.Ordinal) ? Attention : IsHostBound ? $"{Kind} {Format}" : Kind;

    /// <summary>Whether the measured time is that of the host that issues the kernels, so that it says little about the device; scored apart.</summary>
    public bool IsHostBound => Kind == Products && Format == KernelFormat.BlockScaled;

    /// <summary>Whether the row is one of the random tenth that parameters may be fitted on.</summary>
    public bool IsFitted => SeededHash.Of($"{Kind} {Format} {Shape}") % 10 == 0;

    /// <summary>What the host that issued the kernels needed at least.</summary>
    public virtual Duration HostTime(ComputeSpec chip) => Duration.Zero;

    /// <summary>Cuts the operator as a step would.</summary>
    public abstract IReadOnlyList<Kernel> Cut(KernelCutter cutter);
}
