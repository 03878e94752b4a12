using DeepStack.Sim.Analytical.Kernels;
using DeepStack.Sim.Compute;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Kernels;
using DeepStack.Sim.Platform;

namespace DeepStack.Sim.Studies.Validation.Kernels;

/// <summary>Predicts measured kernels: cut as in a step, timed in closed form.</summary>
internal sealed class KernelPredictor
{
    private readonly KernelCutter _cutter;
    private readonly KernelModel _model;

    /// <param name="device">The device, its logic perhaps with other parameters than the preset's.</param>
    public KernelPredictor(DeviceSpec device)
    {
        DeviceRates rates = DeviceRates.Of(device);
        _cutter = new KernelCutter(rates);
        _model = new KernelModel(rates);
    }

    /// <summary>How kernels are cut.</summary>
    public KernelCutter Cutter => _cutter;

    /// <summary>The time of a measured kernel: that of the device, or of the host where it issues more slowly.</summary>
    public Duration Predict(MeasuredKernel measured)
    {
        Duration sum = Duration.Zero;
        foreach (Kernel kernel in measured.Cut(_cutter)) sum += _model.Predict(kernel).Elapsed;
        return Duration.Max(sum, measured.HostTime(_cutter.Device.Compute));
    }

    /// <summary>The time of a plain roofline: a launch, and the longer of work at peak and traffic at the bandwidth of long streams.</summary>
    public Duration Roofline(MeasuredKernel measured)
    {
        DeviceRates device = _cutter.Device;
        return device.Compute.Launch.Kernel + Duration.Max(measured.Work / device.Compute.PeakRate(measured.Arithmetic), measured.Traffic / device.MemoryRate);
    }
}
