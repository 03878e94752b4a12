namespace DeepStack.Sim.Workload.Models;

/// <summary>How one element of a tensor is stored.</summary>
public enum NumberFormat
{
    /// <summary>Brain float, 16 bit.</summary>
    Bf16,

    /// <summary>IEEE half precision, 16 bit.</summary>
    Fp16,

    /// <summary>IEEE single precision, 32 bit.</summary>
    Fp32,

    /// <summary>Eight-bit float (E4M3 or E5M2).</summary>
    Fp8,

    /// <summary>Eight-bit integer.</summary>
    Int8,

    /// <summary>Four-bit float (E2M1).</summary>
    Fp4,

    /// <summary>Four-bit integer.</summary>
    Int4,
}
