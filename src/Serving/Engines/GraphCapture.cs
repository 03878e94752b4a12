using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Serving.Engines;

/// <summary>For how many tokens an engine captures the kernels of a step as a graph, and what a kernel costs the host outside of one.</summary>
/// <param name="Ranges">Up to how many tokens sizes are captured at which distance, smallest first.</param>
/// <param name="EagerKernel">Host time of a kernel that is launched by itself.</param>
public sealed record GraphCapture(IReadOnlyList<(int UpTo, int Step)> Ranges, Duration EagerKernel)
{
    /// <summary>The captured size that a step of so many tokens is padded to, or null if it is larger than all of them.</summary>
    public int? SizeFor(int tokens)
    {
        foreach ((int upTo, int step) in Ranges)
        {
            if (tokens <= upTo) return (tokens + step - 1) / step * step;
        }
        return null;
    }

    /// <summary>Reads the facts of an engine.</summary>
    internal static GraphCapture Read(PresetSection section)
    {
        var ranges = new List<(int UpTo, int Step)>();
        foreach (PresetSection row in section.Sections("captured"))
        {
            int upTo = (int)row.Integer("up_to", 1, 1 << 20), step = (int)row.Integer("step", 1, 1 << 20);
            if (upTo % step != 0 || (ranges.Count > 0 && upTo <= ranges[^1].UpTo)) row.Fault("up_to", $"is {upTo}; expected a multiple of the step, larger than in the row before");
            ranges.Add((upTo, step));
        }
        Duration eager = section.Get<Duration>("eager_kernel");
        if (eager < Duration.Zero) section.Fault("eager_kernel", $"is {eager}; host time cannot be negative");
        return new GraphCapture(ranges, eager);
    }
}
