using DeepStack.Sim.Mapping.Kernels;

namespace DeepStack.Sim.Studies.Validation.Kernels;

/// <summary>The tilings that a step of a device uses.</summary>
internal sealed class KernelCutter(DeviceRates device)
{
    /// <summary>The device.</summary>
    public DeviceRates Device { get; } = device;

    /// <summary>Products.</summary>
    public MatrixTiling Matrix { get; } = new(device);

    /// <summary>Attention.</summary>
    public AttentionTiling Attention { get; } = new(device);

    /// <summary>Products of routed experts.</summary>
    public GroupedTiling Experts { get; } = new(device);

    /// <summary>Passes over activations.</summary>
    public VectorTiling Vector { get; } = new(device);

    /// <summary>Narrowing of activations.</summary>
    public QuantisationTiling Quantisation { get; } = new(device);
}
