namespace DeepStack.Sim.Studies.Validation.Kernels;

/// <summary>Rows of measured kernels that are not judged, with the reason: the library took another path than the rows around them.</summary>
internal static class MeasuredKernelRules
{
    /// <summary>Why a product is left out, or null.</summary>
    public static string? Product(string device, string format, int m) => device switch
    {
        "b200_sxm" when format == "fp8" && m == 1 => "one row takes another kernel, 2.5 times slower than two rows",
        _ => null,
    };

    /// <summary>Why attention is left out, or null.</summary>
    public static string? Attention(string device, string cache, int headSize) => device switch
    {
        "h100_sxm" when headSize == 512 => "a fallback kernel serves heads of 512",
        "h100_sxm" when cache == "fp8" && headSize >= 192 => "an fp8 cache with wide heads takes a fallback kernel",
        "b200_sxm" when headSize == 192 => "a fallback kernel serves heads of 192, flat at 63 TFLOP/s",
        _ => null,
    };

    /// <summary>Why an expert layer is left out, or null.</summary>
    public static string? Experts(string device, string format, int hidden, int inter, int experts, int innerOfDevice) => (device, format) switch
    {
        (_, "w4a16_mxfp4") => "the library takes different paths by shape",
        ("h100_sxm", "fp8") => "per-tensor fp8 goes through a kernel that was not tuned, a ninth of the rate",
        ("b200_sxm", "nvfp4") when (hidden, inter, experts) == (6144, 3072, 128) => "this shape is twice as slow as the shapes around it",
        (_, "bfloat16") when innerOfDevice % 16 != 0 => "an inner width of no multiple of 16 takes a slower kernel",
        _ => null,
    };

    /// <summary>Whether a model's experts have one projection before the activation, and no gate.</summary>
    public static bool HasNoGate(int hidden, int inter, int experts) =>
        (hidden, inter, experts) is (1024, 2688, 512) or (2048, 5120, 512) or (2688, 1856, 128);
}
