using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Programs;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Engine.Steps;

/// <summary>Steps as an engine's host starts them: padded to a captured graph, or kernel by kernel.</summary>
/// <remarks>
/// A padded step carries sequences of a single position, which take part in every product and hold no cache. Kernel by kernel, host and device run side by side, so
/// that the longer one counts: time = max(device, kernels * host time of one).
/// </remarks>
/// <param name="inner">Times steps whose kernels follow one another.</param>
/// <param name="rule">Who starts kernels; not the device.</param>
/// <approximation>Steps with prompts are not padded where they fit a graph; attention outside of graphs costs the host nothing there.</approximation>
internal sealed class LaunchedExecutor(IStepExecutor inner, LaunchRule rule) : IStepExecutor
{
    /// <summary>The name of the time that the devices wait for the host.</summary>
    public const string HostWait = "host_launch";

    private readonly StepShape _padded = new();
    private readonly StepTiming _timing = new();

    /// <inheritdoc/>
    public StepTiming Execute(StepShape shape)
    {
        int? captured = rule.Mode == KernelLaunch.Graphs ? rule.Capture.SizeFor(shape.NewTokens) : null;
        if (captured is not { } size) return Eager(inner.Execute(shape));
        return inner.Execute(shape.PrefillSequences == 0 && size > shape.NewTokens ? Padded(shape, size) : shape);
    }

    private StepShape Padded(StepShape shape, int size)
    {
        _padded.Clear();
        for (int i = 0; i < shape.Slices.Count; i++) _padded.Add(shape.Slices[i]);
        while (_padded.NewTokens < size) _padded.Add(new SequenceSlice(1, 0, Samples: false));
        return _padded;
    }

    private StepTiming Eager(StepTiming device)
    {
        long kernels = 0;
        for (int i = 0; i < device.Operators.Count; i++) kernels += device.Operators[i].Repeat;
        Duration host = rule.Capture.EagerKernel * kernels;
        if (host <= device.Elapsed) return device;
        _timing.Clear();
        for (int i = 0; i < device.Operators.Count; i++) _timing.Add(device.Operators[i]);
        _timing.Add(new OperatorTiming { Name = HostWait, Kind = WorkKind.HostLaunch, Offset = device.Elapsed, Elapsed = host - device.Elapsed, Repeat = 1, Tiling = "" });
        _timing.Finish(host, device.Origin);
        return _timing;
    }
}
