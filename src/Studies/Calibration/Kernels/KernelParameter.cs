using DeepStack.Sim.Compute;

namespace DeepStack.Sim.Studies.Calibration.Kernels;

/// <summary>A physical parameter of a chip that measured kernels can tell.</summary>
/// <param name="Name">Its place in the preset, such as "launch.kernel".</param>
/// <param name="Unit">The unit of its value.</param>
/// <param name="Get">Its value in a chip.</param>
/// <param name="With">The chip with another value.</param>
/// <param name="Most">The largest value that makes sense.</param>
internal sealed record KernelParameter(string Name, string Unit, Func<ComputeSpec, double> Get, Func<ComputeSpec, double, ComputeSpec> With, double Most = double.MaxValue);
