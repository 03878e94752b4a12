using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Studies.Validation.Kernels;

/// <summary>A number format of the measured kernels.</summary>
/// <param name="Name">Its name in the files.</param>
/// <param name="Weights">How weights are stored.</param>
/// <param name="Arithmetic">What is multiplied.</param>
/// <param name="ScaleBits">Bits of scales for each weight.</param>
/// <param name="IsQuantised">Whether activations come in 16 bits and are narrowed before the product.</param>
internal sealed record KernelFormat(string Name, NumberFormat Weights, NumberFormat Arithmetic, double ScaleBits = 0, bool IsQuantised = false)
{
    /// <summary>The name of 8 bits with a scale for each block of weights.</summary>
    public const string BlockScaled = "fp8_block";

    private static readonly KernelFormat[] Known =
    [
        new("bfloat16", NumberFormat.Bf16, NumberFormat.Bf16),
        new("float16", NumberFormat.Fp16, NumberFormat.Fp16),
        new("fp8", NumberFormat.Fp8, NumberFormat.Fp8, IsQuantised: true),
        new(BlockScaled, NumberFormat.Fp8, NumberFormat.Fp8, 32.0 / (128 * 128), IsQuantised: true),
        new("nvfp4", NumberFormat.Fp4, NumberFormat.Fp4, 0.5, IsQuantised: true),
        new("int4_wo", new NumberFormat("int4", 4), NumberFormat.Bf16, 0.125),
        new("w4a16_mxfp4", NumberFormat.Fp4, NumberFormat.Bf16, 0.25),
        new("w4a8_mxfp4_mxfp8", NumberFormat.Fp4, NumberFormat.Fp8, 0.25, IsQuantised: true),
    ];

    /// <summary>The formats' names.</summary>
    public static IEnumerable<string> Names => Known.Select(k => k.Name);

    /// <summary>Whether blocks of weights have scales of their own and kernels of their own.</summary>
    public bool IsBlockScaled => Name == BlockScaled;

    /// <summary>Whether models are served in it.</summary>
    public bool IsMain => Name is "bfloat16" or "fp8" or BlockScaled or "nvfp4";

    /// <summary>The format of a name, or null.</summary>
    public static KernelFormat? Named(string name) => Array.Find(Known, k => k.Name == name);

    /// <summary>Bytes of some weights with their scales.</summary>
    public Bytes WeightBytes(long elements) => Weights.SizeOf(elements) + Bytes.FromCount((long)(elements * ScaleBits / 8));
}
