using DeepStack.Sim.Compute;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Mapping.Programs;
using DeepStack.Sim.Platform;

namespace DeepStack.Sim.Studies.Exploration;

/// <summary>A roofline below the closed form: no step of a machine is faster.</summary>
/// <remarks>
/// One operator after the other, each launch + max(bytes / memory rate, operations / peak rate), and all sums at what a device sends at most. Where
/// exchanges and products overlap, the longest of the three sums.
/// </remarks>
internal sealed class StepBound
{
    /// <summary>Times are whole picoseconds, rounded operator by operator.</summary>
    private const double Rounding = 1 - 1e-4;

    private readonly ComputeSpec _compute;
    private readonly double _memoryRate;
    private readonly double _networkRate;

    /// <param name="machine">The machine.</param>
    public StepBound(PlatformSpec machine)
    {
        _compute = machine.Device.Compute;
        _memoryRate = machine.Device.Memory.DramBandwidth.BytesPerSecond;
        _networkRate = machine.NetworkRate.BytesPerSecond;
    }

    /// <summary>Seconds that a step takes at least.</summary>
    public double SecondsOf(ParallelPlan plan, LeastWork work)
    {
        double sum = 0, memory = 0, units = 0, exchange = work.SentBytes == 0 ? 0 : work.SentBytes / _networkRate;
        foreach (LeastOperator op in work.Operators)
        {
            double read = op.Reads.Count / _memoryRate, multiply = op.Products.Count / RateOf(op);
            memory += op.Count * read;
            units += op.Count * multiply;
            sum += op.Count * ((op.HasLaunch ? _compute.Launch.Kernel.Seconds : 0) + Math.Max(read, multiply));
        }
        return Rounding * (plan.AllOverlap == OverlapModes.None ? sum + exchange : Math.Max(exchange, Math.Max(memory, units)));
    }

    private double RateOf(LeastOperator op)
    {
        double rate = _compute.PeakRate(op.Activations).FlopsPerSecond;
        return _compute.Matrix.Supports(op.Weights) ? Math.Max(rate, _compute.PeakRate(op.Weights).FlopsPerSecond) : rate;
    }
}
