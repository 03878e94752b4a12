using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Workload.Models;

/// <summary>Sizes and names of <see cref="NumberFormat"/>.</summary>
public static class NumberFormats
{
    private static readonly string[] Words = ["bf16", "fp16", "fp32", "fp8", "int8", "fp4", "int4"];

    /// <summary>The names as presets write them, in the order of the enumeration.</summary>
    public static IReadOnlyList<string> Names => Words;

    /// <summary>The name as presets write it.</summary>
    public static string NameOf(NumberFormat format) => Words[(int)format];

    /// <summary>The format of a name from <see cref="Names"/>; null if there is none.</summary>
    public static NumberFormat? Find(string name)
    {
        int index = Array.IndexOf(Words, name);
        return index < 0 ? null : (NumberFormat)index;
    }

    /// <summary>Bits of one element, without shared scales.</summary>
    public static int BitsOf(NumberFormat format) => format switch
    {
        NumberFormat.Fp32 => 32,
        NumberFormat.Bf16 or NumberFormat.Fp16 => 16,
        NumberFormat.Fp8 or NumberFormat.Int8 => 8,
        _ => 4,
    };

    /// <summary>The size of the given number of elements, a started byte counted whole.</summary>
    public static Bytes SizeOf(NumberFormat format, long elements) => Bytes.FromBits(checked(elements * BitsOf(format)));
}
