namespace DeepStack.Sim.Studies.Validation.Kernels;

/// <summary>The largest errors that pass, as shares: median and 90th percentile.</summary>
internal static class KernelBars
{
    /// <summary>The bar of a group of rows; null where rows are only reported.</summary>
    /// <param name="device">The device in the file's name.</param>
    /// <param name="group">A kind, "attention" for both phases, or "moe, main formats".</param>
    public static (double Median, double Ninetieth)? Of(string device, string group) => (device, group) switch
    {
        ("h100_sxm", MeasuredKernel.Products) => (0.08, 0.25),
        (_, MeasuredKernel.Products) => (0.10, 0.32),
        (_, MeasuredKernel.Attention) => (0.12, 0.35),
        (_, MeasuredKernel.MainExperts) => (0.13, 0.38),
        (_, MeasuredKernel.Experts) => (0.15, 0.48),
        (_, "fused") => (0.10, 0.25),
        _ => null,
    };
}
