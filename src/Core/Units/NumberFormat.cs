using System.Diagnostics.CodeAnalysis;

namespace DeepStack.Sim.Core.Units;

/// <summary>A format of numbers as tensors store and units compute them, such as bf16 or fp8.</summary>
/// <param name="Name">The usual lower-case name.</param>
/// <param name="Bits">Bits an element takes, scales left out.</param>
public readonly record struct NumberFormat(string Name, int Bits) : IParsable<NumberFormat>
{
    private static readonly NumberFormat[] Known =
    [
        Fp32, new("tf32", 32), Bf16, Fp16, Fp8, new("int8", 8), Fp4, new("int4", 4),
    ];

    /// <summary>IEEE single precision.</summary>
    public static NumberFormat Fp32 => new("fp32", 32);

    /// <summary>Brain floating point, 16 bits.</summary>
    public static NumberFormat Bf16 => new("bf16", 16);

    /// <summary>IEEE half precision.</summary>
    public static NumberFormat Fp16 => new("fp16", 16);

    /// <summary>Eight-bit floating point, either exponent width.</summary>
    public static NumberFormat Fp8 => new("fp8", 8);

    /// <summary>Four-bit floating point.</summary>
    public static NumberFormat Fp4 => new("fp4", 4);

    /// <summary>The size of a number of elements, a started byte counted whole.</summary>
    public Bytes SizeOf(long elements) => Bytes.FromBits(checked(elements * Bits));

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>Reads a name such as "bf16"; the long names of Hugging Face ("bfloat16", "float16", "float32") are read too.</summary>
    /// <exception cref="FormatException">No such format.</exception>
    public static NumberFormat Parse(string s, IFormatProvider? provider = null) => TryParse(s, provider, out NumberFormat format)
        ? format
        : throw new FormatException($"\"{s}\" is no number format; expected one of {string.Join(", ", Known.Select(k => k.Name))}");

    /// <summary>Reads a name; false if there is no such format.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out NumberFormat result)
    {
        string name = s switch { "bfloat16" => "bf16", "float16" => "fp16", "float32" => "fp32", null => "", _ => s };
        result = Array.Find(Known, k => k.Name == name);
        return result.Bits > 0;
    }
}
