namespace DeepStack.Sim.Memory.Standards;

/// <summary>How consecutive rows are spread over the banks, so that strides do not meet in one bank.</summary>
public enum AddressSwizzle
{
    /// <summary>Bank bits are taken as they are.</summary>
    None,

    /// <summary>Bank bits are exclusive-ored with the low row bits.</summary>
    Xor,

    /// <summary>The row number is added to the bank number, modulo the banks.</summary>
    Cyclic,
}
